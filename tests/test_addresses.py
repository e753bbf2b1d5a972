"""One rule for e-mail addresses, whoever types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.addresses import is_email


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
