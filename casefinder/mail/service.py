"""Letters: queue one now, render it when its turn comes, hand it to the postman.

`rooms.py` makes each room's kinds of letter known; the builder gets the row at send time and returns the rendered
mail, or says why it is no longer to be sent.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import child, work
from casefinder.config import Settings
from casefinder.db import database_seconds
from casefinder.mail.models import Letter
from casefinder.mail.post import REFUSED
from casefinder.mail.rules import LetterKind

SEND_MEMORY_MB = 1024


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
        message_id=make_msgid(domain="casefinder.invalid"), queued_at=now, requested_at=now, progress={},
        not_before=earliest if waits_s > 0 else None,
        due_s=database_seconds(session) + waits_s if waits_s > 0 else 0.0,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    work.request(session, "letter")
    return letter


def render(session: Session, letter: Letter, desk: Desk, now: datetime) -> Mail | Skip:
    """Build the mail as it is true now."""
    _kind, builder = _builders[letter.kind]
    return builder(session, letter, desk, now)


def clean_header(text: str) -> str:
    """Return the text fit for a mail header: no line breaks, no control characters."""
    return "".join(" " if ch in "\u2028\u2029" or not ch.isprintable() else ch for ch in text).strip()[:400]


def to_message(mail: Mail, *, settings: Settings, message_id: str, now: datetime) -> EmailMessage:
    """Return the mail as a message with fixed headers."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = clean_header(mail.to)
    message["Subject"] = clean_header(mail.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, charset="utf-8", cte="8bit")
    return message


class Postman(Protocol):
    """Who carries a message out of the house."""

    def send(self, message: EmailMessage, *, on_tick: Callable[[], None] | None = None) -> None:
        """Hand it over, or raise `child.ChildFailed`."""


class SmtpPostman:
    """Sends through SMTP in a child process, with a hard limit on the whole conversation."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def send(self, message: EmailMessage, *, on_tick: Callable[[], None] | None = None) -> None:
        """Hand the message to the SMTP server.

        Raises:
            child.ChildFailed: The server refused for now, hung or could not be reached.
            work.GiveUp: The server refused the address or the mail for good.
        """
        order = {
            "host": self.settings.smtp_host,
            "port": self.settings.smtp_port,
            "starttls": self.settings.smtp_starttls,
            "timeout_s": self.settings.smtp_timeout_s,
            "message": base64.b64encode(message.as_bytes()).decode(),
        }
        limits = child.Limits(timeout_s=2.0 * self.settings.smtp_timeout_s, memory_mb=SEND_MEMORY_MB)
        try:
            child.run(
                "casefinder.mail.post", limits=limits, stdin=json.dumps(order).encode(), on_tick=on_tick
            )
        except child.ChildFailed as error:
            if str(error).startswith(REFUSED):
                raise work.GiveUp(str(error)) from error
            raise
