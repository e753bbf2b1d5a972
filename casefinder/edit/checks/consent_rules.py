"""What may not be printed: closed answers, names of persons, an organisation that stays unnamed."""

from collections.abc import Iterator

from casefinder.edit.cases.content import CaseContent
from casefinder.edit.cases.showing import is_publishable
from casefinder.edit.checks import word_rules, words
from casefinder.edit.checks.cells import cells
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import Finding, Group
from casefinder.errors import N_


def consent(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find what may not be published, and a consent that is missing."""
    if not known.may_print:
        yield Finding(Group.FIX, "consent", N_("The respondent does not agree to print"))
        return
    for place, row, column, sentence in content.sentences():
        if not is_publishable(sentence.origin, known.publishable):
            hidden = (key for key in sentence.origin.questions() if key not in known.publishable)
            keys = ", ".join(dict.fromkeys(known.number_of(key) for key in hidden))
            yield Finding(
                Group.FIX, "consent", N_("The answer to %(keys)s may not be published"), {"keys": keys},
                place, row, column,
            )  # fmt: skip


def persons(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find names of persons that may not be printed; where the gate has looked, people decide on what it found."""
    if known.passed is not None:
        yield from word_rules.persons(content, known)
        return
    for place, row, column, text in cells(content):
        for name in words.names_in(text, known.person_names):
            message = N_("The name of a person without consent: %(name)s")
            yield Finding(Group.FIX, "person", message, {"name": name}, place, row, column)
        for name in words.family_names_in(text, known.person_names):
            message = N_("Perhaps the name of a person: %(name)s")
            yield Finding(Group.CHECK, "person", message, {"name": name}, place, row, column)


def unnamed(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find what would name an organisation that stays unnamed."""
    if not known.is_anonymous or not known.may_print:
        return
    for place, row, column, text in cells(content):
        for name in known.organisation_names:
            if name in text:
                message = N_("The organisation is to stay unnamed: %(name)s")
                yield Finding(Group.FIX, "named", message, {"name": name}, place, row, column)
                break
    for place, row, column, sentence in content.sentences():
        if sentence.origin.kind == "register" and place == "facts":
            message = N_("A fact of the register may give the organisation away")
            yield Finding(Group.FIX, "named", message, {}, place, row, column)
            return
