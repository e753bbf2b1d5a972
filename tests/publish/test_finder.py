"""Bands and finder tables: every case in its cell, unknown apart from none."""

import pytest
from msgspec.structs import replace

from casefinder.publish import finder
from casefinder.publish.content import CasePage, Cost, EditionContent


def with_cost(case: CasePage, amount: int | None) -> CasePage:
    return replace(case, cost=Cost(initial_thousand_yen=amount))


@pytest.mark.parametrize(
    ("population", "label"),
    [
        (2_999, "3千人未満"),
        (3_000, "3千〜1万人"),
        (49_999, "1万〜5万人"),
        (50_000, "5万人以上"),
        (None, "人口は不明"),
    ],
)
def test_population_bands_meet_at_their_edges(
    content: EditionContent, population: int | None, label: str
) -> None:
    assert finder.population_band(replace(content.cases[0], population=population))[1] == label


def test_only_who_has_no_population_stands_with_firms(content: EditionContent) -> None:
    case = replace(content.cases[0], population=None)
    kinds = {
        kind: finder.population_band(replace(case, organisation=replace(case.organisation, kind=kind)))[1]
        for kind in ("市町村", "企業", "団体", "国の機関")
    }

    assert kinds == {
        "市町村": "人口は不明",
        "企業": "企業・団体ほか",
        "団体": "企業・団体ほか",
        "国の機関": "企業・団体ほか",
    }
    assert "人口は不明" in finder.trouble_table(replace(content, cases=(case,))).columns


@pytest.mark.parametrize(
    ("amount", "label"),
    [
        (0, "100万円未満"),
        (999, "100万円未満"),
        (1_000, "100〜500万円"),
        (20_000, "2,000万円以上"),
        (None, "費用は非公表"),
    ],
)
def test_no_cost_and_unknown_cost_differ(content: EditionContent, amount: int | None, label: str) -> None:
    assert finder.cost_band(with_cost(content.cases[0], amount))[1] == label


def test_every_case_stands_in_both_tables_once(content: EditionContent) -> None:
    numbers = sorted(case.number for case in content.cases)

    for table in (finder.trouble_table(content), finder.money_table(content)):
        found = [case.number for _, _, cells in table.rows for cell in cells for case in cell]
        assert sorted(found) == numbers


def test_unknown_columns_appear_only_when_needed(content: EditionContent) -> None:
    known = replace(content, cases=content.cases[:2])

    assert "企業・団体ほか" not in finder.trouble_table(known).columns
    assert "企業・団体ほか" in finder.trouble_table(content).columns


def test_the_median_cost_passes_over_unknown_costs(content: EditionContent) -> None:
    cases = [with_cost(content.cases[0], amount) for amount in (100, None, 300, 5_000)]

    assert finder.median_cost(cases) == 300
    assert finder.median_cost([with_cost(content.cases[0], None)]) is None
