"""Letters: queue one now, render it when its turn comes, hand it to the postman.

`rooms.py` makes each room's kinds of letter known; the builder gets the row at send time and returns the rendered
mail, or says why it is no longer to be sent.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.config import Settings
from casefinder.db import database_seconds
from casefinder.mail.models import Letter
from casefinder.mail.rules import LetterKind
from casefinder.mail.wire import Sender, sender_of, written


@dataclass(frozen=True)
class Mail:
    """A rendered mail: one recipient, a subject that says the act, plain text."""

    to: str
    subject: str
    body: str


@dataclass(frozen=True)
class Skip:
    """The letter is no longer true; `reason` is an English message id."""

    reason: str


@dataclass(frozen=True)
class Desk:
    """What a letter is written with: the installation's settings, and its templates."""

    settings: Settings
    render: Callable[..., str]  # name of a template, named values → text


Builder = Callable[[Session, Letter, Desk, datetime], Mail | Skip]
_builders: dict[str, tuple[LetterKind, Builder]] = {}


def register(kind: LetterKind, builder: Builder) -> None:
    """Make a kind of letter known with the function that writes it; called where the application is put together."""
    _builders[kind.name] = (kind, builder)


def kinds() -> tuple[LetterKind, ...]:
    """Return all known kinds of letter."""
    return tuple(kind for kind, _builder in _builders.values())


def queue(
    session: Session,
    kind: LetterKind,
    *,
    now: datetime,
    organisation_id: int | None = None,
    invitation_id: int | None = None,
    link_id: int | None = None,
    once_key: str | None = None,
    not_before: datetime | None = None,
    **context: Any,
) -> Letter:
    """Put one letter into the outbox; it leaves after the transaction is stored.

    Args:
        session: A writing session.
        kind: Which kind.
        now: When it was asked for (UTC).
        organisation_id: To whom it goes.
        invitation_id: Which invitation it is about.
        link_id: Whose token it brings, or whose holder it answers.
        once_key: A second request with the same key changes nothing and returns the first letter.
        not_before: It does not leave earlier than this (UTC), nor earlier than its kind allows.
        context: Ids and plain values that the builder needs; never a token.
    """
    if once_key is not None:
        known = session.scalar(select(Letter).where(Letter.once_key == once_key))
        if known is not None:
            return known
    earliest = max(kind.not_before(now), not_before or now)
    waits_s = (earliest - now).total_seconds()
    letter = Letter(
        kind=kind.name, letter_class=kind.letter_class.value, organisation_id=organisation_id,
        invitation_id=invitation_id, link_id=link_id, context=context, once_key=once_key,
        message_id=secrets.token_hex(16), queued_at=now, requested_at=now, progress={},
        not_before=earliest if waits_s > 0 else None,
        due_s=database_seconds(session) + waits_s if waits_s > 0 else 0.0,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    work.request(session, "letter")
    return letter


def is_known(kind: str) -> bool:
    """Say whether this version of the programme can write a letter of a kind."""
    return kind in _builders


def render(session: Session, letter: Letter, desk: Desk, now: datetime) -> Mail | Skip:
    """Build the mail as it is true now."""
    _kind, builder = _builders[letter.kind]
    return builder(session, letter, desk, now)


def is_whole(message_id: str) -> bool:
    """Say whether a letter's Message-ID is fixed already."""
    return message_id.startswith("<")


def own_part(message_id: str) -> str:
    """Return the part of a Message-ID that is the letter's own, with or without our domain behind it."""
    return message_id.removeprefix("<").partition("@")[0]


def make_whole(session: Session, letter_id: int, settings: Settings) -> str:
    """Fix a letter's Message-ID before its first try: from then on it is the same, so that a second delivery is known as one."""
    letter = session.get_one(Letter, letter_id)
    if not is_whole(letter.message_id):
        letter.message_id = f"<{letter.message_id}@{sender(settings).domain}>"
    return letter.message_id


def sender(settings: Settings) -> Sender:
    """Return whom all letters come from."""
    return sender_of(settings.mail_from) or Sender("", settings.mail_from)


def message_of(mail: Mail, *, settings: Settings, message_id: str, now: datetime) -> EmailMessage:
    """Return the mail as it goes over the wire."""
    return written(
        sender=sender(settings), to=mail.to, subject=mail.subject, body=mail.body, message_id=message_id, now=now,
        reply_to=settings.email,
    )  # fmt: skip
