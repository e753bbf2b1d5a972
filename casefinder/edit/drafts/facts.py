"""The basic facts of a case: dated values of the register, and what the answers say of the initiative."""

from collections.abc import Sequence
from dataclasses import dataclass

from casefinder.ask.organisations.rules import FACTS
from casefinder.ask.questionnaires.lengths import text_length
from casefinder.edit.cases.content import REGISTER, CaseRow, Origin, Sentence
from casefinder.edit.drafts.sources import Shelf
from casefinder.edit.layout.places import BY_KEY


@dataclass(frozen=True)
class RegisterFact:
    """A dated value of the register."""

    kind: str
    value: float
    year: int


def row_of(**cells: Sequence[Sentence]) -> CaseRow:
    """Return a row of the cells that hold something."""
    return {column: tuple(sentences) for column, sentences in cells.items() if sentences}


def from_register(text: str) -> tuple[Sentence, ...]:
    """Return words that the register says."""
    return (Sentence(text, Origin(REGISTER)),) if text else ()


def fact_rows(shelf: Shelf, facts: Sequence[RegisterFact], *, is_anonymous: bool) -> list[CaseRow]:
    """Return the basic facts; of an organisation that stays unnamed nothing from the register."""
    rows: list[CaseRow] = []
    newest = {fact.kind: fact for fact in sorted(facts, key=lambda fact: fact.year)}
    for kind in () if is_anonymous else FACTS:
        if fact := newest.get(kind.key):
            rows.append(
                row_of(label=from_register(kind.printed), value=from_register(_number(fact.value)),
                       unit=from_register(kind.unit), as_of=from_register(str(fact.year)))
            )  # fmt: skip
    told = [("開始", "started"), ("段階", "stage"), ("推進体制", "setup_shape"), _tools(shelf)]
    if not is_anonymous:
        told.insert(0, ("担当", "department"))
    for label, name in told:
        if source := shelf.get(name):
            told_as = source.shown(str(source.raw)) if name == "started" else source.whole()
            rows.append(row_of(label=(source.shown(label),), value=(told_as,)))
    size, what = shelf.get("scale.amount"), shelf.get("scale.note")
    if size and what:
        rows.append(row_of(label=(size.shown("規模"),), value=(size.shown(f"{size.text} "), what.whole())))
    return rows


def _tools(shelf: Shelf) -> tuple[str, str]:
    """Return which answer tells of the tools: the products by name if they fit, else their kinds."""
    products = shelf.get("tools.products")
    limit = BY_KEY["facts"].column("value").limit
    fits = products is not None and text_length(products.text) <= limit
    return "使った仕組み", "tools.products" if fits else "tools.kinds"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")
