"""Amounts, telephone numbers and addresses are found in running text however they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.edit.gate.amount_rules import MONEY, LockedAmount, amounts_in, is_same
from casefinder.edit.gate.contact_rules import contacts_in
from casefinder.notations.amounts import yen_words

LOCKED = LockedAmount(Decimal(38_500_000), MONEY, "C8.initial", "38,500千円")


def is_found(text: str, locked: LockedAmount = LOCKED) -> bool:
    return any(is_same(told, locked) for told in amounts_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "配信を含めて 3,850万円 かかった。", "38,500,000円", "3850万", "38.5百万円", "三千八百五十万円", "３，８５０万円", "3,850 万 円",
        "38,500千円", "38500千円", "¥38,500,000", "￥38500000-", "0.385億円", "参千八百五拾萬円", "三八五〇万円", "3、850万円",
        "3 850万円", "38 500 000円", "3千8百50万円", "3,\u200b850万円", "JPY 38,500,000", "38.5 million yen", "３８５０万円（税込）",
        "約3,900万円", "3,900万円", "3,800万円余り", "3千万円台", "4千万円弱", "38,500", "3850", "3,850マン円", "三千八百五十萬圓",
        "総額は38百万円", "費用（千円）は38,500", "3,850\u3000万円", "金参阡八百五拾萬円",
    ],
)  # fmt: skip
def test_an_amount_is_the_same_in_every_notation(text: str) -> None:
    assert is_found(text)


@pytest.mark.parametrize(
    "text",
    ["3,850万人", "385万円", "3,851万円", "令和6年", "2024年3月", "3,850件", "3,700万円", "4千万円", "38分", "A4判", "千人", "万一", "十分"],
)  # fmt: skip
def test_another_amount_is_not_the_same(text: str) -> None:
    assert not is_found(text)


def test_what_a_month_costs_is_found_by_the_year() -> None:
    yearly = LockedAmount(Decimal(1_200_000), MONEY, "C8.yearly", "1,200千円")

    assert is_found("月額10万円で足りる。", yearly)
    assert is_found("毎月 約10万円", yearly)
    assert not is_found("機器は10万円だった。", yearly)


def test_other_units_of_one_kind_are_the_same() -> None:
    area = LockedAmount(Decimal(32_000_000), "area", "C6.amount", "3,200ha")

    assert is_found("およそ32km²を回る。", area)
    assert is_found("3,200ヘクタール", area)


@given(st.integers(min_value=100, max_value=10**11), st.sampled_from(["前後", "、", "。", "を", "だった"]))
def test_an_amount_is_found_as_it_is_said_and_with_marks(yen: int, behind: str) -> None:
    locked = LockedAmount(Decimal(yen), MONEY, "x", "")

    for words in (yen_words(Decimal(yen)), f"{yen}円", f"{yen:,}円", f"¥{yen:,}"):
        assert is_found(f"あわせて{words}{behind}", locked), words


@given(st.text(max_size=60))
def test_any_text_is_looked_through(text: str) -> None:
    for told in amounts_in(text):
        assert 0 <= told.start < told.end <= len(text)
    for contact in contacts_in(text):
        assert 0 <= contact.start < contact.end <= len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("詳しくは佐藤（090-1234-5678）へ", "09012345678"), ("０９０－１２３４－５６７８", "09012345678"), ("090 1234 5678", "09012345678"),
        ("09012345678", "09012345678"), ("(0154)23-4567", "0154234567"), ("0154（23）4567", "0154234567"),
        ("011-231-4111（代表）", "0112314111"), ("+81 90-1234-5678", "09012345678"), ("+81-11-231-4111", "0112314111"),
        ("〇九〇－一二三四－五六七八", "09012345678"), ("090.1234.5678", "09012345678"), ("O9O-1234-5678", "09012345678"),
        ("電話 22-1234", "221234"), ("電話番号は221234です", "221234"), ("090の1234の5678", "09012345678"),
        ("080ー1111ー2222まで", "08011112222"), ("0120-123-456", "0120123456"), ("℡0154ｰ23ｰ4567", "0154234567"),
        ("090-1234\u20115678", "09012345678"), ("090\u200b-1234-5678", "09012345678"),
        ("joho@example.jp", "joho@example.jp"), ("ｊｏｈｏ＠ｅｘａｍｐｌｅ．ｊｐ", "joho@example.jp"), ("joho(at)example.jp", "joho@example.jp"),
        ("joho アットマーク town.example.lg.jp", "joho@town.example.lg.jp"), ("joho★example.jp", "joho@example.jp"),
        ("joho [at] example [dot] jp", "joho@example.jp"), ("joho@\u200bexample.jp", "joho@example.jp"),
    ],
)  # fmt: skip
def test_a_number_or_address_is_found_in_every_notation(text: str, value: str) -> None:
    assert [each.value for each in contacts_in(text)] == [value]


@pytest.mark.parametrize(
    "text",
    ["3,850万円", "令和6年4月1日から2024-06-01まで", "毎日10:00-17:00", "2024年06月0112", "https://example.jp/a@b", "第1-2-3号", "1-2-3-4-5-6-7-8-9-0"],
)  # fmt: skip
def test_other_numbers_are_no_telephone_numbers(text: str) -> None:
    assert contacts_in(text) == ()
