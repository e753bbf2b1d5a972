"""Cases: draft from a response, edit places, set details, approve, reopen, restore."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses import queries as responses
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.rules import WITH_EDITORS, is_ended
from casefinder.ask.organisations.rules import FACT_BY_KEY
from casefinder.edit.cases import changing, gathering, queries, storing, wordchecks
from casefinder.edit.cases import content as plain
from casefinder.edit.cases.adding import default_column, with_added
from casefinder.edit.cases.approving import approve as approve
from casefinder.edit.cases.approving import case_findings as case_findings
from casefinder.edit.cases.approving import reopen as reopen
from casefinder.edit.cases.content import Origin
from casefinder.edit.cases.details import check_details
from casefinder.edit.cases.discarding import discard as discard
from casefinder.edit.cases.discarding import take_up as take_up
from casefinder.edit.cases.drafting import Material, RegisterFact, drafted
from casefinder.edit.cases.errors import (
    NotDraftable,
    NotPublishable,
    StaleCase,
)
from casefinder.edit.cases.errors import NotReady as NotReady
from casefinder.edit.cases.models import Case
from casefinder.edit.cases.places import BY_KEY
from casefinder.edit.cases.proving import proven_rows
from casefinder.edit.cases.rewording import typed_rows
from casefinder.edit.cases.sources import Shelf
from casefinder.errors import N_, NotFoundError

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
    storing.write_places(session, case.id, drafted(material))
    storing.keep(session, case, "drafted", account_id=account_id, now=now)
    changing.record(session, "case.drafted", case.id, account_id, now, response_id=response_id)
    return case


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


def set_sentences(
    session: Session,
    case_id: int,
    place: str,
    rows: Sequence[Mapping[str, str]],
    origins: Sequence[Mapping[str, Origin]] | None = None,
    *,
    account_id: int,
    seen_revision: int,
    now: datetime,
    came_from: Sequence[int | None] | None = None,
) -> int:
    """Put what was typed in a place; a newer text of somebody else is never overwritten.

    Words that stayed keep their origin, others become the editor's and rest on the questions of what they
    replaced. With `origins` the caller says where each cell comes from; an answer's words are looked up.

    Args:
        session: A writing session.
        case_id: Which case.
        place: Key of `places.PLACES`.
        rows: Texts by column; empty rows are dropped.
        origins: For each row the origins of its cells, or None to find them out.
        account_id: Who edits.
        seen_revision: The case's revision that the editor had before the eyes.
        now: When (UTC).
        came_from: For each row the number of the row it was before, None for a new one.

    Returns:
        The case's revision now; unchanged content keeps it.

    Raises:
        StaleCase: The same place was changed since `seen_revision`.
        NotVerbatim: Words are said to come from an answer and do not.
        NotPublishable: They come from an answer that not everyone may read.
    """
    case = changing.locked(session, case_id)
    where = BY_KEY.get(place)
    if where is None:
        raise NotFoundError
    before = storing.content_of(session, case)
    typed = [dict(row) for row in rows]
    changing.refuse_stale(session, case, before, place, seen_revision, typed)
    if origins is None:
        made = typed_rows(where, typed, before.rows(place), account_id, came_from=came_from)
    else:
        found = gathering.gather(session, case.response_id)
        made = proven_rows(where, typed, origins, found.sources, account_id)
    return changing.put(session, case, before, place, made, account_id=account_id, now=now)


def take_over(
    session: Session,
    case_id: int,
    place: str,
    source_ref: str,
    start: int,
    end: int,
    *,
    account_id: int,
    seen_revision: int,
    now: datetime,
    row: int | None = None,
    column: str | None = None,
) -> int:
    """Add a span of an answer (code points of the field's text) to a place; returns the revision now.

    Args:
        session: A writing session.
        case_id: Which case.
        place: Where it goes.
        source_ref: The field, `F3:`, or a table's cell, `I1.before:4f0c`.
        start: First code point.
        end: One past the last.
        account_id: Who edits.
        seen_revision: The case's revision that the editor had before the eyes.
        now: When (UTC).
        row: Row to add to; None: the first for running text, a new row elsewhere.
        column: Column; None: the place's running text.

    Raises:
        NotPublishable: Not everyone may read this answer.
        NoRoom: The place has all its rows.
        StaleCase: The place was changed since.
    """
    case = changing.locked(session, case_id)
    where = BY_KEY.get(place)
    found = gathering.gather(session, case.response_id)
    source = next((each for each in found.sources if each.ref == source_ref), None)
    if where is None or source is None:
        raise NotFoundError
    if not source.is_publishable:
        raise NotPublishable
    if not 0 <= start < end <= len(source.text):
        raise NotFoundError
    before = storing.content_of(session, case)
    changing.refuse_stale(session, case, before, place, seen_revision, [{"text": source.text[start:end]}])
    target = column or default_column(place)
    made = with_added(before.rows(place), where.rows, place, row, target, source, (start, end))
    return changing.put(session, case, before, place, made, account_id=account_id, now=now)


def narrow_digits(
    session: Session, case_id: int, place: str, row: int, column: str, *, account_id: int, seen_revision: int,
    now: datetime,
) -> int:  # fmt: skip
    """Put the full-width digits of one cell into half width; the words stay the answer's.

    Raises:
        NotFoundError: There is no such cell.
        StaleCase: The place was changed since `seen_revision`.
    """
    case = changing.locked(session, case_id)
    before = storing.content_of(session, case)
    rows = before.rows(place)
    if row >= len(rows) or column not in rows[row]:
        raise NotFoundError
    changing.refuse_stale(session, case, before, place, seen_revision, [])
    cell = tuple(replace(each, text=wordchecks.narrow_digits(each.text)) for each in rows[row][column])
    made = (*rows[:row], {**rows[row], column: cell}, *rows[row + 1 :])
    return changing.put(session, case, before, place, made, account_id=account_id, now=now)


def set_details(
    session: Session,
    case_id: int,
    *,
    chapter: str | None,
    trouble: str | None,
    headcount: int | None,
    months: int | None,
    confirmed_on: date | None,
    illustration_id: int | None,
    account_id: int,
    seen_revision: int,
    now: datetime,
) -> int:
    """Set what the questionnaire does not ask; returns the revision now.

    Raises:
        BadDetail: A value is not possible; `name` says which.
        StaleCase: The details were changed since `seen_revision`.
    """
    case = changing.locked(session, case_id)
    check_details(session, case, chapter, trouble, headcount, months, illustration_id)
    before = storing.content_of(session, case)
    if (
        seen_revision != case.revision
        and changing.kept_details(session, case, seen_revision) != before.details
    ):
        raise StaleCase("details", case.revision, (), [])
    case.chapter, case.trouble, case.headcount, case.months = chapter, trouble, headcount, months
    case.confirmed_on, case.illustration_id = confirmed_on, illustration_id
    session.flush()
    if storing.content_of(session, case).details == before.details:
        return case.revision
    changing.changed(session, case, "details", account_id=account_id, now=now)
    return case.revision


def restore(
    session: Session, case_id: int, revision: int, *, account_id: int, seen_revision: int, now: datetime
) -> int:
    """Bring back a kept state as the newest one; nothing is lost, so that this can be undone, too.

    Raises:
        NotFoundError: No such state was kept.
        StaleCase: Somebody else changed the case in the meantime.
    """
    case = changing.locked(session, case_id)
    earlier = storing.kept(session, case_id, revision)
    if earlier is None:
        raise NotFoundError
    if seen_revision != case.revision:
        raise StaleCase("", case.revision, (), [])
    before = storing.content_of(session, case)
    places = plain.places_from_json(earlier.content)
    storing.write_places(session, case_id, {each: places.get(each, ()) for each in {*before.places, *places}})
    details = plain.details_from_json(earlier.content)
    case.chapter, case.trouble, case.headcount = details.chapter, details.trouble, details.headcount
    case.months, case.confirmed_on = details.months, details.confirmed_on
    case.illustration_id = details.illustration.attachment_id if details.illustration else None
    changing.changed(session, case, "restored", account_id=account_id, now=now, restored=revision)
    return case.revision
