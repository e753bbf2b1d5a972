"""Kana, legal forms, short names and cells: the small rules that many rooms share."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.kana import hiragana, is_kana, katakana
from casefinder.legal_forms import without_legal_form
from casefinder.sheets import plain_cell, text_of_cell
from casefinder.short_names import is_slug
from casefinder.tokyo import day_of, instant_of, local


def test_readings_are_spelt_in_hiragana_or_in_katakana() -> None:
    assert hiragana("サッポロし・ヴ・ー") == "さっぽろし・ゔ・ー"
    assert katakana("さっぽろシ・ゔ・ー") == "サッポロシ・ヴ・ー"


@given(st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x3096)))
def test_kana_come_back_from_the_other_spelling(text: str) -> None:
    assert hiragana(katakana(text)) == text
    assert all(map(is_kana, text))


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("株式会社ミナモ", "ミナモ"), ("ミナモ株式会社", "ミナモ"), ("一般社団法人 北の会", "北の会"), ("幌川市", "幌川市"),
        ("株式会社", ""), ("社会福祉法人雪の家", "雪の家"),
    ],
)  # fmt: skip
def test_a_name_loses_its_legal_form(name: str, bare: str) -> None:
    assert without_legal_form(name) == bare


@pytest.mark.parametrize(
    "text", ["=1+1", "+81-3", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "－1", "＋1", "＠x", "'=1"]
)
def test_sec_03_no_cell_is_a_formula(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@given(st.text(alphabet="'=+-@＝ aあ1", max_size=6))
def test_a_text_comes_back_from_its_cell(text: str) -> None:
    assert text_of_cell(plain_cell(text)) == text


@pytest.mark.parametrize("text", ["case-2026", "a", "2026", "a1", "a" * 60])
def test_short_names_that_can_stand_in_an_address(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", "A1", "事例", "a b", "a/b", "../x", "a\n", "a" * 61])
def test_short_names_that_cannot(text: str) -> None:
    assert not is_slug(text)


def test_a_day_begins_in_tokyo_nine_hours_before_it_does_in_utc() -> None:
    eve = datetime(2026, 6, 9, 15, tzinfo=UTC)

    assert instant_of(date(2026, 6, 10)) == eve
    assert instant_of(date(2026, 6, 10), time(17)) == datetime(2026, 6, 10, 8, tzinfo=UTC)
    assert day_of(eve) == date(2026, 6, 10)
    assert local(eve).hour == 0
