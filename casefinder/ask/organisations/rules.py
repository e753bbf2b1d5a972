"""Codes and kinds of organisations: check digits, spellings made equal."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from casefinder.errors import N_

SAMPLE_MARK = "（見本）"
_DASHES = re.compile(r"[\s\-‐‑‒–—―−ー]")


def shown_name(name: str, *, is_sample: bool) -> str:
    """Return an organisation's name as it is shown everywhere; fictional ones say so."""
    return f"{name}{SAMPLE_MARK}" if is_sample else name


class OrganisationKind(StrEnum):
    """What sort of body answers."""

    MUNICIPALITY = "municipality"
    COMPANY = "company"
    NATIONAL_OFFICE = "national_office"
    DEPARTMENT = "department"
    ASSOCIATION = "association"


KIND_LABELS: dict[OrganisationKind, str] = {
    OrganisationKind.MUNICIPALITY: N_("Municipality"),
    OrganisationKind.COMPANY: N_("Company"),
    OrganisationKind.NATIONAL_OFFICE: N_("National office"),
    OrganisationKind.DEPARTMENT: N_("Department of the prefecture"),
    OrganisationKind.ASSOCIATION: N_("Association"),
}

# Codes of other vocabularies, mapped when they are read.
_KIND_ALIASES = {
    "national": OrganisationKind.NATIONAL_OFFICE,
    "national_agency": OrganisationKind.NATIONAL_OFFICE,
    "prefecture": OrganisationKind.DEPARTMENT,
    "prefectural_department": OrganisationKind.DEPARTMENT,
    "市町村": OrganisationKind.MUNICIPALITY,
    "企業": OrganisationKind.COMPANY,
    "国の機関": OrganisationKind.NATIONAL_OFFICE,
    **dict.fromkeys(("道庁内部局", "都庁内部局", "府庁内部局", "県庁内部局"), OrganisationKind.DEPARTMENT),
    "庁内の部署": OrganisationKind.DEPARTMENT,
    "団体": OrganisationKind.ASSOCIATION,
    **dict.fromkeys(
        ("市", "町", "村", "区", "市区町村", "自治体", "基礎自治体"), OrganisationKind.MUNICIPALITY
    ),
    **dict.fromkeys(("会社", "民間企業", "民間事業者", "事業者", "民間"), OrganisationKind.COMPANY),
    **dict.fromkeys(("国", "国の出先機関", "国の機関等"), OrganisationKind.NATIONAL_OFFICE),
    **dict.fromkeys(("庁内", "部署", "庁内部局"), OrganisationKind.DEPARTMENT),
    **dict.fromkeys(
        ("各種団体", "関係団体", "NPO法人", "NPO", "協同組合", "組合"), OrganisationKind.ASSOCIATION
    ),
}


class MunicipalityType(StrEnum):
    """What the law calls a municipality."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    WARD = "ward"  # of Tokyo


TYPE_LABELS: dict[MunicipalityType, str] = {
    MunicipalityType.CITY: N_("City"),
    MunicipalityType.TOWN: N_("Town"),
    MunicipalityType.VILLAGE: N_("Village"),
    MunicipalityType.WARD: N_("Ward of Tokyo"),
}


@dataclass(frozen=True)
class Fact:
    """A kind of dated fact about an organisation; `label` is a message id, `printed` and `unit` stand in the book."""

    key: str
    label: str
    printed: str
    unit: str


FACTS: tuple[Fact, ...] = (
    Fact("population", N_("Population"), "人口", "人"),
    Fact("staff", N_("Number of staff"), "職員数", "人"),
    Fact("ageing_rate", N_("Share of people aged 65 and over"), "高齢化率", "％"),
    Fact("fiscal_index", N_("Fiscal strength index"), "財政力指数", ""),
    Fact("employees", N_("Employees"), "従業員数", "人"),
    Fact("members", N_("Members"), "会員数", "人"),
)
FACT_BY_KEY: dict[str, Fact] = {fact.key: fact for fact in FACTS}


def kind_of(text: str) -> OrganisationKind | None:
    """Return the kind that a code or a Japanese word stands for, None when it is unknown."""
    word = "".join(unicodedata.normalize("NFKC", text).split())
    if word in _KIND_ALIASES:
        return _KIND_ALIASES[word]
    try:
        return OrganisationKind(word.lower())
    except ValueError:
        return None


def municipality_type_of(text: str) -> MunicipalityType | None:
    """Return the type for its code or for 市, 町, 村, 区; None when it is neither."""
    words = dict(zip("市町村区", MunicipalityType, strict=True)) | {"特別区": MunicipalityType.WARD}
    if text in words:
        return words[text]
    try:
        return MunicipalityType(text)
    except ValueError:
        return None


def local_government_check_digit(five_digits: str) -> str:
    """Return the sixth digit of a local government code.

    Args:
        five_digits: Prefecture (2) and municipality (3) digits.

    Raises:
        ValueError: Not five ASCII digits.

    Source: Ministry of Internal Affairs and Communications, national code of local governments (weights 6 5 4 3 2, modulus 11).
    """
    if not re.fullmatch(r"[0-9]{5}", five_digits):
        raise ValueError("five digits are needed")
    weighted = sum(int(digit) * weight for digit, weight in zip(five_digits, (6, 5, 4, 3, 2), strict=True))
    return str((11 - weighted % 11) % 10)


def corporate_number_check_digit(twelve_digits: str) -> str:
    """Return the leading digit of a 13-digit corporate number.

    Args:
        twelve_digits: The base number, without the check digit in front.

    Raises:
        ValueError: Not twelve ASCII digits.

    Source: National Tax Agency, ordinance on corporate numbers (weights 1 and 2 from the right, modulus 9).
    """
    if not re.fullmatch(r"[0-9]{12}", twelve_digits):
        raise ValueError("twelve digits are needed")
    weighted = sum(
        int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(twelve_digits))
    )
    return str(9 - weighted % 9)


def is_local_government_code(code: str) -> bool:
    """Say whether six digits end in the right check digit."""
    return bool(re.fullmatch(r"[0-9]{6}", code)) and local_government_check_digit(code[:5]) == code[5]


def is_corporate_number(code: str) -> bool:
    """Say whether thirteen digits begin with the right check digit."""
    return bool(re.fullmatch(r"[0-9]{13}", code)) and corporate_number_check_digit(code[1:]) == code[0]


def normalised_code(text: str) -> str:
    """Return a code in ASCII digits without spaces and dashes."""
    return _DASHES.sub("", unicodedata.normalize("NFKC", text))


def code_problem(kind: OrganisationKind, code: str) -> str | None:
    """Return the message id of what is wrong with an organisation's code, None when it is right.

    A municipality needs its 6-digit code; a company may have its 13-digit number; the others may have any short code.
    """
    if kind is OrganisationKind.MUNICIPALITY:
        if not re.fullmatch(r"[0-9]{6}", code):
            return N_("A municipality needs its 6-digit code.")
        if not is_local_government_code(code):
            return N_("The check digit of this code is wrong. Please look at the last digit again.")
        return None
    if kind is OrganisationKind.COMPANY and code and re.fullmatch(r"[0-9]+", code):
        if len(code) != 13:
            return N_("A corporate number has 13 digits.")
        if not is_corporate_number(code):
            return N_(
                "The check digit of this corporate number is wrong. Please look at the first digit again."
            )
        return None
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,20}", code):
        return N_("A code has 1 to 20 letters or digits.")
    return None
