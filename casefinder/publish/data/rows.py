"""An edition's content as rows of the open data; cases without consent to open data are left out."""

import re
from collections.abc import Iterator

from casefinder.kana import katakana
from casefinder.notations.dates import month_of
from casefinder.publish.content import CasePage, EditionContent, licence_of
from casefinder.publish.data.schema import CASES, CODES, INDICATORS, THEMES, Table
from casefinder.publish.finder import COST_BANDS, POPULATION_BANDS, STATES, TROUBLE_ROWS

_DATE_LIKE = re.compile(
    r"(?:[0-9]+e?[0-9]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)"
    r"(?:-(?:[0-9]+e?[0-9]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*))*"
)
Value = str | int | None
Row = dict[str, Value]


def open_cases(content: EditionContent) -> tuple[CasePage, ...]:
    """Return the cases that may stand in the data, by number."""
    return tuple(sorted((case for case in content.cases if case.open_data), key=lambda case: case.number))


def edition_id(content: EditionContent) -> str:
    """Return the identifier of the edition: its short name, with a word before it where a spreadsheet would read a date."""
    return f"edition-{content.slug}" if _DATE_LIKE.fullmatch(content.slug) else content.slug


def case_id(content: EditionContent, case: CasePage) -> str:
    """Return the identifier of a case in this edition."""
    return f"{edition_id(content)}-{case.code}"


def rows_of(content: EditionContent, table: Table) -> list[Row]:
    """Return all rows of one table; every row has every column."""
    makers = {CASES.name: _cases, THEMES.name: _themes, INDICATORS.name: _indicators, CODES.name: _codes}
    return list(makers[table.name](content))


def _cases(content: EditionContent) -> Iterator[Row]:
    chapters = {chapter.key: chapter for chapter in content.chapters}
    for case in open_cases(content):
        org, state = case.organisation, case.state
        yield {
            "case_id": case_id(content, case),
            "edition": edition_id(content),
            "case_number": case.number,
            "title": case.title,
            "summary": case.lead,
            "organisation_code": org.code or None,
            "organisation_name": org.name,
            "organisation_name_kana": katakana(org.kana) or None,
            "organisation_kind": org.kind or None,
            "prefecture_name": (org.prefecture or content.prefecture) if org.named else None,
            "subprefecture_code": org.area_code or None,
            "subprefecture_name": org.area_name or None,
            "chapter_code": case.chapter,
            "chapter_name": chapters[case.chapter].title,
            "stage": case.stage or None,
            "started": month_of(case.started) or None,
            "started_text": case.started or None,
            "population": case.population,
            "headcount": case.headcount,
            "months": case.months,
            "initial_cost_thousand_yen": case.cost.initial_thousand_yen,
            "yearly_cost_thousand_yen": case.cost.yearly_thousand_yen,
            "main_trouble": case.trouble_row or None,
            "status": state.label if state else None,
            "status_confirmed_on": state.confirmed_on.isoformat() if state and state.confirmed_on else None,
            "products": case.products or None,
            "licence": licence_of(content, case),
        }


def _themes(content: EditionContent) -> Iterator[Row]:
    for case in open_cases(content):
        identifier = case_id(content, case)
        plain = (("field", case.fields), ("technology", case.technologies), ("funding", case.cost.funding))
        for scheme, labels in plain:
            for label in labels:
                yield {"case_id": identifier, "scheme": scheme, "code": None, "label": label, "family": None}
        for theme in case.themes:
            yield {
                "case_id": identifier,
                "scheme": "theme",
                "code": theme.key,
                "label": theme.label,
                "family": theme.family,
            }


def _indicators(content: EditionContent) -> Iterator[Row]:
    for case in open_cases(content):
        for position, effect in enumerate(case.effects, start=1):
            yield {
                "case_id": case_id(content, case),
                "row": position,
                "metric": effect.metric,
                "before_text": effect.before or None,
                "after_text": effect.after or None,
                "before_value": None if effect.before_value is None else f"{effect.before_value:f}",
                "after_value": None if effect.after_value is None else f"{effect.after_value:f}",
                "unit": effect.unit or None,
                "as_of": month_of(effect.as_of) or None,
                "as_of_text": effect.as_of or None,
                "method": effect.method or None,
                "certainty": effect.certainty or None,
            }


def _codes(content: EditionContent) -> Iterator[Row]:
    def row(name: str, code: str, label: str, note: str = "") -> Row:
        return {"list": name, "code": code, "label": label, "note": note or None}

    for chapter in content.chapters:
        yield row("chapter_code", chapter.key, chapter.title, f"第{chapter.number}章")
    for letter, label in (("A", "実測"), ("B", "推計"), ("C", "実感")):
        yield row("certainty", letter, label)
    for label in STATES:
        yield row("status", label, label)
    for label, hint in TROUBLE_ROWS:
        yield row("main_trouble", label, label, hint)
    for scheme, label in (("field", "分野"), ("technology", "技術"), ("funding", "財源"), ("theme", "話題")):
        yield row("scheme", scheme, label)
    for name, bands in (("population_band", POPULATION_BANDS), ("cost_band", COST_BANDS)):
        for key, label, _ in bands:
            yield row(name, key, label)
    for area in content.campaign.areas:
        if area.code:
            yield row("subprefecture_code", area.code, area.name)
    themes = {theme.key: theme for case in open_cases(content) for theme in case.themes}
    for key in sorted(themes):
        yield row("theme", key, themes[key].label, themes[key].family)
