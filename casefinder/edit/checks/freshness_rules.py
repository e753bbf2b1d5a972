"""What has grown old: the confirmation, and words that the answer no longer has."""

from collections.abc import Iterator

from casefinder.edit.cases.content import ANSWER, CaseContent
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import DETAILS, Finding, Group
from casefinder.errors import N_

MONTHS_FRESH = 12


def fresh(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find that the case was confirmed too long ago."""
    confirmed = content.details.confirmed_on
    if confirmed is None:
        return
    months = (known.today.year - confirmed.year) * 12 + known.today.month - confirmed.month
    if months > MONTHS_FRESH or (months == MONTHS_FRESH and known.today.day > confirmed.day):
        yield Finding(Group.CHECK, "stale", N_("Confirmed more than 12 months ago"), {}, DETAILS)


def unchanged(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find sentences whose words the answer no longer has."""
    for place, row, column, sentence in content.sentences():
        origin = sentence.origin
        if origin.kind != ANSWER or origin.start is None or origin.question_key is None:
            continue
        if known.has_statement and not (origin.stands and origin.stands.is_present):
            message = N_("The answer to %(key)s was corrected since")
            yield Finding(
                Group.CHECK,
                "corrected",
                message,
                {"key": known.number_of(origin.question_key)},
                place,
                row,
                column,
            )
