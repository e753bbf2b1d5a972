"""Writing what a case says into its rows, and keeping states of it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from casefinder import events
from casefinder.answer.texts.queries import texts_of
from casefinder.edit.cases.canonical import canonical_json
from casefinder.edit.cases.content import Rows, Sentence, Standing
from casefinder.edit.cases.models import Case, CaseRevision, CaseSentence
from casefinder.edit.cases.standing import PlacedText, span_of, standing
from casefinder.edit.cases.stored import content_of


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
            content=canonical_json(content_of(session, case)),
        )
    )  # fmt: skip
    session.flush()
    events.publish(session, events.CaseWritten(case.id), now)
