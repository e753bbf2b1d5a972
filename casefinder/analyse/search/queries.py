"""Searching over what was submitted: the index and the rows of texts tell, in a fixed number of queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import Session

from casefinder.analyse.coding import fields
from casefinder.analyse.search import index, rules
from casefinder.analyse.search.models import Indexing, SearchSpelling, SearchText
from casefinder.analyse.search.rules import Forms, Piece, Spelling, Word
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_case
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.snapshots.queries import statements
from casefinder.answer.snapshots.rules import Statement, items_about
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.folding import Folded, fold
from casefinder.staff.consent import queries as consent
from casefinder.staff.consent.rules import Scope

Query = Select[*tuple[Any, ...]]
HITS_SHOWN = 3
PAGE_SIZE = 20
LAST_PAGE = 1_000_000  # a number in the address beyond it, no database can count


@dataclass(frozen=True)
class Filters:
    """What results are narrowed to; empty narrows nothing."""

    field: str = ""
    subprefecture: str = ""
    state: str = ""


@dataclass(frozen=True)
class Hit:
    """One answer in which something was found, with a snippet of the text as typed."""

    number: str  # of the question, as people see it
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
    """One page of results; `total` counts all of them."""

    words: tuple[Word, ...]
    results: tuple[Result, ...] = ()
    total: int = 0
    page: int = 1


@dataclass(frozen=True)
class _Look:
    """What is looked for, by whom: each word with the normal forms that it may stand for."""

    words: Mapping[Word, Sequence[Forms]]
    with_internal: bool


def search(
    session: Session,
    query: str,
    *,
    with_internal: bool,
    filters: Filters | None = None,
    page: int = 1,
) -> Found:
    """Find the responses whose answers hold all words of a query, by organisation code.

    A word is found letter by letter (one character is enough), or, unless quoted, in another spelling.

    Args:
        session: A reading session.
        query: Words parted by white space; "…" or 「…」 keeps a phrase together.
        with_internal: Whether answers for editors only may be found.
        filters: Field, sub-prefecture and state.
        page: Which page, from 1; past the last one it is the last.
    """
    words = parse(session, query, with_internal)
    if not words:
        return Found(())
    look = _Look(words, with_internal)
    matching = _matching(session, look, filters or Filters())
    rows, total, page = _page(session, matching, page)
    return Found(tuple(words), tuple(_results(session, look, rows)), total, page)


def unfinished(session: Session) -> int:
    """Return how many responses wait to be indexed, or could not be."""
    query = select(func.count(Indexing.response_id.distinct())).where(Indexing.done_at.is_(None))
    return session.scalar(query) or 0


def parse(session: Session, query: str, with_internal: bool) -> dict[Word, list[Forms]]:
    """Return the words of a query, each with the normal forms that it may stand for."""
    words = rules.parse_query(query)
    pieces = {piece for word in words if not word.is_quoted for piece in rules.pieces_of(word.folded)}
    known = _spellings(session, pieces, with_internal)
    return {word: [] if word.is_quoted else rules.readings(word.folded, known) for word in words}


def _spellings(session: Session, pieces: set[str], with_internal: bool) -> dict[str, list[Spelling]]:
    """Return how some spellings are read; what only answers for editors taught serves editors only."""
    if not pieces:
        return {}
    columns = (SearchSpelling.spelling, SearchSpelling.form, SearchSpelling.is_tail)
    query = select(*columns).where(SearchSpelling.spelling.in_(sorted(pieces))).order_by(*columns)
    if not with_internal:
        query = query.where(SearchSpelling.is_internal.is_(False))
    found: dict[str, list[Spelling]] = {}
    for name, form, is_tail in session.execute(query):
        found.setdefault(name, []).append(Spelling(form, is_tail))
    return found


def _matching(session: Session, look: _Look, filters: Filters) -> Query:
    """Return the query for the responses that hold all words and pass the filters, each with its place in the order."""
    order = (Organisation.code.is_(None), Organisation.code, Response.id)
    query = (
        select(
            Response.id, Organisation.id.label("organisation_id"), state_case().label("state"),
            func.row_number().over(order_by=order).label("place"),
        )
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .where(_is_indexed())
    )  # fmt: skip
    for word, readings in look.words.items():
        query = query.where(_holds(session, word, readings, look.with_internal))
    if filters.subprefecture:
        query = query.where(Organisation.subprefecture == filters.subprefecture)
    if filters.state:
        query = query.where(state_case() == filters.state)
    if filters.field:
        query = query.where(fields.is_of_field(session, filters.field))
    return query


def _is_indexed() -> ColumnElement[bool]:
    """Say that what can be found of a response is what it says now: never an older statement."""
    return exists().where(
        SearchText.response_id == Response.id, SearchText.snapshot_id == Response.snapshot_id
    )


def _holds(
    session: Session, word: Word, readings: Sequence[Forms], with_internal: bool
) -> ColumnElement[bool]:
    literal = _with_letters(session, word.folded, with_internal)
    if not readings:
        return Response.id.in_(literal)
    others = union(*(_with_forms(session, forms, with_internal) for forms in readings))
    agrees = Response.id.in_(consent.agreeing(Scope.ANALYSIS))  # a withdrawal holds before the index follows
    return or_(Response.id.in_(literal), and_(Response.id.in_(others), agrees))


def _with_letters(session: Session, folded: str, with_internal: bool) -> Query:
    found = index.having_all(session, rules.letters_looked_for(folded))
    if len(folded) <= 2:  # one token says it all
        return _responses(found, with_internal)
    return _responses(found, with_internal, index.holds(session, SearchText.folded, folded))


def _with_forms(session: Session, forms: Forms, with_internal: bool) -> Query:
    found = index.having_all(session, rules.form_tokens(forms))
    if len(forms) == 1:
        return _responses(found, with_internal)
    return _responses(found, with_internal, index.holds(session, SearchText.forms, rules.written(forms)))


def _responses(found: Query, with_internal: bool, condition: ColumnElement[bool] | None = None) -> Query:
    """Return whose texts were found; those for editors only count for editors only."""
    texts = found.subquery()
    query = select(rules.response_of(texts.c.id))
    if condition is not None:
        query = query.join(SearchText, SearchText.id == texts.c.id).where(condition)
    return query if with_internal else query.where(~rules.is_for_editors(texts.c.id))


def _page(session: Session, matching: Query, page: int) -> tuple[list[Any], int, int]:
    """Return one page of rows, how many there are in all, and which page it is.

    What matches is found whole before a page is cut out of it: told of a LIMIT, PostgreSQL would go through the
    organisations one by one.
    """
    found = matching.cte("found").prefix_with("MATERIALIZED")
    total = select(func.count()).select_from(found).scalar_subquery()
    query = select(found.c.id, Organisation, found.c.state, total).order_by(found.c.place).limit(PAGE_SIZE)
    query = query.join(Organisation, Organisation.id == found.c.organisation_id)
    page = min(max(1, page), LAST_PAGE)
    rows = session.execute(query.offset((page - 1) * PAGE_SIZE)).all()
    if not rows and page > 1 and (number := session.scalar(select(total))):
        return _page(session, matching, -(-number // PAGE_SIZE))
    return list(rows), (rows[0][-1] if rows else 0), (page if rows else 1)


def _results(session: Session, look: _Look, rows: Sequence[Any]) -> Iterator[Result]:
    ids = [row[0] for row in rows]
    said = statements(session, ids, keys=items_about("title", "fields"))
    texts = _texts(session, look, ids)
    for response_id, organisation, state, _ in rows:
        statement = said[response_id]
        hits, more = _hits(statement, texts.get(response_id, ()), look)
        yield Result(
            response_id, organisation.display_name, organisation.subprefecture, ResponseState(state),
            _title(statement, look.with_internal), statement.fields,
            tuple(hits), more,
        )  # fmt: skip


def _title(statement: Statement, with_internal: bool) -> str:
    place = statement.document.meant("title")
    is_internal = place is not None and statement.level(place.key) == "editors"
    return "" if is_internal and not with_internal else statement.title


def _texts(session: Session, look: _Look, response_ids: Sequence[int]) -> dict[int, list[SearchText]]:
    """Return the texts of some responses in which a word may stand, in the questionnaire's order."""
    wanted = [index.holds(session, SearchText.folded, word.folded) for word in look.words]
    for forms in (forms for readings in look.words.values() for forms in readings):
        wanted.append(index.holds(session, SearchText.forms, rules.written(forms)))
    query = select(SearchText).where(SearchText.response_id.in_(response_ids), or_(*wanted))
    if not look.with_internal:
        query = query.where(SearchText.is_internal.is_(False))
    found: dict[int, list[SearchText]] = {}
    for row in sorted(session.scalars(query), key=lambda row: rules.place_of(row.id)):
        found.setdefault(row.response_id, []).append(row)
    return found


def _hits(statement: Statement, texts: Sequence[SearchText], look: _Look) -> tuple[list[Hit], int]:
    """Return the hits that are shown, those that tell of new words first, and how many more texts hold a word."""
    first: list[SearchText] = []
    later: list[SearchText] = []
    missing = set(look.words)
    for text in texts:
        held = {word for word in look.words if _is_held(text, word, look, statement.may_read_text)}
        if held:
            (first if missing & held else later).append(text)
        missing -= held
    found = [*first, *later]
    return [_hit(statement, text, look) for text in found[:HITS_SHOWN]], len(found[HITS_SHOWN:])


def _is_held(text: SearchText, word: Word, look: _Look, with_words: bool) -> bool:
    if word.folded in text.folded:
        return True
    return with_words and any(rules.written(forms) in text.forms for forms in look.words[word])


def _hit(statement: Statement, text: SearchText, look: _Look) -> Hit:
    folded = fold(text.text)
    spans = [
        span for word in look.words for span in _spans(text, folded, word, look, statement.may_read_text)
    ]
    number = statement.document.number_of(text.question_key)
    return Hit(number, text.title, tuple(rules.snippet(text.text, spans)), text.is_internal)


def _spans(
    text: SearchText, folded: Folded, word: Word, look: _Look, with_words: bool
) -> list[tuple[int, int]]:
    """Return where a word stands in the text as typed: letter by letter, else in another spelling."""
    found = [folded.typed_span(*span) for span in rules.occurrences(folded.text, word.folded)]
    if found or not with_words:
        return found
    forms = text.forms[1:-1].split(" ")
    places = [tuple(map(int, place.split("-"))) for place in text.places.split()]
    return [
        (places[start][0], places[end - 1][1])
        for wanted in look.words[word]
        for start, end in rules.places(forms, wanted)
    ]
