"""What is known of cases before print: the organisation's word, and who may approve."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases.content import CaseContent
from casefinder.edit.cases.models import CaseRevision
from casefinder.edit.gate.models import Confirmation
from casefinder.edit.gate.rules import Confirmed, Passed, Way, printed_hash
from casefinder.faces import Role
from casefinder.staff.accounts.models import Account

APPROVERS = tuple(role.key for role in Role if role >= Role.EDITOR)


def passed(session: Session, contents: Mapping[int, CaseContent]) -> dict[int, Passed]:
    """Return what several cases have passed, by id; as many queries however many there are."""
    confirmations = _confirmations(session, contents)
    return {case_id: Passed(confirmations.get(case_id)) for case_id in contents}


def _confirmations(session: Session, contents: Mapping[int, CaseContent]) -> dict[int, Confirmed]:
    rows = session.execute(
        select(Confirmation, Account.name)
        .outerjoin(Account, Account.id == Confirmation.recorded_by)
        .where(Confirmation.case_id.in_(contents), Confirmation.withdrawn_at.is_(None))
    )
    return {
        row.case_id: Confirmed(
            row.confirmed_by, row.confirmed_on, Way(row.way), row.note, row.recorded_at, recorder or "",
            row.printed_hash == printed_hash(contents[row.case_id]),
        )
        for row, recorder in rows
    }  # fmt: skip


def approvers(session: Session) -> dict[int, str]:
    """Return the accounts that may approve now, id → name."""
    query = select(Account.id, Account.name).where(Account.disabled_at.is_(None), Account.role.in_(APPROVERS))
    return {account_id: name for account_id, name in session.execute(query.order_by(Account.id))}


def last_author_id(session: Session, case_id: int) -> int | None:
    """Return who changed a case last."""
    return session.scalar(
        select(CaseRevision.account_id)
        .where(CaseRevision.case_id == case_id)
        .order_by(CaseRevision.revision.desc())
        .limit(1)
    )
