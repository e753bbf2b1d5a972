import csv
from collections import Counter
from importlib.resources import files

import pytest

from casefinder.ask.organisations import shipped
from casefinder.ask.organisations.municipalities import parse_municipalities
from casefinder.ask.organisations.places import Places, places_of
from casefinder.ask.organisations.rules import MunicipalityType, is_local_government_code
from casefinder.prefectures import HOKKAIDO, NAMES, prefecture
from tests.factories.organisations import HOKKAIDO_TOWNS, IN_HOKKAIDO

IN_NAGANO = places_of(prefecture("20"), ())
ENDINGS = {
    "city": ("市", ("し",)),
    "town": ("町", ("ちょう", "まち")),
    "village": ("村", ("むら", "そん")),
    "ward": ("区", ("く",)),
}


def test_every_municipality_of_japan_is_there_once_with_its_check_digit() -> None:
    towns = shipped.municipalities()

    assert len(towns) == len({town.code for town in towns}) == 1741
    assert Counter(town.type.value for town in towns) == {
        "city": 792,
        "town": 743,
        "village": 183,
        "ward": 23,
    }
    assert all(is_local_government_code(town.code) for town in towns)
    assert {town.code[:2] for town in towns} == set(NAMES)


def test_wards_of_other_cities_than_tokyo_are_no_municipalities() -> None:
    wards = [town for town in shipped.municipalities() if town.type is MunicipalityType.WARD]

    assert {town.code[:2] for town in wards} == {"13"}
    assert not [
        town for town in shipped.municipalities() if town.name.startswith("札幌市") and town.name != "札幌市"
    ]


def test_names_end_as_their_type_says_and_are_read_in_hiragana() -> None:
    for town in shipped.municipalities():
        name_end, kana_ends = ENDINGS[town.type.value]
        assert town.name.endswith(name_end)
        assert town.kana.endswith(kana_ends)
        assert all("ぁ" <= letter <= "ー" for letter in town.kana)


@pytest.mark.parametrize(
    "line",
    [
        "011003,北海道,札幌市,サッポロシ,市,",
        "011002,青森県,札幌市,サッポロシ,市,",
        "011002,北海道,札幌市,サッポロシ,郡,",
        "482013,北県,甲市,コウシ,市,",
    ],
)
def test_a_wrong_line_of_the_shipped_list_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="municipalities"):
        parse_municipalities(["code,prefecture,name,kana,type,district", line])


def test_the_areas_of_hokkaido_hold_each_of_its_municipalities_once() -> None:
    held = [code for area in IN_HOKKAIDO.areas for code in area.municipalities]

    assert sorted(held) == sorted(town.code for town in HOKKAIDO_TOWNS)
    assert {area.short_name: len(area.municipalities) for area in IN_HOKKAIDO.areas} == {
        "石狩": 8, "渡島": 11, "檜山": 7, "後志": 20, "空知": 24, "上川": 23, "留萌": 8,
        "宗谷": 10, "オホーツク": 18, "胆振": 11, "日高": 7, "十勝": 19, "釧路": 8, "根室": 5,
    }  # fmt: skip
    assert IN_HOKKAIDO.has_map
    assert sorted(area.depth for area in IN_HOKKAIDO.areas) == list(range(1, 15))


def test_the_shipped_lists_agree_on_what_lies_in_which_prefecture() -> None:
    rows = csv.DictReader(
        files("casefinder.ask.organisations").joinpath("areas.csv").read_text("utf-8").splitlines()
    )

    assert all(code[:2] == row["prefecture"] for row in rows for code in row["municipalities"].split())
    assert [code for code in NAMES if shipped.areas(code)] == [HOKKAIDO.code]


@pytest.mark.parametrize("text", ["01390", "後志総合振興局", "後志", " ０１３９０ "])
def test_an_area_is_found_by_code_or_name(text: str) -> None:
    assert IN_HOKKAIDO.named(text) == "後志総合振興局"


@pytest.mark.parametrize(
    ("places", "text", "found"),
    [
        (IN_HOKKAIDO, "全道", "全道"), (IN_HOKKAIDO, "長野県", "長野県"), (IN_HOKKAIDO, "北海道", None), (IN_HOKKAIDO, "沖縄", None),
        (IN_NAGANO, "全県", "全県"), (IN_NAGANO, "北海道", "北海道"), (IN_NAGANO, "空知総合振興局", None), (IN_NAGANO, "全道", None),
    ],
)  # fmt: skip
def test_the_whole_and_other_prefectures_are_places_too(places: Places, text: str, found: str | None) -> None:
    assert places.named(text) == found


@pytest.mark.parametrize(
    ("places", "code", "found"),
    [
        (IN_HOKKAIDO, "011002", "石狩振興局"), (IN_HOKKAIDO, "202011", "長野県"), (IN_HOKKAIDO, "019011", ""),
        (IN_NAGANO, "202011", ""), (IN_NAGANO, "011002", "北海道"),
    ],
)  # fmt: skip
def test_a_municipality_is_where_its_code_says(places: Places, code: str, found: str) -> None:
    assert places.of_municipality(code) == found
