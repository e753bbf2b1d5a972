"""The letters about releases that the division's own people get."""

from casefinder.errors import N_
from casefinder.mail.rules import LetterClass, LetterKind

CONCERN = LetterKind(
    "publish/releases/concern", N_("A release needs a publisher's decision"), LetterClass.NOTICE
)
STOPPED = LetterKind("publish/releases/stopped", N_("A release was stopped"), LetterClass.NOTICE)
RESUMED = LetterKind("publish/releases/resumed", N_("A release is public again"), LetterClass.NOTICE)
