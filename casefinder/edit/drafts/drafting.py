"""Drafting a case: which answers fill which place, each piece with its origin. Nothing is invented.

A place is filled where the question asked for just that. Where only the meaning of a sentence could tell (whom it suits,
which answer belongs to which trouble), the place stays empty and its `candidates` are offered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from casefinder.ask.questionnaires.lengths import text_length
from casefinder.edit.cases.content import ATTACHMENT, EDITOR, CaseRow, Origin, Rows, Sentence
from casefinder.edit.drafts.facts import RegisterFact, fact_rows, from_register, row_of
from casefinder.edit.drafts.quantities import Quantity, money, quantity, same_unit, thousand_yen
from casefinder.edit.drafts.scaffold import denies
from casefinder.edit.drafts.sources import Shelf, Source
from casefinder.edit.layout.places import BY_KEY
from casefinder.tokyo import day_of

STAGE_STATES = {"idea": "準備中", "trial": "準備中", "running": "継続", "spread": "拡大", "ended": "終了"}


@dataclass(frozen=True)
class Material:
    """All that a draft is made from; `shelf` holds publishable answers only.

    With `is_anonymous` nothing that would name the organisation is drafted: no register facts, no contact, no section.
    """

    shelf: Shelf
    facts: Sequence[RegisterFact]
    submitted_at: datetime
    author_id: int
    is_anonymous: bool = False
    picture_id: int | None = None


def drafted(material: Material) -> dict[str, Rows]:
    """Return the places that the answers fill."""
    made = {key: tuple(row for row in make(material) if row) for key, make in _MAKERS.items()}
    return {key: rows[: BY_KEY[key].rows] for key, rows in made.items() if rows}


def _by_editor(material: Material, text: str, *based_on: str) -> tuple[Sentence, ...]:
    return (Sentence(text, Origin(EDITOR, based_on=based_on, author_id=material.author_id)),)


def _title(material: Material) -> list[CaseRow]:
    return [row_of(text=material.shelf.cell("title"))]


def _lead(material: Material) -> list[CaseRow]:
    return [row_of(text=material.shelf.cell("summary"))]


def _effect_card(material: Material) -> list[CaseRow]:
    """Return the first effect with its number, from before to after: the number after alone would tell another story."""
    shelf = material.shelf
    for number in shelf.rows("effect_rows"):
        before, after = shelf.get("effect_rows.before", number), shelf.get("effect_rows.after", number)
        found = quantity(after.text) if after else None
        pair = same_unit(before.text, after.text) if before and after else None
        if after and found and not found.is_bound and (pair or not before):
            return [
                row_of(
                    value=_change(after, pair) if pair else _alone(after, found),
                    unit=(after.span(*found.unit_span),) if found.unit else (),
                    text=shelf.cell("effect_rows.metric", number),
                )
            ]
    return [row_of(text=shelf.cell("effect_rows.metric", number)) for number in shelf.rows("effect_rows")[:1]]


def _change(after: Source, pair: tuple[Quantity, Quantity]) -> tuple[Sentence, ...]:
    """Return 「640→90」; what stands before both numbers (「年」) is said once."""
    before, now = pair
    said = now.value if before.lead == now.lead and not now.is_about else now.shown
    return (after.shown(f"{before.shown}→{said}"),)


def _alone(after: Source, found: Quantity) -> tuple[Sentence, ...]:
    if found.is_about:
        return (after.shown(found.shown),)
    return (after.span(found.value_span[0] - len(found.lead), found.value_span[1]),)


def _cost_card(material: Material) -> list[CaseRow]:
    shelf = material.shelf
    initial, yearly, funding = shelf.get("cost.initial"), shelf.get("cost.yearly"), shelf.get("cost.funding")
    big, words = (initial, "初期費用。") if initial else (yearly, "年間の費用。")
    amount = _amount(big)
    text: list[Sentence] = []
    if big and amount is not None:
        text.append(big.shown(words))
    if initial and yearly and (more := _amount(yearly)) is not None:
        value, unit = money(more)
        text.append(yearly.shown(f"ほかに年{value}{unit}。"))
    if funding:
        text.append(funding.shown(f"財源は{'・'.join(funding.choices)}。"))
    if big is None or amount is None:
        return [row_of(text=text)]
    value, unit = money(amount)
    return [row_of(value=(big.shown(value),), unit=(big.shown(unit),), text=text)]


def _amount(source: Source | None) -> Decimal | None:
    """Return an amount in thousand yen as it was answered."""
    return thousand_yen(source.text) if source else None


def _effort_card(material: Material) -> list[CaseRow]:
    shape = material.shelf.get("setup_shape")
    return [row_of(text=(shape.shown(f"{shape.text}。"),) if shape else _only(material.shelf, "setup"))]


def _only(shelf: Shelf, name: str) -> tuple[Sentence, ...]:
    """Return the one sentence of a meaning; which of several is meant, an editor says."""
    said = shelf.sentences(name)
    return tuple(said) if len(said) == 1 else ()


def _background(material: Material) -> list[CaseRow]:
    sentences = material.shelf.sentences("background") or material.shelf.sentences("story")
    return [row_of(text=sentences)]


def _steps(material: Material) -> list[CaseRow]:
    shelf = material.shelf
    rows: list[tuple[str, CaseRow]] = []
    started = shelf.get("started")
    if started:
        when = str(started.raw)
        rows.append((when, row_of(when=(started.shown(when),), head=(started.shown("取組を始めた"),))))
    for number in shelf.rows("turning_points"):
        date = shelf.get("turning_points.when", number)
        row = row_of(
            when=(date.shown(str(date.raw)),) if date else (),
            head=shelf.cell("turning_points.event", number),
            text=shelf.cell("turning_points.result", number),
        )
        rows.append((str(date.raw) if date else "9999", row))
    return [row for _, row in sorted(rows, key=lambda each: each[0])]


def _facts(material: Material) -> list[CaseRow]:
    return fact_rows(material.shelf, material.facts, is_anonymous=material.is_anonymous)


def _figure(material: Material) -> list[CaseRow]:
    shelf = material.shelf
    for place, number in enumerate(shelf.rows("effect_rows"), start=1):
        before, after = shelf.get("effect_rows.before", number), shelf.get("effect_rows.after", number)
        pair = same_unit(before.text, after.text) if before and after else None
        if before and after and pair:
            kind = "illustration" if material.picture_id else "bars"
            return [
                row_of(
                    kind=_chosen(material, kind),
                    effect=_by_editor(
                        material, str(place), (shelf.get("effect_rows.metric", number) or after).key
                    ),
                    before_value=(before.span(*pair[0].value_span),),
                    after_value=(after.span(*pair[1].value_span),),
                    unit=(after.span(*pair[1].unit_span),),
                )
            ]
    return [row_of(kind=_chosen(material, "illustration"))] if material.picture_id else []


def _chosen(material: Material, kind: str) -> tuple[Sentence, ...]:
    if kind == "illustration":
        return (Sentence(kind, Origin(ATTACHMENT)),)
    return _by_editor(material, kind)


def _effects(material: Material) -> list[CaseRow]:
    shelf = material.shelf
    rows = []
    for number in shelf.rows("effect_rows"):
        date = shelf.get("effect_rows.as_of", number)
        rows.append(
            row_of(
                metric=shelf.cell("effect_rows.metric", number),
                before=shelf.cell("effect_rows.before", number),
                after=shelf.cell("effect_rows.after", number),
                as_of=(date.shown(str(date.raw)),) if date else (),
                method=shelf.cell("effect_rows.source", number),
            )
        )
    return rows


def _stopped(material: Material) -> list[CaseRow]:
    """Return the whole answer where it fits; a part of it might be what one would do instead."""
    said = material.shelf.sentences("failure")
    length = sum(text_length(each.text) for each in said)
    return [row_of(text=said)] if length <= BY_KEY["stopped"].column("text").limit else []


def _voice(material: Material) -> list[CaseRow]:
    words = material.shelf.cell("advice")
    if not words:
        return []
    section = () if material.is_anonymous else material.shelf.cell("department")
    return [row_of(text=words, who=section or _by_editor(material, "担当者"))]


def _conditions(material: Material) -> list[CaseRow]:
    """Return the smallest beginning, which was asked for by name; whom the rest suits, only a reader can say."""
    smallest = material.shelf.cell("smallest_start")
    if not smallest or denies("".join(each.text for each in smallest)):
        return []
    return [row_of(label=_by_editor(material, "最小の形"), text=smallest)]


def _state(material: Material) -> list[CaseRow]:
    stage = material.shelf.get("stage")
    label = STAGE_STATES.get(str(stage.raw)) if stage else None
    plans = _only(material.shelf, "plans")
    return [row_of(label=(stage.shown(label),) if stage and label else (), text=plans)]


def _contact(material: Material) -> list[CaseRow]:
    if material.is_anonymous:
        return []
    shelf = material.shelf
    rows = [row_of(text=shelf.cell("contact") or shelf.cell("department"))]
    if visits := shelf.get("visits"):
        rows.append(row_of(text=(visits.shown(f"視察・問合せ：{visits.text}"),)))
    return rows


def _sources(material: Material) -> list[CaseRow]:
    day = day_of(material.submitted_at)
    rows = [row_of(text=from_register(f"質問票への回答（{day.year}年{day.month}月{day.day}日）"))]
    if not material.is_anonymous and (address := material.shelf.cell("material.urls")):
        rows.append(row_of(text=address))
    return rows


_MAKERS: dict[str, Callable[[Material], list[CaseRow]]] = {
    "title": _title,
    "lead": _lead,
    "effect_card": _effect_card,
    "cost_card": _cost_card,
    "effort_card": _effort_card,
    "background": _background,
    "steps": _steps,
    "facts": _facts,
    "figure": _figure,
    "effects": _effects,
    "stopped": _stopped,
    "voice": _voice,
    "conditions": _conditions,
    "state": _state,
    "contact": _contact,
    "sources": _sources,
}
