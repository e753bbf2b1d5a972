from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.notations import Unclear, amounts
from casefinder.notations.amounts import Amount, read_amount, shown, yen_words
from casefinder.notations.units import converted


def read(text: str, *, of_money: bool = True) -> tuple[str, str, bool] | str:
    found = read_amount(text, of_money=of_money)
    return found.message if isinstance(found, Unclear) else (shown(found.number), found.unit, found.is_about)


@pytest.mark.parametrize(
    ("typed", "number", "unit", "is_about"),
    [
        ("12万", "120,000", "", False), ("年額12万円", "120,000", "円", False), ("50万円程度", "500,000", "円", True),
        ("50万円弱", "500,000", "円", True), ("1億2000万円", "120,000,000", "円", False), ("1億2,000万円", "120,000,000", "円", False),
        ("1,200千円", "1,200,000", "円", False), ("３２０万円", "3,200,000", "円", False), ("¥12,000", "12,000", "円", False),
        ("￥12,000-", "12,000", "円", False), ("金12万円也", "120,000", "円", False), ("12万円（税込）", "120,000", "円", False),
        ("十二万円", "120,000", "円", False), ("三百万円", "3,000,000", "円", False), ("3百万円", "3,000,000", "円", False),
        ("3千5百円", "3,500", "円", False), ("12万5千円", "125,000", "円", False), ("1.5億円", "150,000,000", "円", False),
        ("１２万円／年", "120,000", "円", False), ("総額約1億円", "100,000,000", "円", True), ("12万　円", "120,000", "円", False),
        ("30km²", "30", "km²", False), ("30㎢", "30", "km²", False), ("４㎥", "4", "m³", False), ("30平方キロ", "30", "平方キロ", False),
        ("120kg/10a", "120", "kg/10a", False), ("620世帯程度", "620", "世帯", True), ("35％", "35", "%", False),
        ("総事業費1,200万円", "12,000,000", "円", False), ("事業費：1,200万円", "12,000,000", "円", False), ("初期費用 120万円", "1,200,000", "円", False),
        ("概算120万円", "1,200,000", "円", True), ("120万円（概算）", "1,200,000", "円", True), ("120万円（見込み）", "1,200,000", "円", True), ("120万円（決算額）", "1,200,000", "円", False),
        ("120万円（消費税込み）", "1,200,000", "円", False), ("JPY 1,200,000", "1,200,000", "円", False), ("1,200,000 JPY", "1,200,000", "円", False), ("￥1,200,000.-", "1,200,000", "円", False),
        ("120万円位", "1,200,000", "円", True), ("120萬円", "1,200,000", "円", False), ("金壱百弐拾万円也", "1,200,000", "円", False), ("一二〇万円", "1,200,000", "円", False), ("二,五〇〇円", "2,500", "円", False),
        ("30㎞²", "30", "km²", False), ("30KM2", "30", "km²", False), ("30K㎡", "30", "km²", False), ("30km^2", "30", "km²", False), ("30km²余り", "30", "km²", True), ("100人余り", "100", "人", True),
        ("1時間30分", "90", "分", False), ("約2時間", "2", "時間", True), ("1時間半", "1.5", "時間", False), ("3分20秒", "200", "秒", False), ("2割5分", "2.5", "割", False),
        ("10t-CO₂", "10", "t-CO2", False), ("12トン-CO2程度", "12", "トン-CO2", True),
        ("1\u200b2\ufeff00", "1,200", "", False),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(typed: str, number: str, unit: str, is_about: bool) -> None:
    assert read(typed) == (number, unit, is_about)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("10〜20万円", amounts.TWO_NUMBERS), ("10万円から20万円", amounts.TWO_NUMBERS), ("10-20万円", amounts.TWO_NUMBERS),
        ("50万円以上", amounts.A_BOUND), ("10万円～", amounts.A_BOUND), ("100万円未満", amounts.A_BOUND), ("税別12万円", amounts.WITHOUT_TAX),
        ("12万円（税抜）", amounts.WITHOUT_TAX), ("月額1万円", amounts.NOT_A_YEAR), ("月1万円", amounts.NOT_A_YEAR), ("1時間2時間", amounts.NOT_A_NUMBER), ("2割12分", amounts.NOT_A_NUMBER), ("120万円+税", amounts.WITHOUT_TAX), ("千円", amounts.NOT_A_NUMBER),
        ("1万20000", amounts.NOT_A_NUMBER), ("1億20000万", amounts.NOT_A_NUMBER), ("1.5億2000万", amounts.NOT_A_NUMBER),
        ("1,20", amounts.NOT_A_NUMBER), ("1.2.3", amounts.NOT_A_NUMBER), ("12 34", amounts.NOT_A_NUMBER), ("-5", amounts.NOT_A_NUMBER),
        ("5²", amounts.NOT_A_NUMBER), ("①2", amounts.NOT_A_NUMBER), ("1½", amounts.NOT_A_NUMBER), ("たくさん", amounts.NOT_A_NUMBER),
        ("", amounts.NOT_A_NUMBER), ("9" * 30, amounts.NOT_A_NUMBER),
    ],
)  # fmt: skip
def test_what_is_unclear_says_what_to_write(typed: str, message: str) -> None:
    assert read(typed) == message


@pytest.mark.parametrize("typed", ["無料", "ゼロ", "なし", "0円", "０"])
def test_nothing_to_pay_is_zero(typed: str) -> None:
    assert read(typed)[0] == "0"
    assert read("なし", of_money=False) == amounts.NOT_A_NUMBER


def test_for_how_long_belongs_to_the_unit_where_no_money_is_asked_for() -> None:
    assert read("20件/月", of_money=False) == ("20", "件/月", False)
    assert read("20件/月") == amounts.NOT_A_YEAR


@given(st.integers(0, 10**14), st.booleans(), st.booleans())
def test_an_amount_as_it_is_said_reads_back(yen: int, is_wide: bool, is_about: bool) -> None:
    text = f"{'約' if is_about else ''}{yen_words(Decimal(yen))}"
    if is_wide:
        text = text.translate({ord(each): ord(each) + 0xFEE0 for each in "0123456789,"})

    assert read(text) == (f"{yen:,}", "円", is_about)


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["", "世帯", "ha", "円", "km²"]))
def test_a_number_as_it_is_shown_reads_back(number: Decimal, unit: str) -> None:
    assert read(f"{shown(number)}{unit}") == (shown(number), unit, False)


@given(st.text(max_size=80) | st.text(alphabet="0123456789,.万億千百円約〜-kmha²税以上 ", max_size=16))
def test_no_text_raises_and_no_digit_is_made_up(text: str) -> None:
    found = read_amount(text, of_money=True)

    if isinstance(found, Amount):
        assert 0 <= found.number < 10**15
        assert any(char.isdecimal() or char in "〇一二三四五六七八九十百千" for char in text)


@pytest.mark.parametrize(
    ("yen", "words"),
    [
        (120_000, "12万円"),
        (120_000_000, "1億2,000万円"),
        (3_500, "3,500円"),
        (12_345_678, "1,234万5,678円"),
        (0, "0円"),
    ],
)
def test_money_is_said_as_people_say_it(yen: int, words: str) -> None:
    assert yen_words(Decimal(yen)) == words


@pytest.mark.parametrize(
    ("number", "of", "into", "result"),
    [
        ("5", "ha", "km²", "0.05"), ("1200", "円", "千円", "1.2"), ("30", "分", "時間", "0.5"), ("20", "分", "時間", None),
        ("3", "割", "%", "30"), ("12", "名", "人", "12"), ("12", "世帯", "世帯", "12"), ("12", "世帯", "人", None), ("1", "m", "m²", None),
    ],
)  # fmt: skip
def test_a_number_in_another_unit(number: str, of: str, into: str, result: str | None) -> None:
    found = converted(Decimal(number), of, into)

    assert found == (Decimal(result) if result else None)
