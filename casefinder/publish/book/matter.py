"""What the templates of the book need besides the content: tables, figures, notes, lists."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casefinder.publish import finder
from casefinder.publish.book import fonts, index, numbers
from casefinder.publish.content import (
    Card,
    CasePage,
    EditionContent,
    Organisation,
    ThemeSummary,
    content_hash,
)
from casefinder.publish.data.files import file_notes
from casefinder.publish.data.rows import open_cases
from casefinder.publish.data.schema import tables_in
from casefinder.publish.environment import short_organisation, wide_length
from casefinder.publish.figures.bars import mini_bars, paired_bars
from casefinder.publish.figures.furrows import ACCENTS, furrows, thumb
from casefinder.publish.figures.land import Strip, land, strips_of
from casefinder.publish.figures.money import cost_bar, man_yen, three_years
from casefinder.publish.figures.specimen import PLACES, specimen

QUICK_ROWS = 18
QUICK_LINE = 23
FAMILIES = ("課題", "推進体制", "転機", "キーパーソン", "効果")
FRONT = (
    ("はじめに", "はじめに"),
    ("使い方", "この事例集の使い方"),
    ("探し方", "自分の町に近い事例の探し方"),
    ("早見表", "早見表"),
    ("地図", "{map}"),
    ("数字", "数字でみる"),
    ("内訳", "事例の内訳"),
)
BACK = (
    ("一覧", "一覧"),
    ("索引", "索引"),
    ("調査の方法", "調査の方法"),
    ("データの説明", "データの説明"),
    ("読みやすさ", "読みやすさと検証"),
    ("奥付", "奥付"),
)


@dataclass(frozen=True, slots=True)
class QuickRow:
    """A row of the quick finder table."""

    case: CasePage
    area: str
    technology: str
    population: str
    cost: str
    grade: str
    state: str
    first: bool


@dataclass(frozen=True, slots=True)
class CaseNotes:
    """The notes at the end of a case; numbers of those that the page itself refers to."""

    lines: tuple[str, ...]
    products: int
    cost: int


def drawings() -> dict[str, str]:
    """Return the page backgrounds by name."""
    made = {f"furrow-{n}.svg": furrows(n) for n in ACCENTS}
    return made | {f"tab-{n}.svg": thumb(n) for n in ACCENTS}


def context(content: EditionContent) -> dict[str, Any]:
    """Return all values the book's templates use."""
    chapter_of = {
        case.number: chapter.number for chapter in content.chapters for case in content.cases_of(chapter)
    }
    where = numbers.map_page(content)
    strips = land_strips(content)
    summaries = bool(content.theme_summaries)
    return {
        "c": content,
        "accents": ACCENTS,
        "chapter_of": chapter_of,
        "content_hash": content_hash(content),
        "fonts_line": fonts.COLOPHON,
        "title_pt": title_size(content.title),
        "land": land(strips, title=land_title(content, strips)),
        "land_words": land_words(content, strips),
        "open_count": len(open_cases(content)),
        "specimen": specimen(),
        "places": PLACES,
        "front_matter": tuple((anchor, words.replace("{map}", where.title)) for anchor, words in FRONT),
        "back_matter": ((("まとめ", "横断のまとめ"),) if summaries else ()) + BACK,
        "troubles": finder.trouble_table(content),
        "money": finder.money_table(content),
        "quick": quick_table(content),
        "where": where,
        "bands": numbers.bands(content),
        "breakdown": numbers.breakdown(content),
        "three_years": three_years,
        "man_yen": man_yen,
        "cost_bar": cost_bar,
        "paired_bars": paired_bars,
        "mini_bars": mini_bars,
        "notes_of": notes_of,
        "card_size": card_size,
        "main_grade": main_grade,
        "related": lambda case: [other for n in case.related if (other := content.case(n))],
        "families": families(content.theme_summaries),
        "cases_by_number": lambda numbers_: [case for n in numbers_ if (case := content.case(n))],
        "lists": lists(content),
        "index_pages": index.pages(content),
        "data_files": file_notes(content),
        "definitions": tables_in(content.words),
    }


def title_size(title: str) -> float:
    """Return the size in points that makes the title as wide as the text block, 73.2 at most."""
    ems = sum(1.0 if unicodedata.east_asian_width(ch) in "WFA" else 0.73 for ch in title)
    return round(min(73.2, 172 / 0.3528 / max(ems, 1)), 1)


def card_size(card: Card | None) -> str:
    """Return the size class of a card's figures, so that they stay within 40 mm: full, mid, low."""
    if card is None:
        return "full"
    digits = sum(
        0.36 if ch in ",.・" else 0.66 if ch.isascii() else 1.0 for q in card.quantities for ch in q.value
    )
    units = sum(0.62 if ch.isascii() else 1.0 for q in card.quantities for ch in q.unit) + 0.5 * (
        len(card.quantities) - 1
    )
    for name, value_pt, unit_pt in (("full", 31.5, 12), ("mid", 22, 12), ("low", 15, 9)):
        if digits * value_pt + units * unit_pt <= 113:
            return name
    return "low"


def main_grade(case: CasePage) -> str:
    """Return the certainty of the first effect, or a dash."""
    return case.effects[0].certainty if case.effects else "―"


def notes_of(case: CasePage) -> CaseNotes:
    """Return the notes of a case: product names and the sum of costs first, then its own."""
    lines: list[str] = []
    products = cost = 0
    if case.products and not any(case.products in fact.value for fact in case.facts):
        lines.append(f"製品・サービス：{case.products}")
        products = len(lines)
    if three_years(case.cost):
        lines.append("3年の費用は、初期費用と3年分の年間費用の合計。")
        cost = len(lines)
    return CaseNotes((*lines, *case.notes), products, cost)


def quick_table(content: EditionContent) -> list[list[QuickRow]]:
    """Return the rows of the quick finder table in pages of 18."""
    rows, before = [], None
    for chapter in content.printed_chapters():
        for case in content.cases_of(chapter):
            org = case.organisation
            area = content.short_place(org)
            technology = case.technologies[0] if case.technologies else ""
            shown = f"（{area}）" if area else ""
            fits = wide_length(f"{short_organisation(org.name)}{shown}　{technology}") <= QUICK_LINE
            rows.append(
                QuickRow(
                    case,
                    area,
                    technology if fits else "",
                    finder.population_band(case)[1] if case.population is not None else "―",
                    finder.cost_band(case)[1],
                    main_grade(case),
                    case.state.label if case.state else "―",
                    chapter.key != before,
                )
            )
            before = chapter.key
    return [rows[i : i + QUICK_ROWS] for i in range(0, len(rows), QUICK_ROWS)]


def families(summaries: Sequence[ThemeSummary]) -> list[tuple[str, list[ThemeSummary]]]:
    """Return the themes by family in the order of the codebook, the most frequent theme first."""
    groups: dict[str, list[ThemeSummary]] = {}
    for summary in sorted(summaries, key=lambda s: (-len(s.cases), s.label)):
        groups.setdefault(summary.family, []).append(summary)
    order = {family: rank for rank, family in enumerate(FAMILIES)}
    return sorted(groups.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))


def lists(content: EditionContent) -> list[tuple[str, str, list[tuple[Any, list[CasePage]]]]]:
    """Return the lists of the back matter: heading, first column, rows."""
    cases = sorted(content.cases, key=lambda case: case.number)
    by_org: dict[Organisation, list[CasePage]] = {}
    for case in cases:
        by_org.setdefault(case.organisation, []).append(case)
    organisations = sorted(by_org.items(), key=lambda item: (not item[0].code, item[0].code, item[0].kana))
    found: list[tuple[str, str, list[tuple[Any, list[CasePage]]]]] = [
        ("団体から（団体コード順）", "団体", list(organisations)),
        ("分野から", "分野", list(finder.grouped(cases, lambda case: case.fields))),
        ("技術から", "技術", list(finder.grouped(cases, lambda case: case.technologies))),
        ("財源から", "財源", list(finder.grouped(cases, lambda case: case.cost.funding))),
    ]
    return [each for each in found if each[2]]


def land_strips(content: EditionContent) -> tuple[Strip, ...]:
    """Return the land of the cover: a strip an area from the near edge to the far one, else the municipalities alone."""
    regions = sorted(content.campaign.regions, key=lambda area: area.depth)
    if regions:
        return tuple(Strip(area.code, area.municipalities, area.cases) for area in regions)
    fields = content.campaign.municipalities or max(1, content.campaign.invited)
    here = sum(1 for case in content.cases if case.organisation.named and not case.organisation.prefecture)
    return strips_of(fields, min(fields, here))


def land_words(content: EditionContent, strips: Sequence[Strip]) -> str:
    """Return the words beside the land."""
    fields, yellow = sum(strip.fields for strip in strips), _yellow(strips)
    words = content.words
    if not content.campaign.regions:
        return f"{fields}枚の畑は、{words.within}の{fields}{words.towns}。黄色の{yellow}枚は、この本の事例の数だけ置いたもの。"
    return (
        f"{fields}枚の畑は、{words.within}の{fields}{words.towns}。{_near_and_far(content)[0]}"
        f"黄色の{yellow}枚は、この本の事例を{words.region}ごとに置いたもの。"
    )


def land_title(content: EditionContent, strips: Sequence[Strip]) -> str:
    """Return what the land shows, for those who do not see it."""
    fields, words = sum(strip.fields for strip in strips), content.words
    if not content.campaign.regions:
        return f"表紙の図。{fields}{words.towns}を{fields}枚の畑に見立てた。黄色の{_yellow(strips)}枚が事例の数。"
    where = "、".join(f"{area.short_name}{area.cases}枚" for area in content.campaign.regions if area.cases)
    return (
        f"表紙の図。{len(strips)}の{words.region}を{_near_and_far(content)[1]}{len(strips)}本の帯に、"
        f"{fields}{words.towns}を{fields}枚の畑に見立てた。黄色の{_yellow(strips)}枚が事例。{where}。"
    )


def _yellow(strips: Sequence[Strip]) -> int:
    return sum(strip.cases for strip in strips)


def _near_and_far(content: EditionContent) -> tuple[str, str]:
    """Return how the near and the far edge are called, as a sentence and as a part of one."""
    regions = sorted(content.campaign.regions, key=lambda area: area.depth)
    if content.prefecture == "北海道":
        return "手前が道南、奥が道北です。", "手前の道南から奥の道北へ"
    if len(regions) == 1:
        return "", ""
    near, far = regions[0].short_name, regions[-1].short_name
    return f"手前が{near}、奥が{far}です。", f"手前の{near}から奥の{far}へ"
