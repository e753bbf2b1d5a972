"""Years as people count them: western, or by a Japanese era."""

from casefinder.errors import N_
from casefinder.notations.unclear import Unclear

ERA = r"令和|平成|昭和|大正|明治|[RHSTM令平昭大明]"
YEAR = r"元|[0-9]{1,4}"
FIRST_YEAR, LAST_YEAR = 1868, 2099
NO_ERA = N_("Please write the year with its era or with four digits, like 2026 or 令和8年.")
FAR_YEAR = N_("The year %(year)s cannot be. Please look at it again.")
YEARS_DIFFER = N_("The two years, %(first)s and %(second)s, are not the same year. Please write one of them.")
_BEFORE = {"R": 2018, "H": 1988, "S": 1925, "T": 1911, "M": 1867}
_LETTERS = {"令": "R", "平": "H", "昭": "S", "大": "T", "明": "M"}


def western(era: str, year: str) -> int | Unclear:
    """Return a year of the western count.

    Args:
        era: Name, first character or letter of an era; empty for a western year.
        year: 元, or digits.
    """
    if not era and len(year) < 4:
        return Unclear(NO_ERA)
    number = 1 if year == "元" else int(year)
    if era:
        letter = _LETTERS.get(era[0], era.upper())
        number = number + _BEFORE[letter] if 0 < number < 100 else 0
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return Unclear(FAR_YEAR, {"year": f"{era}{year}"})
    return number


def one_year(era: str, year: str, other_era: str, other_year: str) -> int | Unclear:
    """Return the year that is written once, or twice with the other count in brackets: 令和6年（2024年）."""
    first = western(era, year)
    if not other_year or isinstance(first, Unclear):
        return first
    second = western(other_era, other_year)
    if isinstance(second, int) and first != second:
        return Unclear(YEARS_DIFFER, {"first": f"{era}{year}", "second": f"{other_era}{other_year}"})
    return second
