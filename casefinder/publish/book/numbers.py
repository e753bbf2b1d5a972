"""The pages of figures: map words, the three bands, the breakdown by field, size and technology."""

from dataclasses import dataclass

from casefinder.publish import finder
from casefinder.publish.content import CasePage, EditionContent
from casefinder.publish.figures import bars
from casefinder.publish.figures.areas import TABLE_ORDER, short_name
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


def map_words(content: EditionContent) -> str:
    """Return the sentence under the map's heading."""
    areas = [area for area in content.campaign.areas if area.code]
    filled = sum(1 for area in areas if area.cases)
    empty = len(areas) - filled
    rest = f"{empty}局はまだ空白です。" if empty else "空白の局はありません。"
    return f"{len(areas)}の振興局のうち{filled}局から事例が集まりました。{rest}"


def area_halves(content: EditionContent) -> list[list[AreaRow]]:
    """Return the map's values in two halves; 全道 and the sum close the second."""
    known = {area.code: area for area in content.campaign.areas}
    rows = [
        AreaRow(short_name(a.code), a.municipalities, a.invited, a.answered, a.cases)
        for place in TABLE_ORDER
        if (a := known.get(place.code))
    ]
    ends = []
    if everywhere := known.get(""):
        ends.append(AreaRow("全道", None, everywhere.invited, everywhere.answered, everywhere.cases))
    everything = content.campaign.areas
    ends.append(
        AreaRow(
            "合計",
            sum(a.municipalities for a in everything if a.code),
            sum(a.invited for a in everything),
            sum(a.answered for a in everything),
            sum(a.cases for a in everything),
        )
    )
    half = (len(rows) + len(ends) + 1) // 2
    whole = [*rows, *ends]
    return [whole[:half], whole[half:]]


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
