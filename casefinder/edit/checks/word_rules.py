"""What a case needs before print beside its text: the organisation's word."""

from collections.abc import Iterator

from casefinder.edit.cases.content import CaseContent
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import CONFIRMATION, Finding, Group
from casefinder.errors import N_


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
