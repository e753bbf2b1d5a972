"""Finding a town like one's own: bands, the two finder tables, lists by field, technology, money."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from casefinder.publish.content import CasePage, EditionContent

POPULATION_BANDS = (
    ("under-3000", "3千人未満", 3_000),
    ("3000-10000", "3千〜1万人", 10_000),
    ("10000-50000", "1万〜5万人", 50_000),
    ("over-50000", "5万人以上", None),
)
NO_POPULATION = ("no-population", "企業・団体ほか")  # who has none
UNKNOWN_POPULATION = (
    "unknown-population",
    "人口は不明",
)  # a municipality whose population nobody has entered
MUNICIPALITIES = ("市町村", "市区町村")
COST_BANDS = (
    ("under-100", "100万円未満", 1_000),
    ("100-500", "100〜500万円", 5_000),
    ("500-2000", "500〜2,000万円", 20_000),
    ("over-2000", "2,000万円以上", None),
)
NO_COST = ("no-cost", "費用は非公表")
PEOPLE_BANDS = (("1-3", "1〜3人で", 4), ("4-5", "4〜5人で", 6), ("over-6", "6人以上で", None))
NO_PEOPLE = ("no-people", "人数は不明")
TROUBLE_ROWS = (
    ("人手", "担い手・兼務"),
    ("知識", "やり方・技術"),
    ("財源", "予算・更新"),
    ("合意形成", "庁内・議会・地域"),
    ("住民の利用", "使われるまで"),
    ("規則", "個人情報・契約"),
    ("通信・機器", "電波・電源・端末"),
    ("寒さ・雪・距離", "冬・移動"),
)
STATES = ("拡大", "継続", "縮小", "終了")


@dataclass(frozen=True, slots=True)
class Table:
    """A finder table: columns and rows, each row with its cells of cases."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[tuple[CasePage, ...], ...]], ...]


def population_band(case: CasePage) -> tuple[str, str]:
    """Return key and label of the population band."""
    has_one = case.organisation.kind in MUNICIPALITIES
    return _band(case.population, POPULATION_BANDS, UNKNOWN_POPULATION if has_one else NO_POPULATION)


def cost_band(case: CasePage) -> tuple[str, str]:
    """Return key and label of the band of the first cost."""
    return _band(case.cost.initial_thousand_yen, COST_BANDS, NO_COST)


def people_band(case: CasePage) -> tuple[str, str]:
    """Return key and label of the band of people at work."""
    return _band(case.headcount, PEOPLE_BANDS, NO_PEOPLE)


def _band(
    value: int | None, bands: Sequence[tuple[str, str, int | None]], unknown: tuple[str, str]
) -> tuple[str, str]:
    if value is None:
        return unknown
    return next((key, label) for key, label, below in bands if below is None or value < below)


def trouble_table(content: EditionContent) -> Table:
    """Trouble in rows, population in columns."""
    columns = _columns(content.cases, population_band, POPULATION_BANDS, UNKNOWN_POPULATION, NO_POPULATION)
    rows = []
    for key, hint in TROUBLE_ROWS:
        of_row = [case for case in content.cases if case.trouble_row == key]
        rows.append((key, hint, _cells(of_row, population_band, columns)))
    return Table(tuple(label for _, label in columns), tuple(rows))


def money_table(content: EditionContent) -> Table:
    """First cost in rows, people in columns."""
    columns = _columns(content.cases, people_band, PEOPLE_BANDS, NO_PEOPLE)
    kinds = _columns(content.cases, cost_band, COST_BANDS, NO_COST)
    rows = []
    for band in kinds:
        of_row = [case for case in content.cases if cost_band(case) == band]
        rows.append((band[1], "", _cells(of_row, people_band, columns)))
    return Table(tuple(label for _, label in columns), tuple(rows))


def _columns(
    cases: Sequence[CasePage],
    of: Callable[[CasePage], tuple[str, str]],
    bands: Sequence[tuple[str, str, int | None]],
    *unknown: tuple[str, str],
) -> list[tuple[str, str]]:
    """All bands, and those of the unknown only if a case needs them."""
    found = {of(case) for case in cases}
    return [*((key, label) for key, label, _ in bands), *(each for each in unknown if each in found)]


def _cells(
    cases: Sequence[CasePage], of: Callable[[CasePage], tuple[str, str]], columns: Sequence[tuple[str, str]]
) -> tuple[tuple[CasePage, ...], ...]:
    return tuple(tuple(case for case in cases if of(case) == column) for column in columns)


def grouped(
    cases: Sequence[CasePage], labels_of: Callable[[CasePage], Sequence[str]]
) -> list[tuple[str, list[CasePage]]]:
    """Return labels with their cases: most cases first, then in order of the label."""
    groups: dict[str, list[CasePage]] = {}
    for case in cases:
        for label in labels_of(case):
            groups.setdefault(label, []).append(case)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def by_band(
    cases: Sequence[CasePage], of: Callable[[CasePage], tuple[str, str]]
) -> list[tuple[tuple[str, str], list[CasePage]]]:
    """Return bands that hold a case, small to large, unknown last."""
    order = [
        *POPULATION_BANDS,
        UNKNOWN_POPULATION,
        NO_POPULATION,
        *COST_BANDS,
        NO_COST,
        *PEOPLE_BANDS,
        NO_PEOPLE,
    ]
    keys = [entry[0] for entry in order]
    groups: dict[tuple[str, str], list[CasePage]] = {}
    for case in cases:
        groups.setdefault(of(case), []).append(case)
    return sorted(groups.items(), key=lambda item: keys.index(item[0][0]))


def first_costs(cases: Sequence[CasePage]) -> list[tuple[str, int]]:
    """Return case number and first cost in thousand yen where it is known."""
    return [(c.code, c.cost.initial_thousand_yen) for c in cases if c.cost.initial_thousand_yen is not None]


def median_cost(cases: Sequence[CasePage]) -> int | None:
    """Return the median first cost in thousand yen, rounded to the nearest ten, or None."""
    costs = [amount for _, amount in first_costs(cases)]
    return round(median(costs) / 10) * 10 if costs else None


def by_state(cases: Sequence[CasePage]) -> list[tuple[str, list[CasePage]]]:
    """Return the four states, and others if there are any, with their cases."""
    found = [case.state.label for case in cases if case.state]
    labels = [*STATES, *dict.fromkeys(label for label in found if label not in STATES)]
    return [(label, [c for c in cases if c.state and c.state.label == label]) for label in labels]
