import calendar
import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casefinder.notations import Unclear, dates
from casefinder.notations.dates import MONTH_PARTS, YEAR_PARTS, When, month_of, read_when
from casefinder.notations.eras import FAR_YEAR, NO_ERA, YEARS_DIFFER

WEEKDAYS = "月火水木金土日"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2024年", "2024年"), ("2024", "2024年"), ("令和6年", "2024年"), ("R6", "2024年"), ("H30", "2018年"),
        ("令和6年度", "2024年度"), ("令和6（2024）年度", "2024年度"), ("FY2024", "2024年度"), ("2024年度から", "2024年度"),
        ("令和元年度", "2019年度"), ("平成31年度", "2019年度"), ("2024年度末", "2024年度末"), ("2024年秋頃", "2024年秋頃"),
        ("2024年6月頃", "2024年6月頃"), ("約2024年", "2024年頃"), ("2024年6月ごろ", "2024年6月頃"), ("2024年6月中旬", "2024年6月中旬"),
        ("令和8年4月（予定）", "2026年4月予定"), ("令和8年度見込み", "2026年度予定"), ("2024年第一四半期", "2024年第1四半期"),
        ("令5.4", "2023-04"), ("R5.4.1", "2023-04-01"), ("R05.04.01", "2023-04-01"), ("H31.4.30", "2019-04-30"),
        ("令和元年5月", "2019-05"), ("大正10年3月", "1921-03"), ("令和6年（2024年）6月", "2024-06"), ("2024年（令和6年）6月1日", "2024-06-01"),
        ("令和8年2月9日（月）", "2026-02-09"), ("令和8年2月11日（水・祝）", "2026-02-11"), ("2026年2月11日水曜日", "2026-02-11"),
        ("2023年4月1日", "2023-04-01"), ("2023/04/01 0:00:00", "2023-04-01"), ("20230401", "2023-04-01"), ("2023 4 1", "2023-04-01"),
        ("2023年4月～", "2023-04"), ("2024年4月1日現在", "2024-04-01"), ("令和６年　３月末時点", "2024年3月末"), ("令和5年4月開始", "2023-04"),
        ("2024\u200b年6\ufeff月", "2024-06"), ("令和六年四月十二日", "2024-04-12"), ("二〇二四年十月", "2024-10"), ("令和二十年", "2038年"),
        ("2024/06/01 00:00:00", "2024-06-01"), ("2024年6月1日 10:00", "2024-06-01"), ("令和6年6月1日（土）午前10時30分～", "2024-06-01"),
        ("2024年5月3日（祝）", "2024-05-03"), ("2024年5月3日（金）（祝）", "2024-05-03"), ("2024年5月3日（金・憲法記念日）", "2024-05-03"), ("令和6年6月1日㊏", "2024-06-01"),
        ("令和6年4月1日施行", "2024-04-01"), ("2024年6月から運用開始", "2024-06"), ("2024年6月に導入", "2024-06"), ("2024年6月中", "2024-06"),
        ("2024年度中", "2024年度"), ("令和6年度内", "2024年度"), ("2027年4月を予定", "2027年4月予定"), ("令和8年度開始予定", "2026年度予定"),
        ("令和5年度（2023年度）", "2023年度"), ("令和5年度（2023）", "2023年度"), ("2023年度（令和5年度）末", "2023年度末"), ("令和6年年末", "2024年末"), ("2024年初夏", "2024年初夏"),
        ("令和6年春先", "2024年春先"), ("2024年6月あたり", "2024年6月頃"), ("2024年度1Q", "2024年度第1四半期"), ("R060601", "2024-06-01"),
        ("2 December 2026", "2026-12-02"), ("Dec. 2026", "2026-12"), ("April 1st, 2024", "2024-04-01"),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed: str, stored: str) -> None:
    read = read_when(typed)

    assert isinstance(read, When)
    assert read.stored == stored


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("令和8年2月9日（火）", dates.OTHER_WEEKDAY), ("2026-02-30", dates.NO_SUCH_DAY), ("2023-13", dates.NO_SUCH_DAY),
        ("2024年6月0日", dates.NO_SUCH_DAY), ("2023年4月～2024年3月", dates.TWO_TIMES), ("2023年4月〜6月", dates.TWO_TIMES),
        ("R5.4、R6.4", dates.TWO_TIMES), ("4月1日", dates.NO_YEAR), ("12月", dates.NO_YEAR), ("5年4月", NO_ERA), ("5.4", NO_ERA),
        ("元年", NO_ERA), ("24/6", NO_ERA), ("'24.6", NO_ERA), ("R061301", dates.NO_SUCH_DAY), ("令和5年度（2024年度）", YEARS_DIFFER), ("2024年5月3日（土・祝）", dates.OTHER_WEEKDAY), ("令和500年4月", FAR_YEAR), ("令和0年4月", FAR_YEAR), ("1850-01", FAR_YEAR),
        ("令和6年（2023年）6月", YEARS_DIFFER), ("去年の冬", dates.NOT_A_TIME), ("①年", dates.NOT_A_TIME), ("2024年4月以降", dates.NOT_A_TIME),
        ("2024年" * 99, dates.NOT_A_TIME), ("", dates.NOT_A_TIME), ("2024年1㋅", dates.NOT_A_TIME), ("Decimal 2026", dates.NOT_A_TIME), ("令和六十十年", dates.NOT_A_TIME),
    ],
)  # fmt: skip
def test_what_is_unclear_says_what_to_write(typed: str, message: str) -> None:
    read = read_when(typed)

    assert isinstance(read, Unclear)
    assert read.message == message


def test_a_weekday_that_does_not_fit_is_named() -> None:
    assert read_when("令和8年2月9日（火）") == Unclear(
        dates.OTHER_WEEKDAY, {"day": "2026年2月9日", "weekday": "月曜日"}
    )


YEARS = st.integers(1900, 2099)
EXACT = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)).map(
    lambda day: When(day.year, day.month, day.day)
)
FISCAL = st.builds(
    When, YEARS, part=st.sampled_from(("", *YEAR_PARTS)), is_fiscal=st.booleans(), is_about=st.booleans(),
    is_planned=st.booleans(),
)  # fmt: skip
MONTHS = st.builds(
    When, YEARS, st.integers(1, 12), part=st.sampled_from(("", *MONTH_PARTS)), is_about=st.booleans(),
    is_planned=st.booleans(),
)  # fmt: skip


@given(st.one_of(EXACT, FISCAL, MONTHS))
def test_what_is_stored_or_shown_reads_back(when: When) -> None:
    assert read_when(when.stored) == when
    assert read_when(when.words) == when


@given(EXACT, st.sampled_from("年-/.／．"), st.sampled_from(["", "R", "令和", "令", "ｒ"]), st.booleans())
def test_every_clear_notation_of_a_day_is_that_day(when: When, mark: str, era: str, is_wide: bool) -> None:
    assume(not era or when.year > 2018)
    year = when.year - 2018 if era else when.year
    text = (
        f"{era}{year}年{when.month}月{when.day}日"
        if mark == "年"
        else f"{era}{year}{mark}{when.month}{mark}{when.day}"
    )
    if is_wide:
        text = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})

    assert read_when(text) == when


@given(EXACT, st.sampled_from(WEEKDAYS))
def test_only_the_right_weekday_is_taken(when: When, weekday: str) -> None:
    is_right = WEEKDAYS[calendar.weekday(when.year, when.month or 1, when.day or 1)] == weekday

    assert (read_when(f"{when.words}（{weekday}）") == when) is is_right


@given(
    st.text(max_size=80) | st.text(alphabet="令和平成RH元年度月日頃約～()（）0123456789./- 末春", max_size=20)
)
def test_no_text_raises_or_becomes_what_it_does_not_say(text: str) -> None:
    read = read_when(text)

    if isinstance(read, When):
        assert read_when(read.stored) == read
        assert datetime.date(read.year, read.month or 1, read.day or 1)


@pytest.mark.parametrize(
    ("stored", "month"),
    [("2024-06", "2024-06"), ("2024年6月頃", "2024-06"), ("2024年度", ""), ("去年", ""), ("", "")],
)
def test_the_month_of_a_stored_time(stored: str, month: str) -> None:
    assert month_of(stored) == month
