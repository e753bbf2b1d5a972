"""What the checks say of many cases in short, judged anew only where something that they look at has changed.

Judging every sentence of an edition takes half a second. What a case is judged by is named by a mark, read with as many queries
however many cases there are: its own row and sentences, the snapshot that counts and the consents in force, the organisation's row, what
the engine found in its words and its answers, the decisions, the organisation's word, what the press said, the day. Snapshots,
questionnaires, decisions and confirmations never change, so their ids name them. Where the mark is the same, the verdict is.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, String, cast, func, select
from sqlalchemy.orm import Session

from casefinder.analyse.suggestions.models import Finding as Found
from casefinder.answer.responses.models import Response
from casefinder.answer.texts.models import SourceText
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.edit.cases import queries as cases
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.cases.models import Case, CaseSentence
from casefinder.edit.cases.rules import is_approved
from casefinder.edit.checks.finding import Group
from casefinder.edit.checks.queries import circumstances
from casefinder.edit.checks.rules import findings
from casefinder.edit.drafts import gathering
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate.models import CaseFit, CaseReading, CaseWords, Confirmation, FindDecision
from casefinder.edit.gate.rules import Passed
from casefinder.staff.consent.models import Consent
from casefinder.tokyo import day_of

Mark = tuple[Any, ...]
Query = Select[*tuple[Any, ...]]
MOST = 1000  # cases whose verdict is kept


@dataclass(frozen=True)
class Verdict:
    """What the checks say of a case in short."""

    is_approved: bool
    may_print: bool
    points_to_fix: int
    is_stale: bool


class Verdicts:
    """The verdicts that this process knows, each with the mark it was found by; those asked for longest ago go first."""

    def __init__(self, most: int = MOST) -> None:
        """Keep so many at most."""
        self._most, self._lock = most, threading.Lock()
        self._known: OrderedDict[int, tuple[Mark, Verdict]] = OrderedDict()

    def of(self, session: Session, case_ids: Collection[int], *, now: datetime) -> dict[int, Verdict]:
        """Return the verdicts on some cases as things stand; what is not known is judged."""
        marks = marks_of(session, case_ids, now=now)
        found = self._look_up(marks)
        missing = [case_id for case_id in marks if case_id not in found]
        judged = judge(session, missing, now=now) if missing else {}
        self._keep(marks, judged)
        return {**found, **judged}

    def _look_up(self, marks: dict[int, Mark]) -> dict[int, Verdict]:
        found = {}
        with self._lock:
            for case_id, mark in marks.items():
                known = self._known.get(case_id)
                if known and known[0] == mark:
                    self._known.move_to_end(case_id)
                    found[case_id] = known[1]
        return found

    def _keep(self, marks: dict[int, Mark], judged: dict[int, Verdict]) -> None:
        with self._lock:
            for case_id, verdict in judged.items():
                self._known[case_id] = marks[case_id], verdict
                self._known.move_to_end(case_id)
            while len(self._known) > self._most:
                self._known.popitem(last=False)


def judge(session: Session, case_ids: Collection[int], *, now: datetime) -> dict[int, Verdict]:
    """Return the verdicts on some cases, each judged sentence by sentence."""
    contents = cases.case_contents(session, list(case_ids))
    gathered = gathering.gather_all(session, [content.response_id for content in contents.values()])
    passed = gate.passed(session, contents, gathered)
    hashes = {
        case_id: digest
        for case_id, digest in session.execute(
            select(Case.id, Case.approved_hash).where(Case.id.in_(case_ids))
        )
    }
    return {
        case_id: verdict_of(content, hashes[case_id], gathered[content.response_id], passed[case_id], now=now)
        for case_id, content in contents.items()
    }


def verdict_of(
    content: CaseContent,
    approved_hash: str | None,
    found: gathering.Gathered,
    passed: Passed,
    *,
    now: datetime,
) -> Verdict:
    """Return the verdict on a case of which all is at hand."""
    known = circumstances(found, now=now, passed=passed)
    said = findings(content, known)
    stops = [each for each in said if each.group is Group.FIX]
    return Verdict(
        is_approved(content, approved_hash),
        known.may_print and not any(each.code == "consent" for each in stops),
        len(stops),
        any(each.code == "stale" for each in said),
    )


def marks_of(session: Session, case_ids: Collection[int], *, now: datetime) -> dict[int, Mark]:
    """Return what the verdict on each of some cases rests on, in short; cases that are not there are left out."""
    ids = list(case_ids)
    whose: dict[int, int] = {}
    marks: dict[int, list[Any]] = {}
    for case_id, response_id, *own in session.execute(_rows_of(ids)):
        whose[case_id] = response_id
        marks[case_id] = [day_of(now), *own]
    of_cases = [_grouped(session.execute(query)) for query in _queries_of_cases(ids)]
    of_responses = [_grouped(session.execute(query)) for query in _queries_of_responses(set(whose.values()))]
    for case_id, mark in marks.items():
        mark += [found.get(case_id, ()) for found in of_cases]
        mark += [found.get(whose[case_id], ()) for found in of_responses]
    return {case_id: tuple(mark) for case_id, mark in marks.items()}


def _rows_of(case_ids: Collection[int]) -> Query:
    """The case's own row, which snapshot counts, and the organisation's row."""
    return (
        select(Case.id, Case.response_id, *Case.__table__.columns, Response.snapshot_id, *Organisation.__table__.columns)
        .join(Response, Response.id == Case.response_id)
        .join(Invitation, Invitation.id == Response.invitation_id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Case.id.in_(case_ids))
    )  # fmt: skip


def _queries_of_cases(ids: Collection[int]) -> Iterable[Query]:
    """Queries whose first column is the case: sentences with where they stand, words read, decisions, confirmation, the press."""
    newest = func.max(CaseReading.id).label("newest")
    last = (
        select(CaseReading.case_id, newest)
        .where(CaseReading.case_id.in_(ids))
        .group_by(CaseReading.case_id)
        .subquery()
    )
    yield (
        select(
            CaseSentence.case_id, func.count(CaseSentence.id), func.sum(CaseSentence.id), func.sum(func.length(CaseSentence.text)),
            func.sum(CaseSentence.source_text_id), func.sum(CaseSentence.source_start), func.count(SourceText.superseded_at),
        )
        .outerjoin(SourceText, SourceText.id == CaseSentence.source_text_id)
        .where(CaseSentence.case_id.in_(ids))
        .group_by(CaseSentence.case_id)
    )  # fmt: skip
    yield select(CaseWords.case_id, cast(CaseWords.names, String)).where(CaseWords.case_id.in_(ids))
    yield select(last.c.case_id, CaseReading.failed_at).join(CaseReading, CaseReading.id == last.c.newest)
    yield (
        select(FindDecision.case_id, FindDecision.id)
        .where(FindDecision.case_id.in_(ids), FindDecision.undone_at.is_(None))
        .order_by(FindDecision.id)
    )
    yield select(Confirmation.case_id, Confirmation.id).where(
        Confirmation.case_id.in_(ids), Confirmation.withdrawn_at.is_(None)
    )
    yield select(
        CaseFit.case_id, CaseFit.basis, CaseFit.left_lines, CaseFit.right_lines, CaseFit.laid_out_at
    ).where(CaseFit.case_id.in_(ids))


def _queries_of_responses(ids: Collection[int]) -> Iterable[Query]:
    """Queries whose first column is the response: consents in force, and whom the engine found in the answers."""
    yield (
        select(Consent.response_id, Consent.scope, Consent.choice)
        .where(Consent.response_id.in_(ids), Consent.withdrawn_at.is_(None))
        .order_by(Consent.scope)
    )
    yield (
        select(
            Found.response_id, func.count(Found.id), func.sum(Found.id), func.sum(Found.start_char), func.sum(Found.source_text_id)
        )
        .join(SourceText, SourceText.id == Found.source_text_id)
        .where(Found.response_id.in_(ids), Found.kind == "entity", Found.label == "PERSON")
        .where(SourceText.superseded_at.is_(None))
        .group_by(Found.response_id)
    )  # fmt: skip


def _grouped(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, tuple[tuple[Any, ...], ...]]:
    found: dict[int, tuple[tuple[Any, ...], ...]] = {}
    for key, *said in rows:
        found[key] = (*found.get(key, ()), tuple(said))
    return found
