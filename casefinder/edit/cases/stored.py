"""What cases say, read from their rows; and the states that were kept."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import SubmittedFile
from casefinder.answer.texts.models import SourceText
from casefinder.edit.cases.content import CaseContent, Details, Illustration, Origin, Rows, Sentence, Standing
from casefinder.edit.cases.models import Case, CaseRevision, CaseSentence


def contents(session: Session, cases: Sequence[Case]) -> dict[int, CaseContent]:
    """Return what some cases say, by id; as many queries however many there are."""
    ids = [case.id for case in cases]
    rows = session.execute(
        select(*CaseSentence.__table__.columns, SourceText.superseded_at)  # rows: an edition has thousands
        .outerjoin(SourceText, SourceText.id == CaseSentence.source_text_id)
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
    stands = None
    if row.source_text_id is not None:
        stands = Standing(row.source_text_id, row.source_start, row.source_end, row.superseded_at is None)
    return Origin(
        row.origin_kind, row.question_key, row.question_row, row.answer_revision, row.start_char,
        row.end_char, tuple(str(key) for key in row.based_on), row.author_id, stands,
    )  # fmt: skip


def kept(session: Session, case_id: int, revision: int) -> CaseRevision | None:
    """Return the state kept under a revision, None when there is none."""
    return session.scalar(
        select(CaseRevision).where(CaseRevision.case_id == case_id, CaseRevision.revision == revision)
    )
