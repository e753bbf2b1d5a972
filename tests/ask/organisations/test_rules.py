import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.rules import OrganisationKind


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("011002", True),
        ("131016", True),
        ("015148", True),
        ("011003", False),
        ("01100", False),
        ("０１１００２", False),
    ],
)
def test_a_local_government_code_is_checked(code: str, right: bool) -> None:
    assert rules.is_local_government_code(code) is right


@pytest.mark.parametrize(
    ("number", "right"),
    [("8700110005901", True), ("7000012050002", True), ("9700110005901", False), ("700001205000", False)],
)
def test_a_corporate_number_is_checked(number: str, right: bool) -> None:
    assert rules.is_corporate_number(number) is right


@given(st.from_regex(r"[0-9]{5}", fullmatch=True), st.integers(1, 9))
def test_only_one_check_digit_fits_a_municipality(five: str, step: int) -> None:
    good = rules.local_government_check_digit(five)
    other = str((int(good) + step) % 10)

    assert rules.is_local_government_code(five + good)
    assert not rules.is_local_government_code(five + other)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 11), st.integers(1, 8))
def test_a_mistyped_digit_of_a_corporate_number_is_noticed(twelve: str, place: int, step: int) -> None:
    number = rules.corporate_number_check_digit(twelve) + twelve
    changed = str((int(twelve[place]) + step) % 10)
    mistyped = number[: place + 1] + changed + number[place + 2 :]

    assert rules.is_corporate_number(number)
    if (int(changed) - int(twelve[place])) % 9:  # 0 and 9 are alike modulo 9
        assert not rules.is_corporate_number(mistyped)


@pytest.mark.parametrize("wrong", ["", "1234", "abcde", "１２３４５"])
def test_check_digits_want_ascii_digits(wrong: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        rules.local_government_check_digit(wrong)
    with pytest.raises(ValueError, match="digits"):
        rules.corporate_number_check_digit(wrong)


def test_an_unknown_kind_is_none() -> None:
    assert rules.kind_of("club") is None


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("municipality", OrganisationKind.MUNICIPALITY),
        ("national_agency", OrganisationKind.NATIONAL_OFFICE),
        ("prefectural_department", OrganisationKind.DEPARTMENT),
        ("企業", OrganisationKind.COMPANY),
        ("association", OrganisationKind.ASSOCIATION),
    ],
)
def test_kinds_of_other_vocabularies_are_mapped(word: str, kind: OrganisationKind) -> None:
    assert rules.kind_of(word) is kind


def test_codes_lose_width_and_dashes() -> None:
    assert rules.normalised_code("０１－１００２ ") == "011002"


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [
        (OrganisationKind.MUNICIPALITY, "011002", None),
        (OrganisationKind.MUNICIPALITY, "01100", "6-digit"),
        (OrganisationKind.MUNICIPALITY, "011003", "check digit"),
        (OrganisationKind.COMPANY, "8700110005901", None),
        (OrganisationKind.COMPANY, "9700110005901", "check digit"),
        (OrganisationKind.COMPANY, "123", "13 digits"),
        (OrganisationKind.ASSOCIATION, "assoc-01", None),
        (OrganisationKind.ASSOCIATION, "協会", "letters or digits"),
        (OrganisationKind.DEPARTMENT, "", "letters or digits"),
    ],
)
def test_a_code_is_judged_by_kind(kind: OrganisationKind, code: str, expected: str | None) -> None:
    problem = rules.code_problem(kind, code)

    assert (problem is None) if expected is None else (problem is not None and expected in problem)
