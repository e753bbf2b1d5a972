"""What becomes of letters: taken, put off or refused; our own house's trouble stops all of them and costs none a try."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.db import database_seconds
from casefinder.errors import N_
from casefinder.mail.models import Letter, MailHold, MailStop
from casefinder.mail.troubles import LONGEST_STOP_S, Verdict, is_last, stop_s, wait_s

ONLY = 1
PUT_ASIDE = N_("Taken out of the line by hand after a backup was restored.")


def is_stopped(session: Session, now_s: float) -> bool:
    """Say whether no letter is to be tried at an instant of the database's clock.

    After a restore that is so until a person lets the letters go. A stop that ends later than any stop can is of a clock that was set back since, and holds nobody.
    """
    ends = MailStop.next_try_s
    stopped = select(MailStop.id).where(ends > now_s, ends <= now_s + LONGEST_STOP_S)
    return session.scalar(stopped.union_all(select(MailHold.id)).limit(1)) is not None


def note_taken(session: Session, lease: work.Lease, *, to: str, now: datetime) -> None:
    """Note that the mail server has taken a letter; our own house is well again.

    Raises:
        work.LostLease: Somebody else has the letter now.
    """
    work.finish(session, lease, now=now)
    letter = session.get_one(Letter, lease.row_id)
    letter.sent_to, letter.tried_at, letter.trouble = to, now, None
    note_well(session)


def note_not_taken(session: Session, lease: work.Lease, verdict: Verdict, *, now: datetime) -> None:
    """Note why a letter was not taken, and when it is tried again, if at all.

    Raises:
        work.LostLease: Somebody else has the letter now.
    """
    letter = session.get_one(Letter, lease.row_id)
    tries = letter.tries + (0 if verdict.is_ours else 1)
    if not verdict.is_ours and is_last(verdict, tries):
        work.give_up(session, lease, verdict.words, now=now)
    else:
        work.put_off(session, lease, verdict.words, wait_s=wait_s(verdict, tries, lease.attempt))
    letter.tries, letter.trouble, letter.tried_at = tries, verdict.trouble.value, now
    if verdict.is_ours:
        note_stop(session, verdict, now=now)


def note_stop(session: Session, verdict: Verdict, *, now: datetime) -> None:
    """Note that our own house cannot send: nothing is tried for a while, the longer the more often it failed."""
    known = session.get(MailStop, ONLY, with_for_update=True)
    failures = known.failures + 1 if known else 1
    values = {
        "trouble": verdict.trouble.value, "words": verdict.words, "tried_at": now, "failures": failures,
        "next_try_s": database_seconds(session) + stop_s(failures),
    }  # fmt: skip
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    noted = insert(MailStop).values(id=ONLY, since_at=now, **values)  # another hand may have come first
    session.execute(noted.on_conflict_do_update(index_elements=[MailStop.id], set_=values))


def note_well(session: Session) -> None:
    """Note that the mail server took a letter of ours."""
    session.execute(delete(MailStop))


def hold(session: Session, *, backup_at: datetime, known_until: datetime | None, now: datetime) -> None:
    """Keep all letters until a person lets them go."""
    session.execute(delete(MailHold))
    session.add(MailHold(id=ONLY, since_at=now, backup_at=backup_at, known_until=known_until))


def let_go(session: Session) -> bool:
    """Let letters leave again after a restore; returns whether they were held."""
    held = session.execute(delete(MailHold).returning(MailHold.id)).first() is not None
    work.request(session, "letter")
    return held


def put_aside(session: Session, letter_id: int, *, now: datetime) -> bool:
    """Take a letter out of the line that a person knows to have arrived; returns whether it waited."""
    found = session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.done_at.is_(None))
        .values(done_at=now, skipped_reason=PUT_ASIDE, trouble=None)
        .returning(Letter.id)
    ).first()
    return found is not None


def is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a letter is not kept for a later day."""
    return or_(Letter.not_before.is_(None), Letter.not_before <= now)


def send_now(session: Session, *, now: datetime, letter_ids: Sequence[int] | None = None) -> int:
    """Have letters tried at once, whatever they wait for: these, failed ones too; or all that wait.

    A letter in somebody's hand stays there, one that is kept for a later day is not touched, and no letter's attempts are
    counted anew, for they are what a lease is known by.

    Args:
        session: A writing session.
        now: When (UTC).
        letter_ids: Which; all that wait if not given.

    Returns:
        How many letters are to leave.
    """
    which = Letter.failed_at.is_(None) if letter_ids is None else Letter.id.in_(letter_ids)
    changed = session.execute(
        update(Letter)
        .where(which, Letter.done_at.is_(None), is_due(now))
        .values(failed_at=None, tries=0, due_s=0.0)
        .returning(Letter.id)
    )
    count = len(changed.all())
    session.execute(update(MailStop).values(next_try_s=0.0))
    work.request(session, "letter")
    return count
