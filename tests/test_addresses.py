"""One rule for e-mail addresses, whoever types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.addresses import NOT_AN_ADDRESS, TWO_ADDRESSES, is_email, read_email
from casefinder.notations import Unclear


@pytest.mark.parametrize(
    "text",
    ["joho@example.jp", "a.b+c@x-y.example.lg.jp", "o'brien@example.com", "SATO@EXAMPLE.JP", "x@xn--r8jz45g.jp", "1@2.jp"],
)  # fmt: skip
def test_a_plain_address_is_taken(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text", ["a..b@docomo.ne.jp", ".a@docomo.ne.jp", "taro.@ezweb.ne.jp", "-a-@i.softbank.jp"]
)
def test_what_japanese_carriers_gave_out_is_taken(text: str) -> None:
    assert is_email(text)


def test_an_office_may_write_inside_its_own_network() -> None:
    assert is_email("dx@yakuba.local")


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "a@b", "@c.jp", "a@", "a b@c.jp", "a@b,c@d.jp", "a@c.jp\nBcc: x@y.jp", "a@c.jp\n", "a@c.jp\0", "a@b@c.jp",
        "a" * 65 + "@c.jp", "a@" + "b" * 64 + ".jp", "a" * 60 + "@" + "b.c" * 80 + ".jp", "a@-c.jp", "a@c..jp", "a@c.jp.", "a@c_d.jp",
        "a@1.2.3.4", "a@[1.2.3.4]", '"a b"@c.jp', "山田@example.jp", "a@例え.jp", "A <a@c.jp>",
    ],
)  # fmt: skip
def test_what_is_not_one_address_is_refused(text: str) -> None:
    assert not is_email(text)


@given(st.text(max_size=3000))
def test_no_text_is_too_much_for_the_rule(text: str) -> None:
    assert is_email(text) in (True, False)
    assert is_email(f"{text}@{text}") in (True, False)


@pytest.mark.parametrize(
    "typed",
    [
        "joho＠example.jp", "joho@example.jp。", "<joho@example.jp>", "情報課 <joho@example.jp>", "ｊｏｈｏ＠ｅｘａｍｐｌｅ．ｊｐ", "joho @ example.jp",
        "joho@example.jp>", "\ufeffjoho@exam\u00adple.jp\u200b", "mailto:joho@example.jp", "メール：joho@example.jp", "joho@example.jp\n",
    ],
)  # fmt: skip
def test_an_address_is_read_without_what_stands_around_it(typed: str) -> None:
    assert read_email(typed) == "joho@example.jp"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("a@example.jp, b@example.jp", TWO_ADDRESSES), ("a@c.jp\nBcc: x@y.jp", TWO_ADDRESSES), ("joho", NOT_AN_ADDRESS),
        ("x@@y", NOT_AN_ADDRESS), ("a b@example.jp", NOT_AN_ADDRESS), ("", NOT_AN_ADDRESS), ("a" * 600 + "@c.jp", NOT_AN_ADDRESS),
    ],
)  # fmt: skip
def test_what_is_not_one_address_is_said(typed: str, message: str) -> None:
    assert read_email(typed) == Unclear(message)


@given(st.text(max_size=60) | st.text(alphabet="ab.@<>＠。, -", max_size=20))
def test_what_is_read_is_one_address_and_reads_back(text: str) -> None:
    read = read_email(text)

    if isinstance(read, str):
        assert is_email(read)
        assert read_email(read) == read
