import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.code_rules import (
    A_DAY_NOW,
    DIGITS_LOST,
    is_municipal,
    is_same_number,
    restored_code,
)
from casefinder.ask.organisations.rules import OrganisationKind
from casefinder.notations import Unclear

TOWN, FIRM, CLUB = OrganisationKind.MUNICIPALITY, OrganisationKind.COMPANY, OrganisationKind.ASSOCIATION


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("11002", TOWN, "011002"), ("０１１００２", TOWN, "011002"), ("011002.0", TOWN, "011002"), ("11003", TOWN, "11003"),
        ("131016", TOWN, "131016"), ("5.430001000001E+12", FIRM, "5430001000001"), ("5-4300-0100-0001", FIRM, "5430001000001"),
        ("11002", CLUB, "11002"), ("A-1", CLUB, "A-1"), ("1E5", CLUB, "1E5"), ("\u200b011002\ufeff", TOWN, "011002"), ("", TOWN, ""),
    ],
)  # fmt: skip
def test_a_code_gets_back_what_is_certain(text: str, kind: OrganisationKind, code: str) -> None:
    assert restored_code(text, kind) == code


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("5.43E+12", FIRM, DIGITS_LOST),
        ("5.43000E+12", CLUB, DIGITS_LOST),
        ("1月2日", CLUB, A_DAY_NOW),
        ("2026-01-02", TOWN, A_DAY_NOW),
        ("2026-01-02", FIRM, A_DAY_NOW),
        ("2-Jan", CLUB, A_DAY_NOW),
    ],
)
def test_what_a_spreadsheet_lost_is_said(text: str, kind: OrganisationKind, message: str) -> None:
    assert restored_code(text, kind) == Unclear(message, {"text": text})


@given(st.integers(1, 47), st.integers(0, 999))
def test_every_municipal_code_survives_a_spreadsheet(prefecture: int, place: int) -> None:
    five = f"{prefecture:02d}{place:03d}"
    code = five + rules.local_government_check_digit(five)

    assert is_municipal(code)
    assert restored_code(str(int(code)), TOWN) == code


@pytest.mark.parametrize(
    ("code", "other", "same"),
    [("00012", "12", True), ("12", "21", False), ("A1", "A1", False), ("NaN", "NaN", False)],
)
def test_codes_are_compared_as_a_spreadsheet_does(code: str, other: str, same: bool) -> None:
    assert is_same_number(code, other) is same
