import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.notations import Unclear, phones
from casefinder.notations.phones import read_phone


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("011-000-0000（代表）", "011-000-0000（代表）"), ("011-000-0000（直通）", "011-000-0000（直通）"),
        ("(0154)00-0000", "0154-00-0000"), ("0154(00)0000", "0154-00-0000"), ("０１１―０００ー００００ ", "011-000-0000"),
        ("011-000-0000 内線21", "011-000-0000（内線21）"), ("01234-5-6789（内線 21）", "01234-5-6789（内線21）"),
        ("011-000-0000（代）内線 3211", "011-000-0000（代表・内線3211）"), ("090 0000 0000", "090-0000-0000"),
        ("+81-11-000-0000", "+81-11-000-0000"), ("+81 (0)11-000-0000", "+81-11-000-0000"), ("TEL：011-000-0000", "011-000-0000"),
        ("℡011-000-0000", "011-000-0000"), ("代表：011-000-0000", "011-000-0000（代表）"), ("電話（直通）011-000-0000", "011-000-0000（直通）"), ("0110000000", "0110000000"), ("011.000.0000", "011-000-0000"),
        ("（代）011-000-0000", "011-000-0000（代表）"), ("📞011-000-0000", "011-000-0000"), ("011-000-0000〔代表〕", "011-000-0000（代表）"),
        ("011-000-0000【直通】", "011-000-0000（直通）"), ("[0154]00-0000", "0154-00-0000"), ("0154)00-0000", "0154-00-0000"), ("+81(11)000-0000", "+81-11-000-0000"),
        ("011-000-0000（総務課直通）", "011-000-0000（総務課直通）"), ("011-000-0000（担当：企画係）内線 21", "011-000-0000（担当:企画係・内線21）"), ("011-000-0000（個人）", "011-000-0000（個人）"),
        ("011－000－0000（ダイヤルイン）", "011-000-0000（ダイヤルイン）"), ("電話番号　011-000-0000㈹", "011-000-0000（代表）"), ("Phone number: 011-000-0000", "011-000-0000"),
        ("011\u200b-000\u202d-0000\ufeff", "011-000-0000"), ("0800-000-0000", "0800-000-0000"), ("0120-000-000", "0120-000-000"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed: str, number: str) -> None:
    assert read_phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("000-0000", phones.NO_AREA), ("11-000-0000", phones.NO_AREA), ("011-000-000", phones.WRONG_LENGTH),
        ("090-0000-000", phones.WRONG_LENGTH), ("役場まで", phones.NOT_A_NUMBER), ("011-000-0000 山田", phones.NOT_A_NUMBER),
        ("011-000-0000、011-000-0001", phones.TWO_NUMBERS), ("FAX 011-000-0000", phones.A_FAX), ("1" * 20, phones.NOT_A_NUMBER),
        ("①11-000-0000", phones.NOT_A_NUMBER), ("", phones.NOT_A_NUMBER),
    ],
)  # fmt: skip
def test_what_is_unclear_says_what_to_write(typed: str, message: str) -> None:
    read = read_phone(typed)

    assert isinstance(read, Unclear)
    assert read.message == message


DIGITS = st.text(alphabet="0123456789", min_size=6, max_size=6)
FORMS = ("{0}-{1}-{2}", "({0}){1}-{2}", "{0}({1}){2}", "{0} {1} {2}", "{0}.{1}.{2}", "TEL {0}－{1}－{2}")


@given(DIGITS, st.sampled_from(FORMS), st.sampled_from(["", "（代表）", "(直通)", " 内線12"]))
def test_every_clear_notation_is_the_same_number(rest: str, form: str, note: str) -> None:
    read = read_phone(form.format("0154", rest[:2], rest[2:]) + note)

    assert isinstance(read, str)
    assert read.partition("（")[0] == f"0154-{rest[:2]}-{rest[2:]}"
    assert read_phone(read) == read


@given(st.text(max_size=60) | st.text(alphabet="0123456789-()（）内線代表 +", max_size=24))
def test_no_text_raises_and_every_digit_stays(text: str) -> None:
    read = read_phone(text)

    if isinstance(read, str):
        assert read_phone(read) == read
        assert re.sub(r"\D", "", read).startswith(("0", *"123456789"))
