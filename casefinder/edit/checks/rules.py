"""What is to be put right before print, what is to be looked at, and what is in order."""

from collections.abc import Callable, Iterable, Iterator

from casefinder.edit.cases.content import CaseContent
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.consent_rules import consent, persons, unnamed
from casefinder.edit.checks.filling_rules import details_set, filled, fits, lines
from casefinder.edit.checks.finding import Finding, Group
from casefinder.edit.checks.freshness_rules import fresh, unchanged
from casefinder.edit.checks.number_rules import dated, figure
from casefinder.edit.checks.spelling_rules import printable, spelled
from casefinder.edit.checks.word_rules import confirmed, looked_through, said
from casefinder.errors import N_

Check = Callable[[CaseContent, Circumstances], Iterator[Finding]]


def findings(content: CaseContent, known: Circumstances) -> tuple[Finding, ...]:
    """Return all findings: 直すもの first, then 確かめるもの, then 済 for each check that found nothing."""
    found: list[Finding] = []
    for check, done in CHECKS:
        own = list(check(content, known))
        found += own or [Finding(Group.DONE, check.__name__, done)]
    order = list(Group)
    return tuple(sorted(found, key=lambda each: order.index(each.group)))


def to_fix(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what keeps a case from being approved."""
    return tuple(each for each in found if each.group is Group.FIX)


CHECKS: tuple[tuple[Check, str], ...] = (
    (consent, N_("Consent and publication level hold")),
    (filled, N_("Every place is filled")),
    (details_set, N_("Chapter, trouble, people and time are set")),
    (fits, N_("Everything fits its place")),
    (dated, N_("Numbers have unit, date and certainty")),
    (figure, N_("The figure is complete")),
    (persons, N_("No name of a person")),
    (unnamed, N_("What stays unnamed is not named")),
    (said, N_("Nothing is said that may not be printed")),
    (looked_through, N_("All words were looked through for names")),
    (confirmed, N_("The organisation has confirmed the case")),
    (printable, N_("All characters are in the book's fonts")),
    (fresh, N_("Confirmed within 12 months")),
    (unchanged, N_("The answers are as they were taken over")),
    (lines, N_("No last line of one or two characters")),
    (spelled, N_("Digits are half-width")),
)
