"""When something was: a day, a month, a year, a fiscal year, a part of one of these; exact, about, or planned."""

import calendar
import datetime
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from casefinder.errors import N_
from casefinder.notations.eras import ERA, NO_ERA, YEAR, one_year
from casefinder.notations.plain import has_plain_digits, one_dash, plain
from casefinder.notations.unclear import Unclear

NOT_A_TIME = N_("Please write year and month, like 2026年2月, or a year, like 2026年度.")
NO_YEAR = N_("The year is missing. Please write it too, like 2026年2月.")
TWO_TIMES = N_("These are two times. Please write one of them.")
NO_SUCH_DAY = N_("There is no %(day)s. Please look at month and day again.")
OTHER_WEEKDAY = N_("%(day)s is a %(weekday)s. Please look at the day again.")

MAX_CHARS = 60
YEAR_PARTS = (
    "当初", "初め", "前半", "後半", "半ば", "末", "春", "夏", "秋", "冬", "上期", "下期", "上半期", "下半期",
    "第1四半期", "第2四半期", "第3四半期", "第4四半期",
    "春先", "初夏", "初秋", "秋口", "晩秋", "初冬",
)  # fmt: skip
MONTH_PARTS = ("上旬", "中旬", "下旬", "初め", "半ば", "末")
_SPELLINGS = {
    "はじめ": "初め", "明け": "初め", "初頭": "初め", "初旬": "上旬", "なかば": "半ば", "中頃": "半ば", "すえ": "末",
    **{f"第{word}四半期": f"第{number}四半期" for number, word in enumerate("一二三四", start=1)},
    **{word: f"第{number}四半期" for number in range(1, 5) for word in (f"{number}Q", f"Q{number}", f"第{number}Q")},
}  # fmt: skip
_WEEKDAYS = "月火水木金土日"
_HOLIDAY = r"[・、,]?(?:[祝休振替日]{1,4}|[^()0-9・、,]{1,8}の日|[^()0-9・、,]{1,8}記念日)"
_TWIN = rf"(?:年?\((?P<era2>{ERA})?(?P<year2>{YEAR})年?度?\))?"
_WHOLE = rf"(?:西暦)?(?P<era>{ERA})?(?P<year>{YEAR}){_TWIN}"
_MONTH = rf"{_WHOLE}(?:年|[-/.]|(?<=\)))(?P<month>[0-9]{{1,2}})"


def _one_of(words: tuple[str, ...]) -> str:
    known = {*words, *(word for word, meant in _SPELLINGS.items() if meant in words)}
    return "|".join(sorted(known, key=len, reverse=True))


_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"(?:FY)?{_WHOLE}(?P<fiscal>年?度)(?P<part>{_one_of(YEAR_PARTS)})?",
        rf"(?:西暦)?(?P<era>{ERA})?(?P<year>{YEAR})(?P<fiscal>年?度)\((?P<era2>{ERA})?(?P<year2>{YEAR})(?:年?度|年)?\)"
        rf"(?P<part>{_one_of(YEAR_PARTS)})?",
        r"(?P<fiscal>FY)(?P<year>[0-9]{4})",
        rf"{_WHOLE}年?",
        rf"{_WHOLE}年(?:の|年)?(?P<part>{_one_of(YEAR_PARTS)})",
        rf"{_MONTH}月?",
        rf"{_MONTH}月(?P<part>{_one_of(MONTH_PARTS)})",
        rf"{_MONTH}(?:月|[-/.])(?P<day>[0-9]{{1,2}})日?"
        rf"(?:\((?:(?P<weekday>[{_WEEKDAYS}])(?:曜日?)?(?:{_HOLIDAY})?|{_HOLIDAY})\)(?:\({_HOLIDAY}\))?|(?P<weekday2>[{_WEEKDAYS}])(?:曜日?)?)?",
        r"(?P<era>[RHSTM])(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?",
    )
)
_ABOUT_BEFORE = re.compile(r"約|およそ|おおよそ|おおむね|概ね|だいたい|大体")
_ABOUT_AFTER = re.compile(r"頃|ごろ|ころ|前後|くらい|ぐらい|あたり|辺り")
_PLANNED = re.compile(r"[のを]?(?:予定|見込み|見込|見通し)|\((?:予定|見込み|見込|見通し)\)")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ENGLISH = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? )?(?P<month>[a-z]{3,9})\.?(?: (?P<day2>[0-9]{1,2})(?:st|nd|rd|th)?,?)? (?P<year>[0-9]{4})",
    re.IGNORECASE,
)
_KANJI = re.compile(r"[〇一二三四五六七八九十]+(?=年|月|日)")
_BEGUN = r"(?:運用|供用|利用|本格|試行|本格運用|事業|サービス)?(?:開始|施行|導入|稼働|実施|スタート)"
_HOUR = r"(?<![0-9])[0-9]{1,2}(?:時(?:[0-9]{1,2}分|半)?|:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|\+09:?00)?)"
_PASSED_OVER = re.compile(
    rf"時点|現在|から|より|(?:に|から|より)?{_BEGUN}|付け?|[中内]|[~〜]|[T/]?(?:午前|午後)?{_HOUR}"
)  # from then, as of then, in its course, at what time of the day
_TWO = re.compile(r"(?P<one>.+?)(?:から|[~〜、,・→]|および|及び|または|又は)(?P<other>.+)")


@dataclass(frozen=True)
class When:
    """A time as exactly as it was told; `part` is a part of the year or month, in the words of this module."""

    year: int
    month: int | None = None
    day: int | None = None
    part: str = ""
    is_fiscal: bool = False
    is_about: bool = False
    is_planned: bool = False

    @property
    def words(self) -> str:
        """How it reads: 2024年6月頃, 2024年度, 2024年秋予定."""
        text = f"{self.year}年{'度' if self.is_fiscal else ''}"
        text += f"{self.month}月" if self.month else ""
        text += f"{self.day}日" if self.day else ""
        return f"{text}{self.part}{'頃' if self.is_about else ''}{'予定' if self.is_planned else ''}"

    @property
    def stored(self) -> str:
        """How it is kept: an exact month or day as in ISO 8601, everything else in its words."""
        if self.month is None or self.part or self.is_about or self.is_planned:
            return self.words
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    @property
    def without_day(self) -> "When":
        """The month of a day."""
        return replace(self, day=None)


@lru_cache(4096)
def read_when(text: str) -> When | Unclear:
    """Return the time that a text tells, and only when it can be read in one way."""
    if len(text) > MAX_CHARS or not has_plain_digits(text):
        return Unclear(NOT_A_TIME)
    told = _KANJI.sub(_digits, _of_english(plain(text)))
    squeezed = re.sub(r"(?<=[0-9]) (?=[0-9])", "/", one_dash(told))
    bare, is_about, is_planned = _bare(squeezed.replace(" ", ""))
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(bare))), None)
    if found is None:
        return _why_not(bare)
    read = _when({name: value or "" for name, value in found.groupdict().items()})
    if isinstance(read, Unclear):
        return read
    return replace(read, is_about=is_about, is_planned=is_planned)


def _of_english(text: str) -> str:
    """Return 2 December 2026 and Dec 2026 as 2026-12-02 and 2026-12; other texts as they are."""
    found = _ENGLISH.fullmatch(text)
    month = _MONTHS.get(found["month"][:3].lower()) if found else None
    if found is None or month is None or not _is_name(found["month"].lower(), month):
        return text
    day = found["day"] or found["day2"]
    return f"{found['year']}-{month}" + (f"-{day}" if day else "")


def _is_name(word: str, month: int) -> bool:
    return calendar.month_name[month].lower().startswith(word) or word == "sept"


def _digits(found: re.Match[str]) -> str:
    """Return 令和六年, 十二月 and 二〇二六年 in digits."""
    tens, mark, ones = found[0].rpartition("十")
    if not mark:
        return "".join(str("〇一二三四五六七八九".index(each)) for each in ones)
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return found[0]
    numbers = ["〇一二三四五六七八九".index(each) if each else 0 for each in (tens or "一", ones)]
    return str(numbers[0] * 10 + numbers[1])


def month_of(text: str) -> str:
    """Return the month that a stored time lies in, `2024-06`; empty when it tells of none."""
    read = read_when(text)
    return f"{read.year:04d}-{read.month:02d}" if isinstance(read, When) and read.month else ""


def _bare(text: str) -> tuple[str, bool, bool]:
    """Return a time without the words before and behind it, and whether they say about or planned."""
    before = _ABOUT_BEFORE.match(text)
    is_about, is_planned, rest = before is not None, False, text[before.end() if before else 0 :]
    while True:
        for pattern in (_PLANNED, _ABOUT_AFTER, _PASSED_OVER):
            cut = next((at for at in range(len(rest)) if pattern.fullmatch(rest, at)), None)
            if cut:
                is_planned = is_planned or pattern is _PLANNED
                is_about = is_about or pattern is _ABOUT_AFTER
                rest = rest[:cut]
                break
        else:
            return rest, is_about, is_planned


def _when(told: dict[str, str]) -> When | Unclear:
    year = one_year(told.get("era", ""), told["year"], told.get("era2", ""), told.get("year2", ""))
    if isinstance(year, Unclear):
        return year
    said = told.get("part", "").upper()
    part = _SPELLINGS.get(said, said)
    month, day = (int(told[name]) if told.get(name) else None for name in ("month", "day"))
    when = When(year, month, day, part, is_fiscal=bool(told.get("fiscal")))
    if month is None:
        return when
    try:
        actual = datetime.date(year, month, 1 if day is None else day)
    except ValueError:
        return Unclear(NO_SUCH_DAY, {"day": f"{year}年{month}月" + (f"{day}日" if day is not None else "")})
    weekday = told.get("weekday") or told.get("weekday2")
    if weekday and _WEEKDAYS[actual.weekday()] != weekday:
        return Unclear(OTHER_WEEKDAY, {"day": when.words, "weekday": f"{_WEEKDAYS[actual.weekday()]}曜日"})
    return when


def _why_not(bare: str) -> Unclear:
    if re.fullmatch(r"[0-9]{1,2}月(?:[0-9]{1,2}日?)?|[0-9]{1,2}/[0-9]{1,2}", bare):
        return Unclear(NO_YEAR)
    if re.match(r"['’‘`´][0-9]{2}(?![0-9])", bare):
        return Unclear(NO_ERA)
    if (two := _TWO.fullmatch(bare)) and not isinstance(read_when(two["one"]), Unclear):
        other = read_when(two["other"])
        if not isinstance(other, Unclear) or other.message == NO_YEAR:
            return Unclear(TWO_TIMES)
    return Unclear(NOT_A_TIME)
