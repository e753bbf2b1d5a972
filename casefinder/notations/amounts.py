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
_UNIT = re.compile(
    r"[^\d\s.,+\-=<>'\"][^\d]{0,11}?(?:(?<=[mM^])[23]|-?(?i:CO2e?))?(?:/[0-9]{0,3}[^\d\s]{1,6})?"
)
_BEFORE = (
    (re.compile(r"約|およそ|おおよそ|概ね|おおむね|だいたい|大体"), "about"),
    (re.compile(r"年額|年間|毎年|年に?(?=[0-9約])|1年(?:間に?|あたり|当たり|に)"), "yearly"),
    (re.compile(r"月額|毎月|月々|月に?(?=[0-9約])|1か月(?:あたり|当たり|に)"), "monthly"),
    (
        re.compile(
            r"(?:総額|合計|計|金|税込み?|(?:総?事業|総?工事|初期|導入|維持|運用|運営)費用?|費用|経費|(?:予算|決算)額?)(?:は|:)?"
        ),
        "",
    ),
    (re.compile(r"概算(?:額|で|:)?"), "about"),
    (re.compile(r"[¥\\]|JPY"), "yen"),
)
_AFTER = (
    (
        re.compile(
            r"程度|くらい|ぐらい|ほど|前後|(?<=[円万億])(?:強|弱)|(?:(?<=[^0-9])|(?<=m[23]))余り?|(?<=[^0-9第])位|\((?:概算|概数|見込み?)額?\)"
        ),
        "about",
    ),
    (re.compile(r"[/(](?:年額?|年間)\)?"), "yearly"),
    (re.compile(r"[/(](?:月額?)\)?"), "monthly"),
    (re.compile(r"\((?:消費)?税込み?\)|\((?:予算|決算|実績|契約)額?\)|(?<=円)(?:也|-)|\.-|[.。]"), ""),
    (re.compile(r"JPY"), "yen"),
)
_BOUND = re.compile(r"(?:以上|以下|以内|未満|超|まで)$")
_NO_TAX = re.compile(r"税(?:別|抜き?)|\+(?:消費)?税")
_TWO = re.compile(r"[0-9十百千万億円][^0-9]*(?:[~〜、・-]|から|または|又は|もしくは)[^0-9]*[0-9]")
_NOTHING = frozenset({"無料", "無償", "ゼロ", "ゼロ円", "なし", "無し", "費用なし"})
_FORMAL = str.maketrans("壱弐参拾萬", "一二三十万")
_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_AMOUNT_RUN = re.compile(r"[0-9,.〇一二三四五六七八九十百千万億壱弐参拾萬]+(?=円|$)")
_IN_PLACES = re.compile(r"[〇一二三四五六七八九](?:,?[〇一二三四五六七八九])+(?![十百千])")
_TIMES = re.compile(
    r"(?P<hours>[0-9]+)時間(?P<minutes>[0-9]{1,2})分間?|(?P<minutes2>[0-9]+)分(?P<seconds>[0-9]{1,2})秒間?"
)
_HALF = re.compile(r"(?P<number>[0-9]+)(?P<unit>時間|年|か月|日)半")
_SHARE = re.compile(r"(?P<tenths>[0-9]{1,2})割(?P<hundredths>[0-9])分")
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
    bare = _AMOUNT_RUN.sub(lambda run: run[0].translate(_FORMAL), bare)
    bare = _of_two(_IN_PLACES.sub(lambda run: run[0].translate(_DIGITS), bare))
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


def _of_two(text: str) -> str:
    """Return an amount that is told in two units in one of them: 1時間30分 is 90分, 2割5分 is 2.5割."""
    if found := _TIMES.fullmatch(text):
        if found["hours"]:
            return f"{int(found['hours']) * 60 + int(found['minutes'])}分"
        return f"{int(found['minutes2']) * 60 + int(found['seconds'])}秒"
    if found := _HALF.fullmatch(text):
        return f"{found['number']}.5{found['unit']}"
    found = _SHARE.fullmatch(text)
    return f"{found['tenths']}.{found['hundredths']}割" if found else text


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
