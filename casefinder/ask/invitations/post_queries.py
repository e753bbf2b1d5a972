"""Reading the post: what waits, what did not arrive, what was sent, and whether our own mail server takes letters."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.organisations.queries import is_sought
from casefinder.errors import N_
from casefinder.mail.models import Letter, MailHold, MailStop
from casefinder.mail.outbox import is_due
from casefinder.mail.troubles import OURS, Trouble

PAGE_SIZE = 50
HELD = N_("Letters are held: a backup was restored")
IDLE_AFTER = timedelta(minutes=10)
_OURS = tuple(each.value for each in OURS)


class Pile(StrEnum):
    """Where a letter lies."""

    WAITING = "waiting"
    FAILED = "failed"
    SENT = "sent"


@dataclass(frozen=True)
class Stop:
    """Our own mail server's trouble."""

    trouble: Trouble
    words: str
    since_at: datetime
    tried_at: datetime
    next_at: datetime


@dataclass(frozen=True)
class Hold:
    """A backup was restored: nothing leaves until a person says so."""

    since_at: datetime
    backup_at: datetime
    known_until: datetime | None  # until when the logbook tells what was sent


@dataclass(frozen=True)
class State:
    """How the post stands: how many letters lie where, and what keeps all of them."""

    waiting: int
    failed: int
    sent: int
    put_off: int  # of those that wait: the recipient's side asked for later
    stop: Stop | None
    idle_since: datetime | None  # letters wait and nobody tries any
    hold: Hold | None = None

    @property
    def is_well(self) -> bool:
        """Say whether nothing of our own keeps letters."""
        return self.stop is None and self.idle_since is None and self.hold is None


@dataclass(frozen=True)
class Line:
    """One letter with whom it is for."""

    id: int
    kind: str
    organisation: str
    campaign_id: int | None
    invitation_id: int | None
    to: str
    queued_at: datetime
    tried_at: datetime | None
    next_at: datetime | None
    done_at: datetime | None
    failed_at: datetime | None
    trouble: Trouble | None
    failure: str | None
    attempts: int


def is_newest() -> ColumnElement[bool]:
    """Return the condition that an invitation has no newer letter: what failed before it was mended."""
    newer = aliased(Letter)
    return ~select(newer.id).where(newer.invitation_id == Letter.invitation_id, newer.id > Letter.id).exists()


def is_waiting() -> ColumnElement[bool]:
    """Return the condition that a letter is still to leave."""
    return and_(Letter.done_at.is_(None), Letter.failed_at.is_(None))


def is_put_off() -> ColumnElement[bool]:
    """Return the condition that a letter waits because its recipient's side, not our house, did not take it."""
    return and_(is_waiting(), Letter.trouble.is_not(None), Letter.trouble.not_in(_OURS))


def has_failed() -> ColumnElement[bool]:
    """Return the condition that a letter did not arrive and nothing was sent since."""
    return and_(Letter.failed_at.is_not(None), is_newest())


def was_sent() -> ColumnElement[bool]:
    """Return the condition that the mail server took a letter."""
    return and_(Letter.done_at.is_not(None), Letter.skipped_reason.is_(None))


_PILES = {
    Pile.WAITING: is_waiting,
    Pile.FAILED: has_failed,
    Pile.SENT: was_sent,
}


def state(session: Session, now: datetime) -> State:
    """Return how the post stands, in one question and one for the stop."""
    numbers = [func.count(case((condition(), 1))) for condition in (*_PILES.values(), is_put_off)]
    untried = and_(is_waiting(), Letter.attempts == 0, is_due(now))
    columns: list[Any] = [
        *numbers, func.min(case((untried, Letter.queued_at))), func.max(Letter.tried_at),
    ]  # fmt: skip
    waiting, failed, sent, put_off, oldest, tried = list(session.execute(select(*columns)).one())
    stop, hold = keepers(session)
    is_idle = not (stop or hold) and oldest and max(oldest, tried or oldest) < now - IDLE_AFTER
    return State(waiting, failed, sent, put_off, stop, oldest if is_idle else None, hold)


def keepers(session: Session) -> tuple[Stop | None, Hold | None]:
    """Return what keeps all letters: our own mail server's trouble, and a restore; asked in one question."""
    nothing = select(literal(1).label("one")).subquery()
    both = select(MailStop, MailHold).select_from(
        nothing.outerjoin(MailStop, true()).outerjoin(MailHold, true())
    )
    stop, hold = session.execute(both).one()
    return _stop(stop) if stop else None, Hold(
        hold.since_at, hold.backup_at, hold.known_until
    ) if hold else None


def _stop(found: MailStop) -> Stop:
    return Stop(
        Trouble(found.trouble), found.words, found.since_at, found.tried_at, instant(found.next_try_s)
    )


def instant(seconds: float) -> datetime:
    """Return an instant of the database's clock."""
    return datetime.fromtimestamp(seconds, UTC)


SORTS: dict[str, tuple[Any, ...]] = {
    "newest": (Letter.id.desc(),),
    "oldest": (Letter.id,),
    "name": (Organisation.kana, Organisation.id, Letter.id),
    "kind": (Letter.kind, Letter.id),
}


def lines_of(pile: Pile, words: str = "") -> Select[*tuple[Any, ...]]:
    """Return the letters of a pile, with whom they are for; one need not be about an invitation.

    Args:
        pile: Which.
        words: In the name, reading or code of the organisation, or in the address a letter goes to.
    """
    found = (
        select(Letter, Organisation, Invitation, Link.recipient)
        .outerjoin(Invitation, Letter.invitation_id == Invitation.id)
        .outerjoin(Organisation, Invitation.organisation_id == Organisation.id)
        .outerjoin(Link, Letter.link_id == Link.id)
        .where(_PILES[pile]())
    )
    return found.where(or_(is_sought(words), *_addressed(words))) if words else found


def _addressed(words: str) -> list[ColumnElement[bool]]:
    return [
        address.icontains(words, autoescape=True)
        for address in (Letter.sent_to, Link.recipient, Invitation.recipient_email)
    ]


def usual_order(pile: Pile) -> str:
    """Return in which order a pile stands: what was sent newest first, the rest in the order in which it is tried."""
    return "newest" if pile is Pile.SENT else "oldest"


def count(session: Session, found: Select[*tuple[Any, ...]]) -> int:
    """Return how many letters a selection has."""
    inner = found.with_only_columns(Letter.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def page_of(session: Session, pile: Pile, *, words: str = "", sort: str = "", page: int = 1) -> list[Line]:
    """Return one page of a pile."""
    return batch(session, pile, PAGE_SIZE, (page - 1) * PAGE_SIZE, words=words, sort=sort)


def batch(
    session: Session, pile: Pile, size: int, offset: int, *, words: str = "", sort: str = ""
) -> list[Line]:
    """Return some letters of a pile, in order (a key of `SORTS`, else as usual)."""
    order = SORTS.get(sort, SORTS[usual_order(pile)])
    found = lines_of(pile, words).order_by(*order).limit(size).offset(offset)
    return [_line(*row) for row in session.execute(found)]


def _line(
    letter: Letter, organisation: Organisation | None, invitation: Invitation | None, own: str | None
) -> Line:
    return Line(
        id=letter.id, kind=letter.kind, organisation=organisation.display_name if organisation else "",
        campaign_id=invitation.campaign_id if invitation else None, invitation_id=letter.invitation_id,
        to=letter.sent_to or own or (invitation.recipient_email if invitation else ""), queued_at=letter.queued_at, tried_at=letter.tried_at,
        next_at=instant(letter.due_s) if letter.due_s else None, done_at=letter.done_at, failed_at=letter.failed_at,
        trouble=Trouble(letter.trouble) if letter.trouble else None, failure=letter.failure, attempts=letter.attempts,
    )  # fmt: skip
