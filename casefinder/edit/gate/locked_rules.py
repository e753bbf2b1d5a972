"""What of a statement may not be printed: its locked sentences and amounts, and beside them what everyone may read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from casefinder.answer.snapshots.rules import Statement
from casefinder.ask.questionnaires.cells import Cell, cells
from casefinder.ask.questionnaires.kinds.number import quantity
from casefinder.edit.gate.amount_rules import BARE, LockedAmount, amounts_in, is_telling
from casefinder.edit.gate.contact_rules import contacts_in
from casefinder.edit.gate.likeness_rules import LockedText, OpenTexts, all_of, locked_texts
from casefinder.notations.units import unit_of
from casefinder.staff.consent.rules import Target

_TYPED = frozenset({"short_text", "long_text"})
_PERSONS = frozenset({"key_persons.name", "respondent.name"})  # looked for as names
_POST = "respondent.post"
_CONTACT = "contact"  # meant to be printed: whom readers may call


@dataclass(frozen=True)
class Locked:
    """What may not be printed of one statement, and what may.

    Attributes:
        texts: Sentences and short answers.
        amounts: Amounts, of questions for numbers and in texts.
        opens: What everyone may read.
        contacts: Telephone numbers and addresses that the organisation gives to readers.
        posts: Keys of the respondent's post, which may stand below words that are quoted.
        answers: How many answers the case is compared with.
    """

    texts: tuple[LockedText, ...] = ()
    amounts: tuple[LockedAmount, ...] = ()
    opens: OpenTexts = field(default_factory=lambda: OpenTexts(()))
    contacts: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    answers: int = 0


def locked_of(said: Statement, names: Iterable[str] = ()) -> Locked:
    """Return what may not be printed of a statement.

    Args:
        said: What counts of a response.
        names: What its organisation is called, which is no secret.
    """
    open_keys = said.publishable(Target.EVERYONE)
    told = [cell for cell in cells(said.document, said.answers) if not cell.is_empty]
    opens = [str(cell.value) for cell in told if cell.part.kind in _TYPED and cell.key in open_keys]
    closed = [cell for cell in told if cell.key not in open_keys]
    texts = [text for cell in closed for text in _texts(cell)]
    texts += [text for file in _hidden_files(said) for text in locked_texts(*file)]
    return Locked(
        tuple(texts),
        tuple(amount for cell in closed for amount in _amounts(cell)),
        all_of((*names, *opens, *(item.title for item in said.document.items()))),
        frozenset(
            each.value
            for cell in told
            if cell.place.about == _CONTACT and cell.key in open_keys
            for each in contacts_in(_typed(cell))
        ),
        frozenset(cell.key for cell in closed if cell.part.means == _POST),
        sum(1 for cell in closed if cell.part.kind in _TYPED or cell.part.kind == "number"),
    )


def _typed(cell: Cell) -> str:
    return str(cell.value) if cell.part.kind in _TYPED else cell.text


def _texts(cell: Cell) -> tuple[LockedText, ...]:
    if cell.part.kind not in _TYPED or cell.part.means in _PERSONS:
        return ()
    return locked_texts(cell.key, _typed(cell), is_short=cell.part.kind == "short_text")


def _hidden_files(said: Statement) -> Iterator[tuple[str, str]]:
    for file in said.files:
        if file.description.strip() and not said.may_show(file, Target.EVERYONE).allowed:
            yield file.question_key, file.description


def _amounts(cell: Cell) -> Iterator[LockedAmount]:
    if cell.part.kind == "number":
        if (asked := _asked(cell)) is not None and is_telling(asked, is_asked=True):
            yield asked
    elif cell.part.kind in _TYPED:
        for told in amounts_in(_typed(cell)):
            words = _typed(cell)[told.start : told.end]
            amount = LockedAmount(told.number, told.kind, cell.key, words)
            if told.kind not in (BARE, "date", "年", "月", "日") and is_telling(amount, is_asked=False):
                yield amount


def _asked(cell: Cell) -> LockedAmount | None:
    told = quantity(cell.part, cell.value)
    if told is None:
        return None
    unit = unit_of(told.unit or cell.part.unit)
    kind, worth = (unit.kind, unit.worth) if unit else (told.unit or cell.part.unit, Decimal(1))
    return LockedAmount(told.number * worth, kind, cell.key, cell.text)
