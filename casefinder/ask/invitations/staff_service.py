"""What the staff does with one invitation: another deadline, another address, a letter once more."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.addresses import is_email
from casefinder.ask.campaigns import rules as campaigns
from casefinder.ask.invitations import service
from casefinder.ask.invitations.link_service import revoke_link
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.invitations.rules import LINK_LIFE_AFTER_DEADLINE
from casefinder.errors import N_, CasefinderError, NotFoundError, NotPossibleError
from casefinder.mail import outbox
from casefinder.mail.models import Letter
from casefinder.staff.accounts.rules import normal_email
from casefinder.staff.audit import service as trail


class BadExtension(CasefinderError):
    """The deadline makes no sense; `message` says why."""


class BadAddress(CasefinderError):
    """This is no address a letter can go to."""

    message = N_("Enter one mail address, such as joho@example.jp.")


class LetterOnItsWay(NotPossibleError):
    """A letter that has not failed need not be sent again."""

    message = N_("This letter has not failed. There is nothing to send again.")


def extend_deadline(
    session: Session,
    invitation_id: int,
    due_at: datetime | None,
    *,
    now: datetime,
    account_id: int | None = None,
) -> None:
    """Give one organisation a deadline of its own; None takes it away again.

    Raises:
        BadExtension: It lies in the past or far away.
    """
    if due_at is not None:
        if problem := campaigns.deadline_problem(due_at, now):
            raise BadExtension(problem)
        for link in service.locked_links(session, invitation_id):
            link.expires_at = max(link.expires_at, due_at + LINK_LIFE_AFTER_DEADLINE)
    invitation = _locked(session, invitation_id)
    if invitation.due_at == due_at:
        return
    invitation.due_at = due_at
    _note(
        session,
        "invitation.deadline_set" if due_at else "invitation.deadline_cleared",
        invitation,
        now,
        account_id,
    )


def correct_address(
    session: Session,
    invitation_id: int,
    email: str,
    *,
    link_key: str,
    now: datetime,
    keep_for_next_time: bool = False,
    account_id: int | None = None,
) -> None:
    """Send the letter to another address, with a new link: whoever had the old letter gets in no more.

    Links that were made for colleagues end, too: who was written to by mistake may have handed them out.

    Args:
        session: A writing session.
        invitation_id: Whose letter.
        email: The right address.
        link_key: The installation's secret for links.
        now: When (UTC).
        keep_for_next_time: Whether the register of organisations takes the address, too.
        account_id: Who did it.

    Raises:
        BadAddress: It is not one plain address.
    """
    address = normal_email(email)
    if not is_email(address):
        raise BadAddress
    for link in service.locked_links(session, invitation_id):
        if link.recipient is not None and link.revoked_at is None:
            revoke_link(session, link.id, now=now, account_id=account_id)
    invitation = _locked(session, invitation_id)
    invitation.recipient_email = address
    if keep_for_next_time:
        invitation.organisation.email = address
    _note(session, "invitation.readdressed", invitation, now, account_id)
    service.renew(session, invitation_id, link_key=link_key, now=now, account_id=account_id)


def send_again(
    session: Session, invitation_id: int, letter_id: int, *, now: datetime, account_id: int | None = None
) -> None:
    """Try a failed letter once more, to the same address.

    Raises:
        NotFoundError: It is not a letter of this invitation.
        LetterOnItsWay: It has not failed.
    """
    letter = session.scalar(
        select(Letter).where(Letter.id == letter_id, Letter.invitation_id == invitation_id).with_for_update()
    )
    if letter is None:
        raise NotFoundError
    if letter.failed_at is None:
        raise LetterOnItsWay
    outbox.send_now(session, now=now, letter_ids=[letter_id])
    trail.record(
        session,
        "letter.sent_again",
        subject_kind="letter",
        subject_id=letter_id,
        at=now,
        account_id=account_id,
    )


def _locked(session: Session, invitation_id: int) -> Invitation:
    found = session.scalar(
        select(Invitation).where(Invitation.id == invitation_id).with_for_update(of=Invitation)
    )
    if found is None:
        raise NotFoundError
    return found


def _note(
    session: Session, action: str, invitation: Invitation, now: datetime, account_id: int | None
) -> None:
    trail.record(
        session, action, subject_kind="invitation", subject_id=invitation.id, at=now, account_id=account_id
    )
