"""What the checks find in cases as things stand."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.edit.cases import stored
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.cases.models import Case
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import Finding
from casefinder.edit.checks.naming import organisation_spellings
from casefinder.edit.checks.rules import findings
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts.gathering import Gathered
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate.rules import Passed
from casefinder.errors import NotFoundError
from casefinder.lettering import printable
from casefinder.tokyo import day_of


def circumstances(found: Gathered, *, now: datetime, passed: Passed | None = None) -> Circumstances:
    """Return what the checks have to know about a response."""
    return Circumstances(
        today=day_of(now),
        publishable=found.publishable,
        may_print=found.may_print,
        shown_pictures=frozenset(each.id for each in found.pictures if found.may_show(each.id)),
        is_anonymous=found.is_anonymous,
        organisation_names=organisation_spellings(found.organisation.name),
        person_names=gate.unsayable_persons(found),
        charset=printable(),
        beside=printed_beside(found),
        has_statement=found.statement is not None,
        not_measured=found.not_measured,
        numbers=found.numbers,
        passed=passed,
    )


def printed_beside(found: Gathered) -> tuple[str, ...]:
    """Return the words that are printed with a case though they do not stand in it."""
    names = () if found.is_anonymous else (found.organisation.display_name, found.organisation.kana)
    return (*names, *gate.beside_of(found))


def case_findings(session: Session, case_id: int, *, now: datetime) -> tuple[Finding, ...]:
    """Return what is to be put right, what to be looked at, and what is in order, as things stand now."""
    case = session.get(Case, case_id)
    if case is None:
        raise NotFoundError
    content = stored.content_of(session, case)
    return findings(content, circumstances_of(session, content, now=now))


def circumstances_of(session: Session, content: CaseContent, *, now: datetime) -> Circumstances:
    """Return what the checks have to know about one case."""
    found = gathering.gather(session, content.response_id)
    passed = gate.passed(session, {content.case_id: content}, {content.response_id: found})
    return circumstances(found, now=now, passed=passed[content.case_id])
