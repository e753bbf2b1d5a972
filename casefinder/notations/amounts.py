"""How much: a number with its unit, exact or about, perhaps for each year."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from casefinder.errors import N_
from casefinder.notations.numerals import read_numeral
from casefinder.notations.plain import has_plain_digits, one_dash, plain
from casefinder.notations.unclear import Unclear
from casefinder.notations.units import YEN, spelt

NOT_A_NUMBER = N_("Please write a number, like 1200.")
TWO_NUMBERS = N_("These are two numbers. Please write one, with 約 before it if it is not exact.")
A_BOUND = N_("This is a limit, not a number. Please write the number, with 約 before it if it is not exact.")
NOT_A_YEAR = N_(
    "This is an amount for each month. Please write the amount for the year, or the whole amount."
)
WITHOUT_TAX = N_("Please write the amount with its tax.")
MAX_CHARS = 60
MOST = Decimal(10) ** 15
ABOUT = "約"
_UNIT = re.compile(r"[^\d\s.,+\-=<>'\"][^\d]{0,11}?(?:(?<=m)[23])?(?:/[0-9]{0,3}[^\d\s]{1,6})?")
_BEFORE = (
    (re.compile(r"約|およそ|おおよそ|概ね|おおむね|だいたい|大体"), "about"),
    (re.compile(r"年額|年間|毎年|年に?(?=[0-9約])|1年(?:間に?|あたり|当たり|に)"), "yearly"),
    (re.compile(r"月額|毎月|月々|1か月(?:あたり|当たり|に)"), "monthly"),
    (re.compile(r"総額|合計|計|金|税込み?"), ""),
    (re.compile(r"[¥\\]"), "yen"),
)
_AFTER = (
    (re.compile(r"程度|くらい|ぐらい|ほど|前後|(?<=[円万億])(?:強|弱|余り?)"), "about"),
    (re.compile(r"[/(](?:年額?|年間)\)?"), "yearly"),
    (re.compile(r"[/(](?:月額?)\)?"), "monthly"),
    (re.compile(r"\(税込み?\)|(?<=円)(?:也|-)|[.。]"), ""),
)
_BOUND = re.compile(r"(?:以上|以下|以内|未満|超|まで)$")
_NO_TAX = re.compile(r"税(?:別|抜き?)")
_TWO = re.compile(r"[0-9十百千万億円][^0-9]*(?:[~〜、・-]|から|または|又は|もしくは)[^0-9]*[0-9]")
_NOTHING = frozenset({"無料", "無償", "ゼロ", "ゼロ円", "なし", "無し", "費用なし"})
_LARGE = (("億", 100_000_000), ("万", 10_000))


@dataclass(frozen=True)
class Amount:
    """A number as it was told.

    Attributes:
        number: How many of `unit`; marks such as 万 are counted in.
        unit: As it is shown, empty when none was told.
        is_about: It is not exact.
        is_yearly: It was told for a year.
        is_marked: 万, 億 and the like stand in it.
        as_marked: Number and unit as written, when one mark stands between them: 3 and 万円.
    """

    number: Decimal
    unit: str
    is_about: bool = False
    is_yearly: bool = False
    is_marked: bool = False
    as_marked: tuple[Decimal, str] | None = None


def read_amount(text: str, *, of_money: bool = False) -> Amount | Unclear:
    """Return the amount that a text tells, and only when it can be read in one way.

    Args:
        text: As typed.
        of_money: Money is asked for: 年額 and /月 say for how long, and are no part of a unit.
    """
    if len(text) > MAX_CHARS or not has_plain_digits(text):
        return Unclear(NOT_A_NUMBER)
    if of_money and plain(text) in _NOTHING:
        return Amount(Decimal(0), YEN)
    told = re.sub(r"(?<![0-9]) | (?![0-9])", "", plain(text))
    bare, said = _bare(told, {"yearly", "monthly"} if not of_money else set())
    found = read_numeral(bare.removesuffix("-") if "yen" in said else bare)
    unit = spelt(found.rest) if found else ""
    if "yen" in said and unit in ("", YEN):
        unit = YEN
    if (
        found is None
        or found.value >= MOST
        or (found.rest and not _UNIT.fullmatch(found.rest))
        or ("yen" in said and unit != YEN)
    ):
        return _why_not(told)
    if (fault := _fault(told, unit, said)) is not None:
        return fault
    marked = (
        (found.digits, f"{found.marks}{unit}") if found.digits is not None and len(found.marks) == 1 else None
    )
    return Amount(found.value, unit, "about" in said, "yearly" in said, bool(found.marks), marked)


def yen_words(yen: Decimal) -> str:
    """Return an amount of money as it is said: 1億2,000万円, 12万円, 3,500円."""
    words, rest = "", yen
    for mark, worth in _LARGE:
        if rest >= worth:
            words += f"{rest // worth:,f}{mark}"
            rest %= worth
    return f"{words}{shown(rest)}円" if rest or not words else f"{words}円"


def shown(number: Decimal) -> str:
    """Return a number with thousands marks and without idle zeros behind the point."""
    return f"{tidy(number):,f}"


def tidy(number: Decimal) -> Decimal:
    """Return a number without idle zeros behind the point."""
    return number.to_integral_value() if number == number.to_integral_value() else number.normalize()


def _bare(text: str, kept: Collection[str]) -> tuple[str, set[str]]:
    """Return an amount without the words around it but for those that stay, and what they say."""
    said: set[str] = set()
    rest = text
    while (cut := _cut(rest, kept)) is not None:
        rest, meant = cut
        said.add(meant)
    return rest, said


def _cut(text: str, kept: Collection[str]) -> tuple[str, str] | None:
    for pattern, meant in _BEFORE:
        if meant not in kept and (found := pattern.match(text)):
            return text[found.end() :], meant
    for pattern, meant in _AFTER:
        if meant not in kept and (
            at := next((at for at in range(len(text)) if pattern.fullmatch(text, at)), 0)
        ):
            return text[:at], meant
    return None


def _fault(text: str, unit: str, said: set[str]) -> Unclear | None:
    if "monthly" in said:
        return Unclear(NOT_A_YEAR)
    if _NO_TAX.search(text):
        return Unclear(WITHOUT_TAX)
    if _BOUND.search(unit) or re.search(r"(?:[~〜]|から)$", unit):
        return Unclear(A_BOUND)
    return Unclear(TWO_NUMBERS) if re.search(r"[~〜、・]|から|または|又は", unit) else None


def _why_not(text: str) -> Unclear:
    if _NO_TAX.search(text):
        return Unclear(WITHOUT_TAX)
    return Unclear(
        TWO_NUMBERS if _TWO.search(one_dash(text)) else A_BOUND if _BOUND.search(text) else NOT_A_NUMBER
    )
