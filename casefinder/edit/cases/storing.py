"""Rows of the tables and the plain values they stand for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import SubmittedFile
from casefinder.edit.cases import content as plain
from casefinder.edit.cases.content import CaseContent, Details, Illustration, Origin, Rows, Sentence
from casefinder.edit.cases.models import Case, CaseRevision, CaseSentence


def contents(session: Session, cases: Sequence[Case]) -> dict[int, CaseContent]:
    """Return what some cases say, by id; as many queries however many there are."""
    ids = [case.id for case in cases]
    rows = session.execute(
        select(*CaseSentence.__table__.columns)  # rows, no objects: an edition has thousands of sentences
        .where(CaseSentence.case_id.in_(ids))
        .order_by(CaseSentence.place, CaseSentence.row, CaseSentence.column, CaseSentence.position)
    )
    by_case: dict[int, list[Any]] = {case_id: [] for case_id in ids}
    for row in rows:
        by_case[row.case_id].append(row)
    pictures = _pictures(session, cases)
    return {
        case.id: CaseContent(
            case.id,
            case.slug,
            case.response_id,
            case.revision,
            details_of(case, pictures.get((case.response_id, case.illustration_id or 0))),
            _places(by_case[case.id]),
        )
        for case in cases
    }


def content_of(session: Session, case: Case) -> CaseContent:
    """Return what one case says."""
    return contents(session, [case])[case.id]


def _pictures(session: Session, cases: Sequence[Case]) -> dict[tuple[int, int], SubmittedFile]:
    """Return the files of the statements that count, by response and file; what was not sent does not show."""
    chosen = {case.response_id for case in cases if case.illustration_id}
    found = snapshots.statements(session, chosen, keys=lambda _: ()) if chosen else {}
    return {(rid, file.id): file for rid, said in found.items() for file in said.files}


def details_of(case: Case, picture: SubmittedFile | None) -> Details:
    """Return what the editor set."""
    shown = None
    if picture is not None:
        shown = Illustration(picture.id, picture.sha256, picture.description, picture.credit, picture.rights)
    return Details(case.chapter, case.trouble, case.headcount, case.months, case.confirmed_on, shown)


def _places(rows: Iterable[Any]) -> dict[str, Rows]:
    found: dict[str, dict[int, dict[str, list[Sentence]]]] = {}
    for row in rows:
        cell = found.setdefault(row.place, {}).setdefault(row.row, {}).setdefault(row.column, [])
        cell.append(Sentence(row.text, _origin(row)))
    return {
        place: tuple(
            {column: tuple(sentences) for column, sentences in cells.items()}
            for _, cells in sorted(numbered.items())
        )
        for place, numbered in found.items()
    }


def _origin(row: Any) -> Origin:
    return Origin(
        row.origin_kind, row.question_key, row.question_row, row.answer_revision, row.start_char,
        row.end_char, tuple(str(key) for key in row.based_on), row.author_id,
    )  # fmt: skip


def write_place(session: Session, case_id: int, place: str, rows: Rows) -> None:
    """Put these rows in a place, instead of what stands there."""
    write_places(session, case_id, {place: rows})


def write_places(session: Session, case_id: int, places: Mapping[str, Rows]) -> None:
    """Put these rows in their places, instead of what stands there: one statement each way, however many there are."""
    session.flush()
    session.execute(
        delete(CaseSentence).where(CaseSentence.case_id == case_id, CaseSentence.place.in_(list(places)))
    )
    if sentences := list(_columns(case_id, places)):
        session.execute(insert(CaseSentence).execution_options(render_nulls=True), sentences)


def _columns(case_id: int, places: Mapping[str, Rows]) -> Iterator[dict[str, Any]]:
    for place, rows in places.items():
        for number, row in enumerate(rows):
            for column, sentences in row.items():
                for position, sentence in enumerate(sentences):
                    origin = sentence.origin
                    yield {
                        "case_id": case_id, "place": place, "row": number, "column": column, "position": position,
                        "text": sentence.text, "origin_kind": origin.kind, "question_key": origin.question_key,
                        "question_row": origin.row, "answer_revision": origin.revision, "start_char": origin.start,
                        "end_char": origin.end, "based_on": list(origin.based_on), "author_id": origin.author_id,
                    }  # fmt: skip


def keep(session: Session, case: Case, what: str, *, account_id: int, now: datetime) -> None:
    """Keep the present state of a case under its revision."""
    session.add(
        CaseRevision(
            case_id=case.id, revision=case.revision, what=what, kept_at=now, account_id=account_id,
            content=plain.canonical_json(content_of(session, case)),
        )
    )  # fmt: skip
    session.flush()


def kept(session: Session, case_id: int, revision: int) -> CaseRevision | None:
    """Return the state kept under a revision, None when there is none."""
    return session.scalar(
        select(CaseRevision).where(CaseRevision.case_id == case_id, CaseRevision.revision == revision)
    )
