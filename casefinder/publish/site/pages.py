"""The pages of the site: path, title, template and values of each, from the same content as the book."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from casefinder.publish import finder
from casefinder.publish.book import matter, numbers
from casefinder.publish.content import CasePage, EditionContent
from casefinder.publish.data.files import file_notes
from casefinder.publish.figures.areas import NEAR_TO_FAR
from casefinder.publish.figures.bars import paired_bars
from casefinder.publish.figures.furrows import ACCENTS
from casefinder.publish.figures.money import cost_bar, cost_words, man_yen, three_years
from casefinder.publish.figures.tilemap import tile_map

LISTS = (
    ("lists/fields.html", "分野から"),
    ("lists/areas.html", "振興局から"),
    ("lists/population.html", "人口から"),
    ("lists/cost.html", "初期費用から"),
    ("lists/themes.html", "話題から"),
)
MENU = (
    ("find.html", "探し方"),
    *LISTS,
    ("themes.html", "横断のまとめ"),
    ("numbers.html", "地図と数字"),
    ("data.html", "データ"),
    ("method.html", "調査の方法"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of a list with its cases; `anchor` is the id in the page."""

    label: str
    anchor: str
    cases: list[CasePage]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it lies, what it says of itself, which template with which values."""

    path: str
    title: str
    description: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    trail: tuple[tuple[str, str], ...] = ()
    chapter: int = 0
    json_ld: str = ""
    address: str = ""

    @property
    def root(self) -> str:
        """The way back to the site's folder."""
        return "../" * self.path.count("/")


def anchor_of(label: str) -> str:
    """Return an id for a label, the same wherever it is linked."""
    return "g-" + "".join(ch if ch.isalnum() else "-" for ch in label)


def address(content: EditionContent, path: str) -> str:
    """Return the public address of a page, or nothing if the edition has none."""
    return f"{content.web_url.rstrip('/')}/site/{path}" if content.web_url else ""


def pages(content: EditionContent) -> Iterator[Page]:
    """Yield every page of the site."""
    yield _front(content)
    yield from _cases(content)
    yield from _lists(content)
    yield Page(
        "find.html",
        "自分の町に近い事例の探し方",
        "困りごと、人口、費用、人数から事例を探す表。",
        "find.html",
        {"troubles": finder.trouble_table(content), "money": finder.money_table(content), "lists": LISTS},
    )
    families = matter.families(content.theme_summaries)
    yield Page(
        "themes.html", "横断のまとめ", "分野をこえて起きていたこと。", "themes.html", {"families": families}
    )
    figures = {
        "map_words": numbers.map_words(content),
        "tile_map": tile_map(content.campaign),
        "area_halves": numbers.area_halves(content),
        "bands": numbers.bands(content),
        "breakdown": numbers.breakdown(content),
    }
    yield Page(
        "numbers.html", "地図と数字", "振興局ごとの数、費用の分布、今の状況。", "numbers.html", figures
    )
    excluded = [case for case in content.cases if case.figure and not case.figure.open_licence]
    files = {"data_files": file_notes(content), "excluded": excluded}
    yield Page(
        "data.html",
        "データ",
        "CSVとJSONのデータと、その説明。",
        "data.html",
        files,
        json_ld=_dataset(content),
    )
    yield Page(
        "method.html", "はじめに、調査の方法", "だれに、いつ、何を聞き、どう確かめたか。", "method.html"
    )
    yield Page(
        "accessibility.html", "読みやすさへの配慮", "沿った規格、したこと、連絡先。", "accessibility.html"
    )


def _front(content: EditionContent) -> Page:
    return Page("index.html", content.full_title, "".join(content.subtitle), "index.html")


def _cases(content: EditionContent) -> Iterator[Page]:
    order = [case for chapter in content.printed_chapters() for case in content.cases_of(chapter)]
    chapters = {chapter.key: chapter for chapter in content.chapters}
    for at, case in enumerate(order):
        chapter = chapters[case.chapter]
        path = f"cases/{case.code}.html"
        values = {
            "case": case,
            "accent": ACCENTS[chapter.number],
            "notes": matter.notes_of(case).lines,
            "related": [other for n in case.related if (other := content.case(n))],
            "before": order[at - 1] if at else None,
            "after": order[at + 1] if at + 1 < len(order) else None,
            "paired_bars": paired_bars,
            "cost_bar": cost_bar,
            "cost_words": cost_words,
            "three_years": three_years,
            "man_yen": man_yen,
        }
        trail = ((f"index.html#chapter-{chapter.number}", chapter.title),)
        title = f"事例{case.code}　{case.title}"
        article = _article(content, case, path)
        yield Page(
            path,
            title,
            case.lead,
            "case.html",
            values,
            trail,
            chapter.number,
            article,
            address(content, path),
        )


def _lists(content: EditionContent) -> Iterator[Page]:
    cases = sorted(content.cases, key=lambda case: case.number)
    fields = [
        Group(label, anchor_of(label), found) for label, found in finder.grouped(cases, lambda c: c.fields)
    ]
    yield _list(0, "分野ごとの事例。1つの事例が2つ以上の分野に入ることがあります。", fields)
    yield _list(1, "総合振興局・振興局ごとの事例。", _areas(cases))
    for at, of, words in (
        (2, finder.population_band, "人口の区分ごとの事例。"),
        (3, finder.cost_band, "初期費用の区分ごとの事例。"),
    ):
        yield _list(
            at, words, [Group(label, key, found) for (key, label), found in finder.by_band(cases, of)]
        )
    themes = finder.grouped(cases, lambda case: [theme.label for theme in case.themes])
    groups = [Group(label, anchor_of(label), found) for label, found in themes]
    yield _list(4, "編集者が回答の中に認めた話題ごとの事例。", groups)


def _list(at: int, description: str, groups: list[Group]) -> Page:
    path, title = LISTS[at]
    return Page(path, title, description, "list.html", {"groups": groups}, (("find.html", "探し方"),))


def _areas(cases: list[CasePage]) -> list[Group]:
    groups: dict[str, Group] = {}
    for case in cases:
        org = case.organisation
        code, name = (org.area_code, org.area_name or "全道") if org.named else ("none", "振興局は非公表")
        groups.setdefault(code, Group(name, f"a{code}", [])).cases.append(case)
    order = {code: rank for rank, code in enumerate(NEAR_TO_FAR)}
    return sorted(groups.values(), key=lambda group: order.get(group.anchor[1:], len(order)))


def _article(content: EditionContent, case: CasePage, path: str) -> str:
    return _json_ld(
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": case.title,
            "description": case.lead,
            "inLanguage": "ja",
            "datePublished": content.issued_on.isoformat(),
            "publisher": {"@type": "GovernmentOrganization", "name": content.publisher},
            "license": content.licence_url,
            "isPartOf": {"@type": "Book", "name": content.full_title, "bookEdition": content.edition_label},
            "url": address(content, path) or None,
        }
    )


def _dataset(content: EditionContent) -> str:
    names = ("cases.csv", "case_themes.csv", "case_indicators.csv", "cases.json")
    return _json_ld(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": f"{content.full_title} データ",
            "description": content.about,
            "inLanguage": "ja",
            "license": content.licence_url,
            "datePublished": content.issued_on.isoformat(),
            "creator": {"@type": "GovernmentOrganization", "name": content.publisher},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": name,
                    "encodingFormat": "text/csv" if name.endswith("csv") else "application/json",
                }
                for name in names
            ],
        }
    )


def _json_ld(values: dict[str, Any]) -> str:
    """Return JSON that cannot end the script element it stands in."""
    known = {key: value for key, value in values.items() if value is not None}
    text = json.dumps(known, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
