"""Every figure says its finding and values in a direct title, and never the same chance twice differently."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from casefinder.publish.content import AreaFigures, BarPair, Cost, CostPart, EditionContent, Figure, Spot
from casefinder.publish.figures import arealist, bars, furrows, land, money, specimen, tilemap
from tests.factories.organisations import IN_HOKKAIDO


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing


SVG = "{http://www.w3.org/2000/svg}"
PAIR = Figure("bars", "減った", "", pairs=(BarPair("電話", Decimal(412), Decimal("96.5")),), unit="件")
MANY = Figure("bars", "どの月も減った", "", pairs=tuple(BarPair(f"{m}月", Decimal(9), Decimal(m)) for m in (1, 2, 3)), unit="件")  # fmt: skip
COST = Cost(2860, 640, (CostPart("端末", 980), CostPart("画面", 1880)), "通信と保守")


def drawings(content: EditionContent) -> dict[str, str]:
    return {
        "pair": bars.paired_bars(PAIR, "#006173"),
        "many": bars.paired_bars(MANY, "#006173"),
        "mini": bars.mini_bars(PAIR, "#006173"),
        "funnel": bars.funnel(
            (("案内", 200), ("回答", 150), ("候補", 60), ("掲載", 16)), "案内200、回答150。"
        ),
        "counts": bars.count_bars((("農業", 3), ("防災", 0)), "農業3件、防災0件。"),
        "squares": bars.unit_squares((("拡大", ["01"]), ("終了", [])), "拡大1件、終了0件。"),
        "cost": money.cost_bar(COST, "#006173"),
        "dots": money.dot_strip([("01", 50), ("02", 50), ("03", 90_000)], 50, "最小5万円。"),
        "map": tilemap.tile_map(content.campaign, content.words),
        "land": land.land((land.Strip("01300", 8, 2), land.Strip("01510", 10, 0)), title="黄色は2枚。"),
        "specimen": specimen.specimen(),
    }


def test_the_first_child_of_every_figure_is_a_title_that_says_something(content: EditionContent) -> None:
    for name, drawing in drawings(content).items():
        first = parsed(drawing)[0]
        assert first.tag == f"{SVG}title", name
        assert first.text, name
        assert len(first.text) > 5, name


def test_titles_hold_every_value_of_the_figure() -> None:
    assert bars.paired_words(PAIR) == "減った。電話は前412件、後96.5件。"
    assert money.cost_words(COST) == (
        "3年の費用の内訳。初期286万円（端末98万円、画面188万円）、年間64万円が3年。合計478万円。"
    )


def test_a_figure_cannot_be_broken_by_what_people_write() -> None:
    evil = Figure("bars", "<script>&", "", pairs=(BarPair('"><image href="file:///etc/passwd"/>', Decimal(1), Decimal(2)),), unit="<b>")  # fmt: skip

    tree = parsed(bars.paired_bars(evil, "#006173"))

    assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= {
        "svg",
        "title",
        "text",
        "tspan",
        "rect",
        "line",
    }


def fields_of(drawing: str) -> list[str]:
    return re.findall(r'Z" fill="(#[0-9a-f]{6})"', drawing)


def test_the_land_has_a_field_a_municipality_and_a_yellow_one_a_case() -> None:
    strips = [
        land.Strip(area.code, len(area.municipalities), {"01300": 2, "01510": 3}.get(area.code, 0))
        for area in sorted(IN_HOKKAIDO.areas, key=lambda area: area.depth)
    ]

    fields = fields_of(land.land(strips, title="見本"))

    assert len(fields) == 179
    assert fields.count(land.CASE[0]) == 5
    assert land.land(strips, title="見本") == land.land(strips, title="見本")


@pytest.mark.parametrize(("towns", "cases"), [(1, 1), (3, 0), (15, 4), (77, 12), (77, 77), (179, 30), (5, 9)])
def test_land_without_areas_has_a_field_a_municipality_too(towns: int, cases: int) -> None:
    strips = land.strips_of(towns, cases)

    fields = fields_of(land.land(strips, title="見本"))

    assert len(fields) == towns
    assert fields.count(land.CASE[0]) == min(cases, towns)
    assert len(strips) <= land.STRIPS


@pytest.mark.parametrize("count", [1, 5, 13, 14, 24])
def test_a_list_of_areas_names_each_with_its_figures(count: int) -> None:
    rows = [
        AreaFigures(str(n), f"地域{n}", 5, n, n // 2, n // 4, Spot(f"地{n}", None, None, n))
        for n in range(count)
    ]

    drawing = arealist.area_list(rows, "地域")

    parsed(drawing)
    assert all(f"地{n}</text>" in drawing for n in range(count))
    assert "地域0は案内なし" in drawing


def test_backgrounds_are_made_for_each_chapter() -> None:
    for chapter in furrows.ACCENTS:
        parsed(furrows.furrows(chapter))
        parsed(furrows.thumb(chapter))


@pytest.mark.parametrize(
    ("thousand_yen", "printed"),
    [(0, "0"), (5, "0.5"), (2860, "286"), (12_345, "1,234"), (1_235, "124"), (15, "1.5")],
)
def test_amounts_are_printed_in_man_yen(thousand_yen: int, printed: str) -> None:
    assert money.man_yen(thousand_yen) == printed


def test_three_years_need_both_costs() -> None:
    assert money.three_years(COST) == 4780
    assert money.three_years(Cost(0, 0)) == 0
    assert money.three_years(Cost(100, None)) is None
