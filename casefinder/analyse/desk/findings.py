"""What the engine found in a text: names and figures, as the desk shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding.texts import LongText
from casefinder.analyse.suggestions.models import Finding
from casefinder.answer.texts.models import SourceText


@dataclass(frozen=True)
class Figure:
    """An effect figure as the engine read it."""

    text: str
    metric: str
    before: str
    after: str
    unit: str
    change: str
    status: str
    certainty: str


def findings_of(session: Session, response_id: int) -> list[tuple[str, Finding]]:
    """Return what was found in the present texts, each with its field's key."""
    rows = session.execute(
        select(SourceText.key, Finding)
        .join(SourceText, Finding.source_text_id == SourceText.id)
        .where(Finding.response_id == response_id, Finding.kind != "keyphrase")
        .where(SourceText.superseded_at.is_(None))
        .order_by(Finding.start_char, Finding.id)
    )
    return [(key, found) for key, found in rows]


def entities_in(text: LongText, findings: Iterable[Finding]) -> tuple[tuple[str, str], ...]:
    words = (
        (f.label, text.text[f.start_char : f.end_char])
        for f in findings
        if f.kind == "entity" and f.label != "EFFECT"
    )
    return tuple(dict.fromkeys(words))


def figures_in(findings: Iterable[Finding]) -> tuple[Figure, ...]:
    return tuple(_figure(f.detail) for f in findings if f.kind == "figure")


def _figure(detail: Mapping[str, Any]) -> Figure:
    before, after, value = detail.get("before"), detail.get("after"), detail.get("value")
    shown = after if after not in (None, "") else value
    return Figure(
        str(detail.get("text") or ""), str(detail.get("metric") or ""), _plain(before), _plain(shown),
        str(detail.get("unit") or ""), _change(before, after), str(detail.get("status") or ""),
        str(detail.get("certainty") or ""),
    )  # fmt: skip


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,}"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value) if value else ""


def _change(before: object, after: object) -> str:
    if not isinstance(before, int | float) or not isinstance(after, int | float) or not before:
        return ""
    percent = round(100 * (after - before) / before)
    return f"{'▲' if percent > 0 else '▼'}{abs(percent)}%" if percent else ""
