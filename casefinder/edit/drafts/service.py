"""Drafting a case of a response."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.answers.ending_rules import is_ended
from casefinder.answer.responses import queries as responses
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.rules import WITH_EDITORS
from casefinder.ask.organisations.rules import FACT_BY_KEY
from casefinder.edit.cases import queries, storing
from casefinder.edit.cases.content import Rows
from casefinder.edit.cases.models import Case
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts.drafting import Material, drafted
from casefinder.edit.drafts.errors import NotDraftable
from casefinder.edit.drafts.facts import RegisterFact
from casefinder.edit.drafts.sources import Shelf
from casefinder.edit.drafts.tidied_rows import TIDIED, tidied_places
from casefinder.errors import N_, NotFoundError
from casefinder.staff.audit import service as trail

NOT_SUBMITTED = N_("This response is not (or no longer) submitted.")
NO_CONSENT = N_("The respondent does not agree to print. No case can be made of it.")
NOTHING_TO_TELL = N_("The respondent has nothing to tell this time.")
HAS_CASE = N_("There is a case of this response already.")


def draft_case(
    session: Session, response_id: int, *, account_id: int, now: datetime, beside: int = 0
) -> Case:
    """Draft a case from a submitted response: every place from answers that everyone may read.

    Args:
        session: A writing session.
        response_id: Whose answers.
        account_id: Who drafts.
        now: The instant (UTC).
        beside: How many cases of this response the editor has seen and wants another one beside; 0 is the first.

    Raises:
        NotFoundError: There is no such response.
        NotDraftable: It is not submitted, has another number of cases, or the respondent does not agree.
    """
    response = session.scalar(select(Response).where(Response.id == response_id).with_for_update())
    if response is None:
        raise NotFoundError
    found = _draftable(session, response, beside)
    shown = [each for each in found.pictures if found.may_show(each.id)]
    material = Material(
        Shelf(found.sources),
        [RegisterFact(f.kind, f.value, f.year) for f in found.organisation.facts if f.kind in FACT_BY_KEY],
        found.submitted_at,
        account_id,
        found.is_anonymous,
        shown[0].id if shown else None,
    )
    case = Case(
        response_id=response_id, slug=_slug(response_id, beside), illustration_id=material.picture_id,
        revision=1, created_at=now, edited_at=now,
    )  # fmt: skip
    session.add(case)
    session.flush()
    places = drafted(material)
    storing.write_places(session, case, places)
    storing.keep(session, case, "drafted", account_id=account_id, now=now)
    trail.record(
        session, "case.drafted", subject_kind="case", subject_id=case.id, at=now, account_id=account_id,
        response_id=response_id,
    )  # fmt: skip
    if tidy := tidied_places(places):
        _put_tidy(session, case, tidy, account_id, now)
    return case


def _put_tidy(session: Session, case: Case, tidy: Mapping[str, Rows], account_id: int, now: datetime) -> None:
    """Put a new draft into the notation of print; how the answers were typed is the state before, to go back to."""
    storing.write_places(session, case, tidy)
    case.revision += 1
    storing.keep(session, case, TIDIED, account_id=account_id, now=now)
    trail.record(
        session, "case.edited", subject_kind="case", subject_id=case.id, at=now, account_id=account_id,
        what=TIDIED, revision=case.revision,
    )  # fmt: skip


def _slug(response_id: int, beside: int) -> str:
    return f"case-{response_id:04d}-{beside + 1}" if beside else f"case-{response_id:04d}"


def _draftable(session: Session, response: Response, beside: int) -> gathering.Gathered:
    if responses.state_of(response) not in WITH_EDITORS:
        raise NotDraftable(NOT_SUBMITTED)
    if len(queries.cases_of(session, response.id)) != beside:
        raise NotDraftable(HAS_CASE)
    found = gathering.gather(session, response.id)
    if found.statement and is_ended(found.statement.document, found.answers):
        raise NotDraftable(NOTHING_TO_TELL)
    if not found.may_print:
        raise NotDraftable(NO_CONSENT)
    return found
