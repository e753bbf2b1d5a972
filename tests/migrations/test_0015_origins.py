"""Sentences point to the texts their words stand in, whatever was corrected before; going down loses nothing."""

import hashlib
from typing import Any

import pytest
from sqlalchemy import Engine, Row, func, select, text

from casefinder import schema
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.texts.rules import said_texts
from casefinder.db import Database
from tests.migrations.filled.loading import all_rows, tables_of

pytestmark = pytest.mark.slow

BEFORE, AFTER = "0014", "0015"
KEY = "D1"


def pointers(engine: Engine) -> list[Row[Any]]:
    """Each sentence that was taken from a text, with the text it points to."""
    tables = tables_of(engine)
    sentence, source, case = tables["case_sentence"], tables["source_text"], tables["case"]
    query = (
        select(
            sentence, case.c.response_id, source.c.text.label("source"), source.c.superseded_at,
            source.c.key.label("source_key"), source.c.row_id,
        )
        .join(case, case.c.id == sentence.c.case_id)
        .outerjoin(source, source.c.id == sentence.c.source_text_id)
        .where(sentence.c.start_char.is_not(None))
        .order_by(sentence.c.id)
    )  # fmt: skip
    with engine.connect() as connection:
        return list(connection.execute(query))


def digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def words(row: Row[Any]) -> str:
    found: str = row.source[row.source_start : row.source_end]
    return found


def corrected(engine: Engine, change: str, *, forget: bool = False) -> int:
    """Put another text in place of one that sentences were taken from, as a correction before this migration would.

    Args:
        engine: Of a database before the migration.
        change: What is put in the place of the text's first ten code points.
        forget: Whether the older text has no row.

    Returns:
        The response.
    """
    tables = tables_of(engine)
    revision, source, held = tables["answer_revision"], tables["source_text"], tables["snapshot_answer"]
    sentence, case, response = tables["case_sentence"], tables["case"], tables["response"]
    with engine.begin() as connection:
        response_id, snapshot_id = connection.execute(
            select(response.c.id, response.c.snapshot_id)
            .join(case, case.c.response_id == response.c.id)
            .join(sentence, sentence.c.case_id == case.c.id)
            .where(sentence.c.question_key == KEY, sentence.c.start_char.is_not(None))
            .group_by(response.c.id, response.c.snapshot_id)
            .order_by(func.count().desc(), response.c.id)
            .limit(1)
        ).one()
        in_force = (held.c.snapshot_id == snapshot_id, held.c.question_key == KEY)
        old = connection.execute(
            select(revision).join(held, held.c.answer_revision_id == revision.c.id).where(*in_force)
        ).one()
        after = change + old.value[""][10:]
        number, fresh = (connection.scalar(select(func.max(each.c.id))) + 1 for each in (revision, source))
        newer = {**old._mapping, "id": number, "revision": old.revision + 1, "value": {"": after}}
        connection.execute(revision.insert().values(newer))
        connection.execute(held.update().where(*in_force).values(answer_revision_id=number))
        at_place = (source.c.response_id == response_id, source.c.key == KEY)
        known = connection.execute(select(source).where(*at_place)).one()
        other = connection.scalar(select(func.min(source.c.id)).where(source.c.id != known.id))
        if forget:
            for name in ("coding", "suggestion", "finding"):
                mark = tables[name]
                connection.execute(
                    mark.update().where(mark.c.source_text_id == known.id).values(source_text_id=other)
                )
            connection.execute(source.delete().where(*at_place))
        connection.execute(source.update().where(*at_place).values(superseded_at=old.saved_at))
        told = {"id": fresh, "text": after, "hash": digest(after), "revision": old.revision + 1}
        connection.execute(source.insert().values({**known._mapping, **told, "superseded_at": None}))
        if engine.dialect.name == "postgresql":
            sequence = func.pg_get_serial_sequence("source_text", "id")
            connection.execute(select(func.setval(sequence, fresh)))
        return int(response_id)


class TestOriginsPointToTexts:
    @pytest.mark.filled(AFTER)
    def test_every_taken_sentence_points_to_its_words(self, filled: Engine, filled_url: str) -> None:
        found = pointers(filled)
        assert {bool(row.row_id) for row in found} == {True, False}
        for row in found:
            assert (row.source_key, row.row_id) == (row.question_key, row.question_row)
            assert (row.superseded_at, row.source_start, row.source_end) == (
                None,
                row.start_char,
                row.end_char,
            )
            assert words(row) == row.text

    @pytest.mark.filled("head")
    def test_what_counts_are_the_texts_that_a_submit_would_write(
        self, filled: Engine, filled_url: str
    ) -> None:
        database = Database(filled_url)
        with database.reading() as session:
            ids = list(session.scalars(text("SELECT id FROM response WHERE snapshot_id IS NOT NULL")))
            said = {
                (response_id, each.key, each.row_id, each.hash, each.text)
                for response_id, statement in snapshots.statements(session, ids).items()
                for each in said_texts(statement.document, statement.answers)
            }
            rows = session.execute(
                text(
                    "SELECT response_id, key, row_id, hash, text FROM source_text WHERE superseded_at IS NULL"
                )
            )
            assert {tuple(row) for row in rows} == said
        database.engine.dispose()

    @pytest.mark.filled(BEFORE)
    def test_words_that_stayed_point_to_the_corrected_text_and_others_to_the_old_one(
        self, filled: Engine, filled_url: str
    ) -> None:
        response_id = corrected(filled, "冬の話。")

        schema.upgrade(filled_url, AFTER)

        found = [row for row in pointers(filled) if (row.response_id, row.question_key) == (response_id, KEY)]
        gone = [row for row in found if row.start_char < 10]
        stayed = [row for row in found if row.start_char >= 10]
        assert gone
        assert stayed
        assert all(row.superseded_at and row.source_start == row.start_char for row in gone)
        assert all(row.superseded_at is None and row.source_start == row.start_char - 6 for row in stayed)
        assert all(words(row) == row.text for row in found)

    @pytest.mark.filled(BEFORE)
    def test_an_older_text_that_nobody_kept_is_written_again(self, filled: Engine, filled_url: str) -> None:
        response_id = corrected(filled, "冬の話。", forget=True)

        schema.upgrade(filled_url, AFTER)

        gone = [row for row in pointers(filled) if row.response_id == response_id and row.superseded_at]
        assert gone
        assert all(words(row) == row.text for row in gone)

    @pytest.mark.filled(BEFORE)
    def test_going_down_gives_back_what_was_there_and_up_again_the_same(
        self, filled: Engine, filled_url: str
    ) -> None:
        before = all_rows(filled)
        schema.upgrade(filled_url, AFTER)
        above = pointers(filled)

        schema.downgrade(filled_url, BEFORE)

        after = all_rows(filled)
        for name in sorted(set(before) - {"alembic_version"}):
            assert after[name] == before[name], name
        schema.upgrade(filled_url, AFTER)
        assert [(row.id, row.source, row.source_start) for row in pointers(filled)] == [
            (row.id, row.source, row.source_start) for row in above
        ]
