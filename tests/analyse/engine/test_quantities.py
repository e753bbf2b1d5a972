"""Amounts are read in every way they are written, and dates are not amounts."""

import pytest

from casefinder.analyse.engine.quantities import number_value, quantities


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,400", 1400), ("2億3千万", 230_000_000), ("5万8千", 58_000), ("三百万", 3_000_000), ("十五", 15),
        ("四百", 400), ("2.5", 2.5), ("百十", 110), ("二〇", 20), ("6千万", 60_000_000), ("一億二千万", 120_000_000),
    ],
)  # fmt: skip
def test_numbers_have_their_value(written: str, value: float) -> None:
    assert number_value(written) == value


@pytest.mark.parametrize(
    ("text", "value", "unit", "about"),
    [
        ("約1,400円", 1400, "円", True), ("3時間半", 3.5, "時間", False), ("8割弱", 8, "割", True),
        ("百人超え", 100, "人", False), ("ゼロ", 0, "", False), ("半分", 50, "%", False),
    ],
)  # fmt: skip
def test_an_amount_has_value_unit_and_hedge(text: str, value: float, unit: str, about: bool) -> None:
    (found,) = quantities(text)

    assert (found.value, found.unit, found.is_about) == (value, unit, about)


@pytest.mark.parametrize(
    "text",
    [
        "令和5年度に始めた",
        "2022年4月1日",
        "第1回の会合",
        "補助率2分の1",
        "平成29年",
        "一人ひとり",
        "3年目の冬",
    ],
)
def test_dates_ordinals_and_rates_are_passed_over(text: str) -> None:
    assert list(quantities(text)) == []


def test_times_are_converted() -> None:
    hours, minutes = quantities("2時間から40分")

    assert hours.in_unit("分") == 120
    assert minutes.in_unit("件") is None
