"""Deciding on what a case says: it may be printed, for a reason, or it is to be mended; and taking that back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases import stored
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import changing
from casefinder.edit.decisions.errors import BadDecision, FindGone
from casefinder.edit.drafts import gathering
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate.find_rules import Find
from casefinder.edit.gate.models import FindDecision
from casefinder.edit.gate.rules import MAX_REASON_CHARS, Verdict
from casefinder.errors import N_

NO_REASON = N_("Write why this may be printed.")
LONG_REASON = N_("Write the reason in up to %(limit)s characters.")


@dataclass(frozen=True)
class Decision:
    """What somebody decides on a find, and why."""

    verdict: Verdict
    reason: str = ""


def decide(
    session: Session, case_id: int, find_key: str, decision: Decision, *, account_id: int, now: datetime
) -> FindDecision:
    """Decide on one find as the case stands now; an earlier decision on it is kept as history.

    Raises:
        BadDecision: There is no reason, or a very long one.
        FindGone: The case does not say this any more.
    """
    case = changing.locked(session, case_id)
    reason = decision.reason.strip()
    if decision.verdict is Verdict.MAY_PRINT and not reason:
        raise BadDecision(NO_REASON)
    if len(reason) > MAX_REASON_CHARS:
        raise BadDecision(LONG_REASON, limit=MAX_REASON_CHARS)
    find = _find(session, case, find_key)
    _end_standing(session, case_id, find_key, account_id, now)
    made = FindDecision(
        case_id=case_id, find_key=find_key, kind=find.kind.value, place=find.place, words=find.words,
        sentence=find.sentence, verdict=decision.verdict.value, reason=reason, decided_at=now, decided_by=account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    changing.record(
        session, "case.find_decided", case_id, account_id, now,
        kind=made.kind, place=made.place, verdict=made.verdict, reason=reason,
    )  # fmt: skip
    if decision.verdict is Verdict.TO_FIX:
        changing.reopen(session, case, account_id=account_id, now=now)
    return made


def undo(session: Session, case_id: int, find_key: str, *, account_id: int, now: datetime) -> None:
    """Take a decision back, and with it an approval that rests on it; a second time changes nothing."""
    case = changing.locked(session, case_id)
    ended = _end_standing(session, case_id, find_key, account_id, now)
    if ended is not None:
        changing.record(
            session, "case.find_undecided", case_id, account_id, now, kind=ended.kind, place=ended.place
        )
        changing.reopen(session, case, account_id=account_id, now=now)


def _find(session: Session, case: Case, find_key: str) -> Find:
    content = stored.content_of(session, case)
    found = gathering.gather(session, case.response_id)
    passed = gate.passed(session, {case.id: content}, {case.response_id: found})[case.id]
    find = next((each for each in passed.finds if each.key == find_key), None)
    if find is None:
        raise FindGone
    return find


def _end_standing(
    session: Session, case_id: int, find_key: str, account_id: int, now: datetime
) -> FindDecision | None:
    standing = session.scalar(
        select(FindDecision).where(
            FindDecision.case_id == case_id,
            FindDecision.find_key == find_key,
            FindDecision.undone_at.is_(None),
        )
    )
    if standing is not None:
        standing.undone_at, standing.undone_by = now, account_id
        session.flush()
    return standing
