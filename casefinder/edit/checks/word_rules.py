"""What a case says that may not be printed, whether it was looked through, and the organisation's word."""

from collections.abc import Iterator

from casefinder.edit.cases.content import CaseContent
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import CONFIRMATION, Finding, Group
from casefinder.edit.gate.find_rules import Find, Kind
from casefinder.edit.layout.places import BY_KEY
from casefinder.errors import N_

MESSAGES: dict[Kind, str] = {
    Kind.ANSWER: N_("It says what the answer to %(number)s says, which is not public"),
    Kind.AMOUNT: N_("The amount %(words)s is that of %(number)s, which is not public"),
    Kind.PERSON: N_("The name of a person: %(words)s"),
    Kind.PHONE: N_("A telephone number: %(words)s"),
    Kind.MAIL: N_("An e-mail address: %(words)s"),
    Kind.UNREAD: N_("No machine may look for names in the words of the answers; a person has to"),
}


def said(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find what is said and was not decided to be printed; names of persons have a check of their own."""
    for find in _undecided(known):
        if find.kind is not Kind.PERSON:
            yield _finding(find, known)


def persons(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find names of persons on which nobody has decided that they may be printed."""
    for find in _undecided(known):
        if find.kind is Kind.PERSON:
            yield _finding(find, known)


def _undecided(known: Circumstances) -> tuple[Find, ...]:
    return known.passed.in_the_way if known.passed and known.may_print else ()


def _finding(find: Find, known: Circumstances) -> Finding:
    values: dict[str, object] = {"words": find.words, "number": known.number_of(find.against)}
    is_block = find.place in BY_KEY
    place = find.place if is_block else ""
    return Finding(
        Group.FIX, "find", MESSAGES[find.kind], values, place, find.row if is_block else None, find.column
    )


def looked_through(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find that the engine has not looked through all words yet."""
    if known.passed is None or not known.passed.unread or not known.may_print:
        return
    values: dict[str, object] = {"count": known.passed.unread}
    waits = N_("Being looked through for names: %(count)s text(s)")
    stuck = N_("The search for names failed; start it again: %(count)s text(s)")
    yield Finding(Group.FIX, "unread", stuck if known.passed.is_stuck else waits, values)


def confirmed(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find that the organisation has not said yes, or to an earlier text."""
    if known.passed is None:
        return
    word = known.passed.confirmed
    if word is None:
        message = N_("The organisation has not confirmed the case: by whom, when and how")
        yield Finding(Group.FIX, "unconfirmed", message, {}, CONFIRMATION)
    elif not word.is_of_this_text:
        message = N_("The text was changed after the organisation confirmed it")
        yield Finding(Group.FIX, "confirmed_before", message, {}, CONFIRMATION)
