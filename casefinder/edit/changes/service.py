"""Changing a case: its sentences, its details, back to an earlier state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from casefinder.edit.cases import stored
from casefinder.edit.cases.canonical import details_from_json, places_from_json
from casefinder.edit.cases.content import Origin, Sentence
from casefinder.edit.cases.storing import write_places
from casefinder.edit.changes import changing
from casefinder.edit.changes.adding import default_column, with_added
from casefinder.edit.changes.details import check_details
from casefinder.edit.changes.errors import NotPublishable, StaleCase
from casefinder.edit.changes.proving import proven_rows
from casefinder.edit.changes.rewording import typed_rows
from casefinder.edit.checks import words
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts.tidied_rows import TIDIED, tidied_cell, tidied_places
from casefinder.edit.layout.places import BY_KEY
from casefinder.errors import NotFoundError


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
    before = stored.content_of(session, case)
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
    before = stored.content_of(session, case)
    changing.refuse_stale(session, case, before, place, seen_revision, [{"text": source.text[start:end]}])
    target = column or default_column(place)
    if target not in {each.key for each in where.columns}:
        raise NotFoundError
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

    def narrowed(cell: Sequence[Sentence]) -> tuple[Sentence, ...]:
        return tuple(replace(each, text=words.narrow_digits(each.text)) for each in cell)

    return _put_cell(
        session, case_id, (place, row, column), narrowed, account_id=account_id, seen_revision=seen_revision,
        now=now,
    )  # fmt: skip


def mend_characters(
    session: Session, case_id: int, place: str, row: int, column: str, *, account_id: int, seen_revision: int,
    now: datetime,
) -> int:  # fmt: skip
    """Put one cell into the notation of print: what no font has (⼈, an invisible space) becomes what was meant.

    Raises:
        NotFoundError: There is no such cell.
        StaleCase: The place was changed since `seen_revision`.
    """
    return _put_cell(
        session, case_id, (place, row, column), tidied_cell, account_id=account_id,
        seen_revision=seen_revision, now=now,
    )  # fmt: skip


def _put_cell(
    session: Session, case_id: int, at: tuple[str, int, str],
    change: Callable[[Sequence[Sentence]], tuple[Sentence, ...]], *, account_id: int, seen_revision: int, now: datetime,
) -> int:  # fmt: skip
    place, row, column = at
    case = changing.locked(session, case_id)
    before = stored.content_of(session, case)
    rows = before.rows(place)
    if row >= len(rows) or column not in rows[row]:
        raise NotFoundError
    changing.refuse_stale(session, case, before, place, seen_revision, [])
    cells = {**rows[row], column: change(rows[row][column])}
    cells = {key: cell for key, cell in cells.items() if cell}
    made = (*rows[:row], *([cells] if cells else []), *rows[row + 1 :])
    return changing.put(session, case, before, place, made, account_id=account_id, now=now)


def tidy(session: Session, case_id: int, *, account_id: int, seen_revision: int, now: datetime) -> int:
    """Put all of a case into the notation of print, in one step that `restore` undoes; returns the revision now.

    Raises:
        StaleCase: The case is not what the editor looked at.
    """
    case = changing.locked(session, case_id)
    if seen_revision != case.revision:
        raise StaleCase("", case.revision, (), [])
    made = tidied_places(stored.content_of(session, case).places)
    if not made:
        return case.revision
    write_places(session, case, made)
    changing.changed(session, case, TIDIED, account_id=account_id, now=now)
    return case.revision


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
    before = stored.content_of(session, case)
    if (
        seen_revision != case.revision
        and changing.kept_details(session, case, seen_revision) != before.details
    ):
        raise StaleCase("details", case.revision, (), [])
    case.chapter, case.trouble, case.headcount, case.months = chapter, trouble, headcount, months
    case.confirmed_on, case.illustration_id = confirmed_on, illustration_id
    session.flush()
    if stored.content_of(session, case).details == before.details:
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
    earlier = stored.kept(session, case_id, revision)
    if earlier is None:
        raise NotFoundError
    if seen_revision != case.revision:
        raise StaleCase("", case.revision, (), [])
    before = stored.content_of(session, case)
    places = places_from_json(earlier.content)
    write_places(session, case, {each: places.get(each, ()) for each in {*before.places, *places}})
    details = details_from_json(earlier.content)
    case.chapter, case.trouble, case.headcount = details.chapter, details.trouble, details.headcount
    case.months, case.confirmed_on = details.months, details.confirmed_on
    case.illustration_id = details.illustration.attachment_id if details.illustration else None
    changing.changed(session, case, "restored", account_id=account_id, now=now, restored=revision)
    return case.revision
