"""The database's own index of tokens: what SQLite and PostgreSQL say differently, said once.

A text stands in the index under its id, with all tokens that it is found by. What the index finds has all tokens looked
for; whether they follow each other is looked up in the text's row (`holds`).
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    column,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

Entry = tuple[int, Collection[str]]  # a text's id and its tokens

_fts5 = table("search_index", column("rowid", BigInteger))
_rows = table("search_index", column("id", BigInteger), column("tokens", ARRAY(Text)))


def add(session: Session, entries: Iterable[Entry]) -> None:
    """Put texts into the index."""
    if found := list(entries):
        if _is_sqlite(session):
            _write_fts5(session, "INSERT INTO search_index (rowid, tokens) VALUES (:id, :tokens)", found)
        else:
            session.execute(insert(_rows), [{"id": id_, "tokens": sorted(tokens)} for id_, tokens in found])


def remove(session: Session, entries: Iterable[Entry]) -> None:
    """Take texts out of the index; FTS5 wants to be told which tokens they had."""
    if found := list(entries):
        if _is_sqlite(session):
            forget = "INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', :id, :tokens)"
            _write_fts5(session, forget, found)
        else:
            session.execute(delete(_rows).where(_rows.c.id.in_([id_ for id_, _ in found])))


def clear(session: Session) -> None:
    """Empty the index."""
    if _is_sqlite(session):
        session.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))
    else:
        session.execute(delete(_rows))


def having_all(session: Session, tokens: Collection[str]) -> Select[Any]:
    """Return a query for the ids of the texts that have all tokens, as its one column `id`."""
    if _is_sqlite(session):
        words = " AND ".join(f'"{token}"' for token in sorted(tokens))
        matching = literal_column("search_index").op("MATCH", is_comparison=True)(literal(words))
        return select(_fts5.c.rowid.label("id")).where(matching)
    return select(_rows.c.id.label("id")).where(_rows.c.tokens.contains(sorted(tokens)))


def holds(session: Session, where: InstrumentedAttribute[str], part: str) -> ColumnElement[bool]:
    """Return the condition that a column's text holds a part, letter by letter."""
    found = func.instr if _is_sqlite(session) else func.strpos
    return found(where, part) > 0


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _write_fts5(session: Session, statement: str, entries: Iterable[Entry]) -> None:
    session.execute(
        text(statement), [{"id": id_, "tokens": " ".join(sorted(tokens))} for id_, tokens in entries]
    )
