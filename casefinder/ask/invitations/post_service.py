"""What the staff does with the post: have letters tried at once, and try the way to the mail server out."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.errors import NotFoundError, NotPossibleError
from casefinder.mail import outbox
from casefinder.mail.models import Letter, MailHold
from casefinder.mail.troubles import Verdict
from casefinder.staff.audit import service as trail


def send_all_now(session: Session, *, now: datetime, account_id: int | None = None) -> int:
    """Have all letters tried at once that wait; returns how many."""
    count = outbox.send_now(session, now=now)
    trail.record(
        session,
        "letter.hurried",
        subject_kind="letter",
        subject_id=None,
        at=now,
        account_id=account_id,
        letters=count,
    )
    return count


def send_one_now(session: Session, letter_id: int, *, now: datetime, account_id: int | None = None) -> None:
    """Have one letter tried at once, whether it waits or failed.

    Raises:
        NotFoundError: There is no such letter, or it was sent already.
    """
    if session.scalar(select(Letter.id).where(Letter.id == letter_id)) is None:
        raise NotFoundError
    if outbox.send_now(session, now=now, letter_ids=[letter_id]):
        trail.record(
            session,
            "letter.sent_again",
            subject_kind="letter",
            subject_id=letter_id,
            at=now,
            account_id=account_id,
        )


def let_go(session: Session, *, now: datetime, account_id: int | None = None) -> None:
    """Let letters leave again after a restore. A second time changes nothing."""
    if outbox.let_go(session):
        trail.record(
            session, "letter.let_go", subject_kind="letter", subject_id=None, at=now, account_id=account_id
        )


def put_aside(session: Session, letter_id: int, *, now: datetime, account_id: int | None = None) -> None:
    """Take one letter out of the line that is known to have arrived before the restore.

    Raises:
        NotFoundError: There is no such letter, or it does not wait.
        NotPossibleError: Nothing was restored; a letter that waits is sent.
    """
    if session.scalar(select(MailHold.id)) is None:
        raise NotPossibleError
    if not outbox.put_aside(session, letter_id, now=now):
        raise NotFoundError
    trail.record(
        session,
        "letter.put_aside",
        subject_kind="letter",
        subject_id=letter_id,
        at=now,
        account_id=account_id,
    )


def note_trial(
    session: Session, verdict: Verdict | None, *, now: datetime, account_id: int | None = None
) -> None:
    """Note what came of a test letter: whether our own mail server takes letters holds for all of them.

    Args:
        session: A writing session.
        verdict: Why it was not taken; None if it was.
        now: When (UTC).
        account_id: Who tried.
    """
    if verdict is None:
        outbox.note_well(session)
        work.request(session, "letter")
    elif verdict.is_ours:
        outbox.note_stop(session, verdict, now=now)
    came = verdict.trouble.value if verdict else "taken"
    trail.record(
        session,
        "letter.tested",
        subject_kind="letter",
        subject_id=None,
        at=now,
        account_id=account_id,
        came=came,
    )
