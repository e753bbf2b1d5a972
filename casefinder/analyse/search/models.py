"""What can be found: one row a text, the spellings of words, and the work of indexing.

The index itself, `search_index`, is the database's own and no model: FTS5 on SQLite, a GIN index on PostgreSQL. It holds
the tokens of each text under the text's id and is made and dropped together with the texts.
"""

from typing import Any

from sqlalchemy import BigInteger, Connection, ForeignKey, Index, Integer, event
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base
from casefinder.work import WorkMixin


class SearchText(Base):
    """One text of one statement: as typed, as it is compared, and its words where they may be read.

    The id says whose text it is (`rules.text_id`), so that the index alone tells which responses hold a word.
    """

    __tablename__ = "search_text"
    __table_args__ = (Index("ix_search_text_response_snapshot", "response_id", "snapshot_id"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id", ondelete="RESTRICT"), index=True)
    question_key: Mapped[str]
    title: Mapped[str]
    is_internal: Mapped[bool]  # of an answer for editors only
    text: Mapped[str]  # as typed; a table's cells parted by U+2029
    folded: Mapped[str]
    forms: Mapped[str]  # normal forms of its words, parted by spaces; empty without consent to analysis
    places: Mapped[str]  # where they stand in the text as typed: 0-2 2-3 …


class SearchSpelling(Base):
    """A spelling that a word had, or may have, and the normal form that it stands for: サーバ → サーバー.

    Facts about words, not about answers; still, those learnt from answers for editors only serve editors only.
    """

    __tablename__ = "search_spelling"

    spelling: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    is_tail: Mapped[bool] = mapped_column(primary_key=True)  # a particle or an auxiliary
    is_internal: Mapped[bool]


class Indexing(WorkMixin, Base):
    """A request to index a response anew; the work row of the kind `index`."""

    __tablename__ = "indexing"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="RESTRICT"), index=True)


MAKE_INDEX = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', detail=none, tokenize='ascii')",
    ),
    "postgresql": (
        # Tokens lie apart from the rows (TOAST), so that the rows of a common word are few pages.
        "CREATE TABLE search_index (id BIGINT PRIMARY KEY, tokens TEXT[] NOT NULL) WITH (toast_tuple_target = 128)",
        "CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens) WITH (fastupdate = off)",
    ),
}


@event.listens_for(SearchText.__table__, "after_create")
def _make_index(_: Any, connection: Connection, **__: Any) -> None:
    for statement in MAKE_INDEX[connection.dialect.name]:
        connection.exec_driver_sql(statement)


@event.listens_for(SearchText.__table__, "before_drop")
def _drop_index(_: Any, connection: Connection, **__: Any) -> None:
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_index")
