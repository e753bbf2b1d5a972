"""Indicators in 万円, 千円 and 億円 have numbers and bars as others have."""

from decimal import Decimal

import pytest

from casefinder.edit.drafts.quantities import is_bare_number, quantity, same_unit
from casefinder.publish.builds.printed import _values


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("3,850万円", "960万円", (3850, 960, "万円")),
        ("850千円", "120千円", (850, 120, "千円")),
        ("1.2億円", "0.9億円", (Decimal("1.2"), Decimal("0.9"), "億円")),
        ("1.2億円", "9,600万円", (12000, 9600, "万円")),
        ("1億2,000万円", "9,600万円", (12000, 9600, "万円")),
        ("120万円/年", "96万円/年", (120, 96, "万円/年")),
        ("12万人", "9万人", (12, 9, "万人")),
        ("20分", "8分", (20, 8, "分")),
        ("－", "850千円", (None, 850, "千円")),
        ("－", "－", (None, None, "")),
        ("120万円", "8分", (None, 8, "分")),
        ("半減", "なし", (None, None, "")),
        ("3万", "2万", (None, None, "")),
    ],
)
def test_the_numbers_of_an_indicator(before: str, after: str, told: tuple) -> None:
    assert _values(before, after) == told


def test_amounts_with_a_mark_can_be_drawn_as_bars() -> None:
    pair = same_unit("3,850万円", "960万円")

    assert pair is not None
    assert [(each.value, each.unit) for each in pair] == [("3,850", "万円"), ("960", "万円")]


@pytest.mark.parametrize("text", ["12万", "3億", "1億2,000万円"])
def test_a_mark_alone_is_no_unit(text: str) -> None:
    assert quantity(text) is None
    assert not is_bare_number(text)
