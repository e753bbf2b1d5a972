"""Reading years, months and days as people write them, Japanese eras included."""

import re

from casefinder.ask.questionnaires.kinds.base import nfkc, one_dash

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_YEAR = r"(?P<era>令和|平成|昭和|[RHSrhs])?\s*(?P<year>元|\d{1,4})"
_YEAR_MONTH = re.compile(rf"{_YEAR}(?:\s*年\s*|\s*[-/.]\s*)(?P<month>\d{{1,2}})(?:\s*月)?")
_DATE = re.compile(
    rf"{_YEAR}(?:\s*年\s*|\s*[-/.]\s*)(?P<month>\d{{1,2}})(?:\s*月\s*|\s*[-/.]\s*)(?P<day>\d{{1,2}})(?:\s*日)?"
)
_COMPACT_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)")
_COMPACT_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)")


def year_and_month(text: str) -> tuple[int, int] | None:
    """Return year and month of 2023-04, 2023/4, 2023年4月, 令和5年4月, R5.4 or 202304; None otherwise."""
    found = _match(text, _YEAR_MONTH, _COMPACT_MONTH)
    if found is None:
        return None
    year, month = _year(found), int(found["month"])
    return (year, month) if 1900 <= year <= 2099 and 1 <= month <= 12 else None


def year_month_day(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of 2026-12-02, 令和8年12月2日, R8.12.2 or 20261202; None otherwise.

    Whether the month has that day is the caller's question.
    """
    found = _match(text, _DATE, _COMPACT_DATE)
    if found is None:
        return None
    year = _year(found)
    return (year, int(found["month"]), int(found["day"])) if 1900 <= year <= 2099 else None


def _match(text: str, *shapes: re.Pattern[str]) -> re.Match[str] | None:
    cleaned = one_dash(nfkc(text))
    return next((found for shape in shapes if (found := shape.fullmatch(cleaned))), None)


def _year(found: re.Match[str]) -> int:
    groups = found.groupdict()
    year = 1 if groups["year"] == "元" else int(groups["year"])
    era = groups.get("era")
    return year + _ERAS[era.upper()] if era and year <= 99 else year if not era else 0
