"""Kinds of letter: what each is called, what class of letter it is, and how early it may leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LetterClass(StrEnum):
    """What a letter is to the one who gets it."""

    REQUEST = "request"  # asks for something, and brings the link
    RECEIPT = "receipt"  # answers at once what the recipient did
    REMINDER = "reminder"  # asks once more; one organisation gets one a day
    NOTICE = "notice"  # tells something


def at_once(asked_at: datetime) -> datetime:
    """Return when a letter asked for at `asked_at` may leave: the same moment."""
    return asked_at


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter.

    Args:
        name: `ask/invitations/invite`: the room and the letter, as stored.
        label: What staff pages call it, an English message id.
        letter_class: What it is to its recipient.
        not_before: Asked-for instant → the earliest instant at which it may leave (both UTC).
    """

    name: str
    label: str
    letter_class: LetterClass
    not_before: Callable[[datetime], datetime] = at_once
