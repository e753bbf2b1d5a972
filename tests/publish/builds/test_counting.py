"""Who was asked and who answered, by area or by kind."""

from casefinder.ask.organisations.places import Area, Places
from casefinder.prefectures import prefecture
from casefinder.publish.builds.counting import Asked, areas, kinds
from casefinder.publish.content import Organisation

NORTH = prefecture("99", name="北県")
WITHOUT = Places("99", "全県")
WITH = Places(
    "99",
    "全県",
    (
        Area("1", "海側地域", "海側", ("990019",), depth=1),
        Area("2", "山側地域", "山側", ("990027",), depth=2),
    ),
)
ASKED = [
    Asked("city", "海側地域", 2, 1, 1), Asked("company", "海側地域", 1, 1, 0), Asked("company", "全県", 1, 0, 0),
    Asked("city", "長野県", 1, 1, 1), Asked("town", "", 1, 1, 1),
]  # fmt: skip
PRINTED = [
    Organisation("霧立市", "", "990019", "1", "海側地域", "市町村"), Organisation("長野市", "", "202011", kind="市町村", elsewhere="長野県"),
    Organisation("白樺町", "", "990035", kind="市町村", is_nowhere=True), Organisation("霧の会社", kind="企業"),
]  # fmt: skip


def figures(rows: object) -> dict[str, tuple[int, int, int]]:
    return {row.name: (row.invited, row.answered, row.cases) for row in rows}  # type: ignore[attr-defined]


def test_each_area_has_a_row_and_what_is_in_none_has_rows_behind_them() -> None:
    assert figures(areas(ASKED, PRINTED, NORTH, WITH)) == {
        "海側地域": (3, 2, 1), "山側地域": (0, 0, 0), "全県": (1, 0, 1), "県外": (1, 1, 1), "地域の指定なし": (1, 1, 1),
    }  # fmt: skip


def test_nobody_is_counted_twice_or_lost() -> None:
    rows = areas(ASKED, PRINTED, NORTH, WITH)

    assert sum(row.invited for row in rows) == sum(each.invited for each in ASKED)
    assert sum(row.cases for row in rows) == len(PRINTED)
    assert sum(row.invited for row in kinds(ASKED, PRINTED, NORTH)) == sum(each.invited for each in ASKED)
    assert sum(row.cases for row in kinds(ASKED, PRINTED, NORTH)) == len(PRINTED)


def test_without_areas_the_rows_are_kinds() -> None:
    assert areas(ASKED, PRINTED, NORTH, WITHOUT) == ()
    assert figures(kinds(ASKED, PRINTED, NORTH)) == {"市": (3, 2, 2), "町": (1, 1, 1), "企業": (2, 1, 1)}
