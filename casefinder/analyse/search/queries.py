"""Searching over submitted answers: candidates from the table of terms, checked against the text as typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import fields, texts
from casefinder.analyse.search import words as sudachi
from casefinder.analyse.search.content import FieldText, field_texts
from casefinder.analyse.search.models import SearchTerm
from casefinder.analyse.search.rules import (
    END,
    WORD_MARK,
    Piece,
    Word,
    bigrams,
    normalise,
    occurrences,
    parse_query,
    snippet,
)
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_case, state_of
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.snapshots import queries as snapshots
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation

Query = Select[*tuple[Any, ...]]
MAX_CANDIDATES = 500
HITS_SHOWN = 3
PAGE_SIZE = 20


@dataclass(frozen=True)
class Filters:
    """What results are narrowed to; empty narrows nothing."""

    field: str = ""
    subprefecture: str = ""
    state: str = ""


@dataclass(frozen=True)
class Hit:
    """One answer in which something was found, with a snippet of the text as typed."""

    question_key: str
    number: str  # of the question
    title: str
    pieces: tuple[Piece, ...]
    is_internal: bool


@dataclass(frozen=True)
class Result:
    """One response in which all words were found."""

    response_id: int
    organisation: str
    subprefecture: str
    state: ResponseState
    title: str
    fields: tuple[str, ...]
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True)
class Found:
    """One page of results; `is_capped` says that there were more candidates than are looked at."""

    words: tuple[Word, ...]
    results: tuple[Result, ...] = ()
    total: int = 0
    page: int = 1
    is_capped: bool = False

    @property
    def last_page(self) -> int:
        """Number of the last page, at least 1."""
        return max(1, -(-self.total // PAGE_SIZE))


def search(
    session: Session,
    query: str,
    *,
    with_internal: bool,
    filters: Filters | None = None,
    page: int = 1,
) -> Found:
    """Find the responses whose answers hold all words of a query.

    A word is found letter by letter (two characters are enough, one works too), or, unless quoted, in another
    spelling of the same word.

    Args:
        session: A reading session.
        query: Words parted by white space; "…" or 「…」 keeps a phrase together.
        with_internal: Whether answers for editors only may be found.
        filters: Field, sub-prefecture and state.
        page: Which page, from 1.
    """
    words = tuple(parse_query(query))
    if not words:
        return Found(words)
    candidates = _candidates(session, words, with_internal, filters or Filters())
    results = []
    for response, organisation in candidates[:MAX_CANDIDATES]:
        if hits := _hits(session, response, words, with_internal):
            results.append((response, organisation, hits))
    total = len(results)
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    shown = results[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Found(
        words,
        tuple(_result(session, response, organisation, hits) for response, organisation, hits in shown),
        total,
        page,
        len(candidates) > MAX_CANDIDATES,
    )


def _candidates(
    session: Session, words: Sequence[Word], with_internal: bool, filters: Filters
) -> list[tuple[Response, Organisation]]:
    query = (
        select(Response, Organisation)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .where(Response.submitted_at.is_not(None))
        .order_by(Organisation.code.is_(None), Organisation.code, Response.id)
        .limit(MAX_CANDIDATES + 1)
    )
    for word in words:
        query = query.where(Response.id.in_(_holding(word, with_internal)))
    if filters.subprefecture:
        query = query.where(Organisation.subprefecture == filters.subprefecture)
    if filters.state:
        query = query.where(state_case() == filters.state)
    if filters.field:
        query = query.where(fields.is_of_field(session, filters.field))
    return [(response, organisation) for response, organisation in session.execute(query)]


def _holding(word: Word, with_internal: bool) -> Query:
    """Return the ids of responses one of whose answers has all terms of a word."""
    literal = _with_all(
        bigrams(word.normal) - {word.normal[-1] + END} or {word.normal}, with_internal, len(word.normal) == 1
    )
    forms = () if word.is_quoted else sudachi.forms_looked_for(word.typed)
    if not forms:
        return literal
    other = _with_all({WORD_MARK + form for form in forms}, with_internal, False)
    union = literal.union(other).subquery()
    return select(union.c.response_id)


def _with_all(terms: set[str], with_internal: bool, is_prefix: bool) -> Query:
    query = select(SearchTerm.response_id)
    if not with_internal:
        query = query.where(SearchTerm.is_internal.is_(False))
    if is_prefix:
        return query.where(SearchTerm.term.startswith(next(iter(terms)), autoescape=True)).distinct()
    query = query.where(SearchTerm.term.in_(sorted(terms)))
    if len(terms) == 1:
        return query.distinct()
    return query.group_by(SearchTerm.response_id, SearchTerm.question_key).having(
        func.count(SearchTerm.term.distinct()) == len(terms)
    )


def _hits(session: Session, response: Response, words: Sequence[Word], with_internal: bool) -> list[Hit]:
    """Return where the words stand in a response, answers that tell of new words first; none if one is missing."""
    document = texts.document_of(session, response.version_id)
    with_words = snapshots.may_read_text(session, response.id)
    first: list[Hit] = []
    later: list[Hit] = []
    missing = set(words)
    for field in field_texts(document, texts.submitted_answers(session, response)):
        if field.is_internal and not with_internal:
            continue
        by_word = {word: spans for word, spans in _spans(field, words, with_words).items() if spans}
        if not by_word:
            continue
        spans = [span for found in by_word.values() for span in found]
        hit = Hit(
            field.key,
            document.number_of(field.key),
            field.title,
            tuple(snippet(field.text, spans)),
            field.is_internal,
        )
        (first if missing & by_word.keys() else later).append(hit)
        missing -= by_word.keys()
    return [] if missing else [*first, *later]


def _spans(field: FieldText, words: Sequence[Word], with_words: bool) -> Mapping[Word, list[tuple[int, int]]]:
    normal = normalise(field.text)
    found = {
        word: [normal.typed_span(start, end) for start, end in occurrences(normal.text, word.normal)]
        for word in words
    }
    open_words = [word for word in words if not found[word] and not word.is_quoted]
    if not with_words or not open_words:
        return found
    tokens = sudachi.tokens(field.text)
    for word in open_words:
        found[word] = sudachi.places(tokens, sudachi.forms_looked_for(word.typed))
    return found


def _result(session: Session, response: Response, organisation: Organisation, hits: list[Hit]) -> Result:
    said = snapshots.statement(session, response.id)
    return Result(
        response.id,
        organisation.display_name,
        organisation.subprefecture,
        state_of(response),
        said.title if said else "",
        said.fields if said else (),
        tuple(hits[:HITS_SHOWN]),
        len(hits) - HITS_SHOWN if len(hits) > HITS_SHOWN else 0,
    )
