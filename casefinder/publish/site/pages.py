"""The pages of the site: path, title, template and values of each, from the same content as the book."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from casefinder.publish import finder
from casefinder.publish.book import matter, numbers
from casefinder.publish.content import CasePage, EditionContent
from casefinder.publish.data.files import file_notes
from casefinder.publish.data.rows import open_cases
from casefinder.publish.figures.bars import paired_bars
from casefinder.publish.figures.furrows import ACCENTS
from casefinder.publish.figures.money import cost_bar, cost_words, man_yen, three_years

FIELDS, AREAS, POPULATION, COST, THEMES = (
    f"lists/{name}.html" for name in ("fields", "areas", "population", "cost", "themes")
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


def lists_of(content: EditionContent) -> dict[str, str]:
    """Return the lists that cases can be found by: path → title; by area only where there are areas."""
    by_area = {AREAS: f"{content.words.region}から"} if content.campaign.regions else {}
    rest = {POPULATION: "人口から", COST: "初期費用から", THEMES: "話題から"}
    return {FIELDS: "分野から", **by_area, **rest}


def menu_of(content: EditionContent) -> tuple[tuple[str, str], ...]:
    """Return the pages of the menu: path and title."""
    return (
        ("find.html", "探し方"), *lists_of(content).items(), ("themes.html", "横断のまとめ"),
        ("numbers.html", numbers_title(content)), ("data.html", "データ"), ("method.html", "調査の方法"),
    )  # fmt: skip


def numbers_title(content: EditionContent) -> str:
    """Return what the page of figures is called."""
    if content.campaign.has_map:
        return "地図と数字"
    return f"{content.words.region}と数字" if content.campaign.regions else "数字"


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
        {
            "troubles": finder.trouble_table(content),
            "money": finder.money_table(content),
            "lists": tuple(lists_of(content).items()),
        },
    )
    families = matter.families(content.theme_summaries)
    yield Page(
        "themes.html", "横断のまとめ", "分野をこえて起きていたこと。", "themes.html", {"families": families}
    )
    where = numbers.map_page(content)
    figures = {
        "where": where,
        "bands": numbers.bands(content),
        "breakdown": numbers.breakdown(content),
    }
    yield Page(
        "numbers.html",
        numbers_title(content),
        f"{where.rows}ごとの数、費用の分布、今の状況。",
        "numbers.html",
        figures,
    )
    files = {"data_files": file_notes(content), "open_count": len(open_cases(content))}
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
    titles = lists_of(content)
    yield _list(FIELDS, titles, "分野ごとの事例。1つの事例が2つ以上の分野に入ることがあります。", fields)
    if AREAS in titles:
        yield _list(AREAS, titles, f"{content.words.regions}ごとの事例。", _areas(content, cases))
    for path, of, words in (
        (POPULATION, finder.population_band, "人口の区分ごとの事例。"),
        (COST, finder.cost_band, "初期費用の区分ごとの事例。"),
    ):
        yield _list(
            path,
            titles,
            words,
            [Group(label, key, found) for (key, label), found in finder.by_band(cases, of)],
        )
    themes = finder.grouped(cases, lambda case: [theme.label for theme in case.themes])
    groups = [Group(label, anchor_of(label), found) for label, found in themes]
    yield _list(THEMES, titles, "編集者が回答の中に認めた話題ごとの事例。", groups)


def _list(path: str, titles: dict[str, str], description: str, groups: list[Group]) -> Page:
    return Page(path, titles[path], description, "list.html", {"groups": groups}, (("find.html", "探し方"),))


def area_anchor(content: EditionContent, case: CasePage) -> str:
    """Return the id of the group that a case stands in on the list of areas."""
    org = case.organisation
    if not org.named:
        return "anone"
    return (
        f"a{org.area_code}"
        if org.area_code or content.place(org) == content.words.whole
        else anchor_of(content.place(org))
    )


def _areas(content: EditionContent, cases: list[CasePage]) -> list[Group]:
    groups: dict[str, Group] = {}
    for case in cases:
        hidden = f"{content.words.region}は非公表"
        name = content.place(case.organisation) or f"{content.words.region}の指定なし"
        anchor = area_anchor(content, case)
        label = name if case.organisation.named else hidden
        groups.setdefault(anchor, Group(label, anchor, [])).cases.append(case)
    order = {f"a{area.code}": area.depth for area in content.campaign.regions}
    return sorted(groups.values(), key=lambda group: order.get(group.anchor, len(order) + 1))


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
            "license": content.licence_url if case.open_data else None,
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
