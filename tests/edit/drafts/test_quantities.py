"""Numbers and units in texts, and money as it is printed."""

import pytest

from casefinder.edit.drafts.quantities import is_bare_number, money, quantity, same_unit, thousand_yen


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("8分", "8", "分"),
        ("約1,400円", "1,400", "円"),
        ("−57%", "−57", "%"),
        ("171戸", "171", "戸"),
        ("0.5日", "0.5", "日"),
        ("15分程度", "15", "分"),
        ("40件ほど", "40", "件"),
        ("3日弱", "3", "日"),
        ("10人余", "10", "人"),
        ("100人位", "100", "人"),
        ("3日。", "3", "日"),
        ("約 30 分", "30", "分"),
    ],
)
def test_a_number_and_its_unit_are_read_out_of_a_cell(text: str, value: str, unit: str) -> None:
    read = quantity(text)

    assert read is not None
    assert (read.value, read.unit) == (value, unit)
    assert text[slice(*read.value_span)] == value
    assert text[slice(*read.unit_span)] == unit


@pytest.mark.parametrize("text", ["即日", "4分10秒", "記録なし", "", "3万", "約1時間半", "3カ月半"])
def test_what_is_more_than_a_number_is_no_quantity(text: str) -> None:
    assert quantity(text) is None


def test_bars_are_drawn_for_one_unit_only() -> None:
    assert same_unit("20分", "8分") is not None
    assert same_unit("2時間", "11分") is None
    assert same_unit("20", "8") is None
    assert same_unit("2時間半", "1時間半") is None
    assert same_unit("90％以上", "95％以上") is None
    assert same_unit("30日～", "10日～") is None
    assert is_bare_number("1,140")
    assert not is_bare_number("1,140件")


@pytest.mark.parametrize(
    ("thousand", "printed"),
    [
        ("46000", ("4,600", "万円")),
        ("410000", ("4.1", "億円")),
        ("5", ("5", "千円")),
        ("0", ("0", "円")),
        ("1980", ("198", "万円")),
    ],
)
def test_money_is_printed_in_man_and_oku(thousand: str, printed: tuple[str, str]) -> None:
    amount = thousand_yen(f"{int(thousand):,}千円")

    assert amount is not None
    assert money(amount) == printed


def test_about_and_what_stands_before_a_number_are_shown_with_it() -> None:
    shown = {text: quantity(text) for text in ("15分程度", "約15分", "年120時間", "15分")}

    assert {text: found.shown for text, found in shown.items() if found} == {
        "15分程度": "約15", "約15分": "約15", "年120時間": "年120", "15分": "15",
    }  # fmt: skip
    assert quantity("90％以上").is_bound  # type: ignore[union-attr]
    assert not quantity("90％").is_bound  # type: ignore[union-attr]
