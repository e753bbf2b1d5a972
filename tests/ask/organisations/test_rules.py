from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.rules import OrganisationKind

REGISTER = rules.parse_register(
    files("casefinder.ask.organisations").joinpath("hokkaido.csv").read_text(encoding="utf-8").splitlines()
)


def test_the_register_holds_every_municipality_once() -> None:
    types = Counter(town.type.value for town in REGISTER)

    assert len(REGISTER) == len({town.code for town in REGISTER}) == 179
    assert types == {"city": 35, "town": 129, "village": 15}


def test_the_register_counts_its_municipalities_by_bureau() -> None:
    by_bureau = Counter(rules.SUBPREFECTURE_BY_CODE[town.subprefecture].short_name for town in REGISTER)

    assert by_bureau == {
        "石狩": 8, "渡島": 11, "檜山": 7, "後志": 20, "空知": 24, "上川": 23, "留萌": 8,
        "宗谷": 10, "オホーツク": 18, "胆振": 11, "日高": 7, "十勝": 19, "釧路": 8, "根室": 5,
    }  # fmt: skip


def test_every_code_of_the_register_has_its_check_digit() -> None:
    assert all(rules.is_local_government_code(town.code) for town in REGISTER)


def test_names_end_as_their_type_says_and_are_read_in_katakana() -> None:
    endings = {"city": ("市", ("シ",)), "town": ("町", ("チョウ", "マチ")), "village": ("村", ("ムラ",))}
    for town in REGISTER:
        name_end, kana_ends = endings[town.type.value]
        assert town.name.endswith(name_end)
        assert town.kana.endswith(kana_ends)
        assert all("ァ" <= letter <= "ー" for letter in town.kana)


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


def test_the_bureaus_stand_in_order_from_south_to_north() -> None:
    assert [place.north_rank for place in rules.SUBPREFECTURES] == list(range(1, 15))
    assert rules.SUBPREFECTURES[0].short_name == "渡島"
    assert rules.SUBPREFECTURES[-1].short_name == "宗谷"


@pytest.mark.parametrize("text", ["01390", "後志総合振興局", "後志", " ０１３９０ "])
def test_a_bureau_is_found_by_code_or_name(text: str) -> None:
    found = rules.subprefecture_of(text)

    assert found is not None
    assert found.code == "01390"


def test_an_unknown_bureau_or_kind_is_none() -> None:
    assert rules.subprefecture_of("沖縄") is None
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


@pytest.mark.parametrize(
    "line",
    [
        "011003,札幌市,サッポロシ,city,01300",
        "011002,札幌市,サッポロシ,city,99999",
        "011002,札幌市,サッポロシ,ward,01300",
    ],
)
def test_a_wrong_line_of_the_register_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"register|MunicipalityType"):
        rules.parse_register(["code,name,kana,type,subprefecture", line])
