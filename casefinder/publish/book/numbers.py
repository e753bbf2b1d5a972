"""The pages of figures: where answers came from, the three bands, the breakdown by field, size and technology."""

from collections.abc import Sequence
from dataclasses import dataclass

from casefinder.publish import finder
from casefinder.publish.content import AreaFigures, CasePage, EditionContent
from casefinder.publish.figures import arealist, bars, tilemap
from casefinder.publish.figures.money import dot_strip, man_yen


@dataclass(frozen=True, slots=True)
class Band:
    """A big figure with its words at the left and a chart at the right."""

    head: str
    value: str
    unit: str
    text: str
    figure: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A row of the table under the map."""

    name: str
    municipalities: int | None
    invited: int
    answered: int
    cases: int


@dataclass(frozen=True, slots=True)
class MapPage:
    """The page of where answers came from: its title, what its rows are, the words beside and below them."""

    title: str
    rows: str
    words: str
    note: str
    figure: str
    halves: list[list[AreaRow]]
    has_municipalities: bool


def map_page(content: EditionContent) -> MapPage:
    """Return the map; without places on it a list of areas; without areas a list of kinds of organisation."""
    campaign, region = content.campaign, content.words.region
    if not campaign.regions:
        return MapPage(
            "団体の種類でみる", "団体の種類", _kind_words(campaign.sorts), "「案内」「回答」「事例」は団体の数です。",
            arealist.area_list(campaign.sorts, "団体の種類"), _halves(campaign.sorts, has_municipalities=False), False,
        )  # fmt: skip
    towns = content.words.towns
    note = f"「{towns}」は{region}にある{towns}の数。「案内」「回答」「事例」は団体の数で、{towns}のほかに企業や団体も入ります。"
    figure = (
        tilemap.tile_map(campaign, content.words)
        if campaign.has_map
        else arealist.area_list(campaign.areas, region)
    )
    title = "地図でみる" if campaign.has_map else f"{region}でみる"
    return MapPage(
        title,
        region,
        _map_words(content),
        note,
        figure,
        _halves(campaign.areas, has_municipalities=True),
        True,
    )


def _map_words(content: EditionContent) -> str:
    areas, region = content.campaign.regions, content.words.region
    short = tilemap.area_short(content.words)
    filled = sum(1 for area in areas if area.cases)
    empty = len(areas) - filled
    rest = f"{empty}{_counter(short)}はまだ空白です。" if empty else f"空白の{short}はありません。"
    return f"{len(areas)}の{region}のうち{filled}{_counter(short)}から事例が集まりました。{rest}"


def _counter(short: str) -> str:
    """Return how areas are counted: 3局, but 3つの地域."""
    return short if short == "局" else f"つの{short}"


def _kind_words(rows: Sequence[AreaFigures]) -> str:
    filled = [row.name for row in rows if row.cases]
    return f"事例は{'、'.join(filled)}から集まりました。" if filled else "名前を載せた事例はありません。"


def _halves(areas: Sequence[AreaFigures], *, has_municipalities: bool) -> list[list[AreaRow]]:
    """Return the figures' values in two halves; the sum closes the second."""
    rows = [
        AreaRow(
            a.short_name,
            a.municipalities if a.code and has_municipalities else None,
            a.invited,
            a.answered,
            a.cases,
        )
        for a in areas
    ]
    rows.append(
        AreaRow(
            "合計",
            sum(a.municipalities for a in areas if a.code) if has_municipalities else None,
            sum(a.invited for a in areas),
            sum(a.answered for a in areas),
            sum(a.cases for a in areas),
        )
    )
    half = (len(rows) + 1) // 2
    return [rows[:half], rows[half:]]


def bands(content: EditionContent) -> list[Band]:
    """Return the three bands: answers, first costs, what still runs."""
    return [band for band in (_answers(content), _costs(content), _states(content)) if band]


def _answers(content: EditionContent) -> Band:
    campaign, printed = content.campaign, len(content.cases)
    rate = round(100 * campaign.answered / campaign.invited) if campaign.invited else 0
    passed = campaign.candidates - printed
    words = f"回答率は{rate}%。"
    if passed > 0:
        words += f"候補の{campaign.candidates}件のうち{passed}件は、公開の同意や確認がそろわない、などの理由で見送りました。"
    rows = (
        ("案内した団体", campaign.invited),
        ("回答", campaign.answered),
        ("候補とした取組", campaign.candidates),
        ("載せた事例", printed),
    )
    title = (
        f"案内から掲載までの数。{campaign.invited}団体に案内し、{campaign.answered}団体が回答、"
        f"{campaign.candidates}の取組を候補とし、{printed}の事例を載せた。"
    )
    return Band(
        "答えた団体", f"{campaign.answered:,}", f"／{campaign.invited:,}", words, bars.funnel(rows, title)
    )


def _costs(content: EditionContent) -> Band | None:
    costs, middle = finder.first_costs(content.cases), finder.median_cost(content.cases)
    if not costs or middle is None:
        return None
    small = sum(1 for _, amount in costs if amount < 1_000)
    unknown = len(content.cases) - len(costs)
    words = f"費用の分かる{len(costs)}件のうち{small}件は100万円未満。"
    if unknown:
        words += f"{unknown}件は費用を公開していません。"
    words += "円の中は事例の番号。横の目もりは10倍ごとに同じ幅です。"
    amounts = [amount for _, amount in costs]
    groups = "、".join(
        f"{label}が{sum(1 for c in content.cases if finder.cost_band(c)[0] == key)}件"
        for key, label, _ in finder.COST_BANDS
    )
    title = (
        f"{len(costs)}事例の初期費用の分布。最小{man_yen(min(amounts))}万円、中央値{man_yen(middle)}万円、"
        f"最大{man_yen(max(amounts))}万円。{groups}。"
    )
    return Band("初期費用のまん中", man_yen(middle), "万円", words, dot_strip(costs, middle, title))


def _states(content: EditionContent) -> Band | None:
    states = finder.by_state(content.cases)
    known = sum(len(cases) for _, cases in states)
    if not known:
        return None
    running = {label: len(cases) for label, cases in states}
    going = running.get("拡大", 0) + running.get("継続", 0)
    over = running.get("縮小", 0) + running.get("終了", 0)
    words = f"拡大{running.get('拡大', 0)}件と継続{running.get('継続', 0)}件。"
    if over:
        words += f"縮小と終了の{over}件も、理由とあわせて載せました。"
    days = sorted({c.state.confirmed_on for c in content.cases if c.state and c.state.confirmed_on})
    if days:
        words += f"確認日は{days[0].year}年{days[0].month}月{days[0].day}日"
        words += "です。" if len(days) == 1 else f"から{days[-1].month}月{days[-1].day}日までです。"
    said = "、".join(f"{label}{len(cases)}件" for label, cases in states)
    figure = bars.unit_squares(
        [(label, [c.code for c in cases]) for label, cases in states], f"事例の今の状況。{said}。"
    )
    return Band("いまも続いている", str(going), f"／{known}事例", words, figure)


def breakdown(content: EditionContent) -> list[Band]:
    """Return the page of counts: fields, size of the body, technologies, money."""
    cases = content.cases
    size = [(label, len(found)) for (_, label), found in finder.by_band(cases, finder.population_band)]
    parts = [
        _counts("分野", "取組の分野（3つまで答えられる）。", _pairs(cases, "fields")),
        _counts("団体の大きさ", "人口の区分。企業や団体は分けて数えました。", size),
        _counts("使った技術", "多い順に8つまで。", _pairs(cases, "technologies")[:8]),
        _counts("お金の出どころ", "初期費用と年間費用の財源。", _funding(cases)),
    ]
    return [part for part in parts if part]


def _pairs(cases: tuple[CasePage, ...], name: str) -> list[tuple[str, int]]:
    return [(label, len(found)) for label, found in finder.grouped(cases, lambda case: getattr(case, name))][
        :9
    ]


def _funding(cases: tuple[CasePage, ...]) -> list[tuple[str, int]]:
    return [(label, len(found)) for label, found in finder.grouped(cases, lambda case: case.cost.funding)][:7]


def _counts(head: str, text: str, rows: list[tuple[str, int]]) -> Band | None:
    if not rows:
        return None
    said = "、".join(f"{label}{count}件" for label, count in rows)
    return Band(head, "", "", text, bars.count_bars(rows, f"{head}ごとの事例の数。{said}。"))
