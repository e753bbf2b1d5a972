"""Rows of the tables and the plain values they stand for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import SubmittedFile
from casefinder.answer.texts.models import SourceText
from casefinder.answer.texts.queries import texts_of
from casefinder.edit.cases import content as plain
from casefinder.edit.cases.content import CaseContent, Details, Illustration, Origin, Rows, Sentence, Standing
from casefinder.edit.cases.models import Case, CaseRevision, CaseSentence
from casefinder.edit.cases.standing import PlacedText, span_of, standing


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


def write_place(session: Session, case: Case, place: str, rows: Rows) -> None:
    """Put these rows in a place, instead of what stands there."""
    write_places(session, case, {place: rows})


def write_places(session: Session, case: Case, places: Mapping[str, Rows]) -> None:
    """Put these rows in their places, instead of what stands there: one statement each way, however many there are."""
    session.flush()
    session.execute(
        delete(CaseSentence).where(CaseSentence.case_id == case.id, CaseSentence.place.in_(list(places)))
    )
    if sentences := list(_columns(case.id, places, _standings(session, case, places))):
        session.execute(insert(CaseSentence).execution_options(render_nulls=True), sentences)


def _standings(
    session: Session, case: Case, places: Mapping[str, Rows]
) -> Callable[[Sentence], Standing | None]:
    """Return what says where a sentence stands in the answers of a case's response; asked for once a writing."""
    written = [
        each.origin for rows in places.values() for row in rows for cell in row.values() for each in cell
    ]
    keys = {each.question_key for each in written if each.question_key and span_of(each)}
    texts: dict[tuple[str, str | None], list[PlacedText]] = {}
    for text in texts_of(session, case.response_id, keys) if keys else ():
        own = PlacedText(text.id, text.revision, text.text, text.superseded_at is None)
        texts.setdefault((text.key, text.row_id), []).append(own)

    def stands(sentence: Sentence) -> Standing | None:
        known, origin = sentence.origin.stands, sentence.origin
        own = texts.get((origin.question_key or "", origin.row), [])
        return known if known and known.text_id in {each.id for each in own} else standing(sentence, own)

    return stands


def _columns(
    case_id: int, places: Mapping[str, Rows], stands: Callable[[Sentence], Standing | None]
) -> Iterator[dict[str, Any]]:
    for place, rows in places.items():
        for number, row in enumerate(rows):
            for column, sentences in row.items():
                for position, sentence in enumerate(sentences):
                    origin, source = sentence.origin, stands(sentence)
                    yield {
                        "case_id": case_id, "place": place, "row": number, "column": column, "position": position,
                        "text": sentence.text, "origin_kind": origin.kind, "question_key": origin.question_key,
                        "question_row": origin.row, "answer_revision": origin.revision, "start_char": origin.start,
                        "end_char": origin.end, "based_on": list(origin.based_on), "author_id": origin.author_id,
                        "source_text_id": source.text_id if source else None,
                        "source_start": source.start if source else None,
                        "source_end": source.end if source else None,
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
