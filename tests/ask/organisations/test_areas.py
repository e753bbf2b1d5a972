import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.ask.organisations import area_exchange, area_service, queries, service
from casefinder.ask.organisations.errors import AreasInvalid
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.organisations.municipalities import Municipality
from casefinder.ask.organisations.places import Area
from casefinder.ask.organisations.rules import MunicipalityType
from casefinder.prefectures import prefecture
from casefinder.tables import NotATable, read_table
from tests.conftest import NOON
from tests.factories.organisations import IN_HOKKAIDO, make_organisation

NORTH = prefecture("99", name="北県")
TOWNS = {"990019": "甲市", "990027": "乙町", "990035": "丙村"}
HEAD = "都道府県,コード,地域名,略称,列,行,市町村コード\n"


def read(text: str) -> tuple[Area, ...]:
    return area_exchange.read(read_table(text.encode()), NORTH, TOWNS)


def faults(*lines: str) -> tuple[str, ...]:
    with pytest.raises(AreasInvalid) as caught:
        read(HEAD + "\n".join(lines) + "\n")
    return caught.value.lines


def test_one_line_tells_of_an_area_with_all_its_municipalities() -> None:
    areas = read(HEAD + "北県,1,海側地域,,2,1,990019 990027\n99,2,山側地域,山,3,0,990035\n")

    assert areas == (
        Area("1", "海側地域", "海側", ("990019", "990027"), 2, 1, 1), Area("2", "山側地域", "山", ("990035",), 3, 0, 2),
    )  # fmt: skip


def test_one_line_may_tell_of_one_municipality() -> None:
    areas = read(
        "圏域コード,圏域名,団体コード\n1,海側圏域,990019\n1,海側圏域,９９００２７\n2,山側圏域,990035\n"
    )

    assert [(area.name, area.municipalities) for area in areas] == [
        ("海側圏域", ("990019", "990027")), ("山側圏域", ("990035",)),
    ]  # fmt: skip
    assert {(area.column, area.row) for area in areas} == {(None, None)}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("北海道,1,海側,,,,990019", "line 2: 北海道 is another prefecture; this installation is 北県's"),
        ("20,1,海側,,,,990019", "line 2: 長野県 is another prefecture"), (",,海側,,,,990019", "line 2: the area's code （空欄）"),
        (",1,,,,,990019", "line 2: the area 1 has no name"), (",1,海側,,,,990018", "line 2: 990018 is no code"),
        (",1,海側,,,,011002", "line 2: no municipality of 北県 has the code 011002"), (",1,海側,,0,,990019", "line 2: 列 is a number from 0 to 5"),
        (",1,海側,,1,1,990019", "line 2: 列 1, 行 1 is where the map's legend stands"), (",1,海側,,6,0,990019", "line 2: 列 is a number"),
        (",1,海側,,x,1,990019", "line 2: 列 is a number from 0 to 5"), (",1,海側,,,,", "line 2: 海側 has no municipality"),
        (",1,海側,,,,990019 990019", "line 2: 甲市 (990019) is in 海側 already (line 2)"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(line: str, said: str) -> None:
    assert faults(line)[0].startswith(said)


def test_lines_that_contradict_each_other_are_named() -> None:
    assert (
        faults(",1,海側,,,,990019", ",2,山側,,,,990019 990035")[0]
        == "line 3: 甲市 (990019) is in 海側 already (line 2)"
    )
    assert (
        faults(",1,海側,,,,990019", ",1,山側,,,,990035")[0]
        == "line 3: the area 1 is called 山側 here and 海側 in line 2"
    )
    assert (
        faults(",1,海側,,,,990019", ",2,海側,,,,990035")[0]
        == "line 3: another area is called 海側 or 海側 too"
    )
    assert faults(",1,海側,,2,0,990019", ",2,山側,,2,0,990035")[0].startswith(
        "line 3: another area has the place 2, 0"
    )
    assert faults(",1,海側,,2,0,990019", ",2,山側,,,,990035")[0].startswith("列 and 行 are given for some")


def test_a_file_without_a_needed_column_is_refused() -> None:
    with pytest.raises(NotATable):
        read("コード,地域名\n1,海側\n")


def test_an_area_of_hokkaidos_list_cannot_be_taken_elsewhere() -> None:
    assert faults("01,01300,石狩振興局,石狩,1,2,011002")[0].startswith("line 2: 北海道 is another prefecture")


def loaded(session: Session) -> None:
    area_service.load_prefecture(session, NORTH, ())
    towns = [Municipality(code, name, "よみ", MunicipalityType.CITY) for code, name in TOWNS.items()]
    service.load_register(session, towns, now=NOON)


def places_by_code(session: Session) -> dict[str | None, str]:
    rows = session.execute(select(Organisation.code, Organisation.subprefecture).order_by(Organisation.id))
    return {row.code: row.subprefecture for row in rows}


def test_areas_are_taken_and_each_municipality_moves_to_its_own(session: Session) -> None:
    loaded(session)

    moved = area_service.replace_areas(
        session, [Area("1", "海側地域", "海側", ("990019", "990027"))], now=NOON
    )

    assert moved == 2
    assert places_by_code(session) == {"990019": "海側地域", "990027": "海側地域", "990035": ""}
    assert queries.places(session).names == ("海側地域", "全県")


def test_other_areas_take_the_place_of_those_before(session: Session) -> None:
    loaded(session)
    area_service.replace_areas(session, [Area("1", "海側地域", "海側", ("990019",))], now=NOON)

    area_service.replace_areas(session, [Area("1", "山側地域", "山側", ("990035",))], now=NOON)

    assert places_by_code(session) == {"990019": "", "990027": "", "990035": "山側地域"}


def test_nobody_loses_the_area_he_is_in(session: Session) -> None:
    loaded(session)
    area_service.replace_areas(session, [Area("1", "海側地域", "海側", ("990019",))], now=NOON)
    make_organisation(session, name="海の会社", kind="company", subprefecture="海側地域")

    with pytest.raises(AreasInvalid) as caught:
        area_service.replace_areas(session, [Area("2", "山側地域", "山側", ("990035",))], now=NOON)

    assert caught.value.lines == (
        "海の会社 is in 海側地域, which the list does not hold: change its entry first",
    )
    assert queries.places(session).names == ("海側地域", "全県")


def test_a_municipality_that_no_area_holds_is_told() -> None:
    assert area_exchange.uncovered([Area("1", "海側", "海側", ("990019",))], TOWNS) == ("乙町", "丙村")


def test_the_map_of_hokkaido_leaves_the_legend_its_place() -> None:
    assert not {(area.column, area.row) for area in IN_HOKKAIDO.areas} & area_exchange.TAKEN
    assert all(
        (area.column or 0) < area_exchange.COLUMNS and (area.row or 0) < area_exchange.ROWS
        for area in IN_HOKKAIDO.areas
    )
