"""Keeping the search table in step with what was submitted."""

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import texts
from casefinder.analyse.search import words
from casefinder.analyse.search.content import FieldText, field_texts
from casefinder.analyse.search.models import SearchTerm
from casefinder.analyse.search.rules import WORD_MARK, bigrams, normalise
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots

BATCH = 2000


def index_response(session: Session, response_id: int) -> int:
    """Write the search terms of a response anew; a response that is not submitted has none.

    Where item L4 does not agree to text analysis only bigrams are kept (looking for letters), no word forms.

    Returns:
        How many terms were written.
    """
    session.execute(delete(SearchTerm).where(SearchTerm.response_id == response_id))
    response = session.get_one(Response, response_id)
    with_words = snapshots.may_read_text(session, response_id)
    document = texts.document_of(session, response.version_id)
    rows = [
        {
            "response_id": response_id, "question_key": each.key, "term": term,
            "is_internal": each.is_internal,
        }
        for each in field_texts(document, texts.submitted_answers(session, response))
        for term in sorted(_terms(each, with_words))
    ]  # fmt: skip
    for at in range(0, len(rows), BATCH):
        session.execute(insert(SearchTerm), rows[at : at + BATCH])
    return len(rows)


def _terms(field: FieldText, with_words: bool) -> set[str]:
    terms = bigrams(normalise(field.text).text)
    if with_words:
        terms |= {WORD_MARK + form for form in words.forms(field.text)}
    return terms


def rebuild(session: Session) -> int:
    """Index every response anew; returns how many responses there are."""
    ids = session.scalars(select(Response.id).order_by(Response.id)).all()
    for response_id in ids:
        index_response(session, response_id)
    return len(ids)
