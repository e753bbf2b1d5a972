"""Letters: rows of the outbox, rendered and re-checked when they are sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base, Json
from casefinder.work import WorkMixin


class Letter(WorkMixin, Base):
    """One mail to send. Holds ids, never rendered text or a token; `done_at` is when the server took it."""

    __tablename__ = "letter"
    __table_args__ = (Index(None, "failed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)  # "ask/invitations/invite"
    letter_class: Mapped[str] = mapped_column("class")  # request | receipt | reminder | notice
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id"), index=True)  # whose token it brings
    context: Mapped[dict[str, Any]] = mapped_column(Json)
    message_id: Mapped[str] = mapped_column(
        unique=True
    )  # its own part; whole, with our domain, before the first try
    skipped_reason: Mapped[str | None]  # no longer true when its turn came
    once_key: Mapped[str | None] = mapped_column(unique=True)  # the same act asks for one letter only
    sent_to: Mapped[str | None]
    queued_at: Mapped[datetime]
    not_before: Mapped[datetime | None]  # as asked for; `due_s` says the same by the database's clock
    tries: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # that the letter itself used up: our faults do not
    trouble: Mapped[str | None]  # what the last try met (`troubles.Trouble`); the words are in `failure`
    tried_at: Mapped[datetime | None]


class MailHold(Base):
    """Why all letters are kept until a person lets them go: the database was restored from a backup. One row at most."""

    __tablename__ = "mail_hold"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    since_at: Mapped[datetime]
    backup_at: Mapped[datetime]  # what was sent after it, the database cannot know
    known_until: Mapped[datetime | None]  # the last letter that the logbook tells of; None: it tells of none


class MailStop(Base):
    """Why no letter leaves at present: our own mail server's trouble. One row at most, gone with the next letter taken."""

    __tablename__ = "mail_stop"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trouble: Mapped[str]
    words: Mapped[str]
    since_at: Mapped[datetime]
    tried_at: Mapped[datetime]
    failures: Mapped[int]  # in a row
    next_try_s: Mapped[float] = mapped_column(Float)  # of the database's clock: until then no letter is taken
