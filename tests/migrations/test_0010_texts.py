"""Every mark stands on the words it stood on; a second coder survives going down as removed."""

import hashlib

import pytest
from sqlalchemy import Engine, func, select, text

from casefinder import schema
from tests.migrations.filled.loading import stored_rows, tables_of

pytestmark = pytest.mark.slow


@pytest.mark.filled("0010")
def test_every_mark_points_to_the_text_it_named(filled: Engine, filled_url: str) -> None:
    tables = tables_of(filled)
    texts = tables["source_text"]
    with filled.connect() as connection:
        for name in ("coding", "suggestion", "finding"):
            mark = tables[name]
            rows = connection.execute(
                select(mark.c.id, texts.c.response_id, texts.c.key, texts.c.hash, texts.c.text).join(
                    texts, texts.c.id == mark.c.source_text_id
                )
            ).all()
            found = {row.id: (row.response_id, row.key, row.hash) for row in rows}
            assert found == {
                row["id"]: (row["response_id"], row["question_key"], row["text_hash"])
                for row in stored_rows()[name]
            }
            assert all(hashlib.sha256(row.text.encode()).hexdigest() == row.hash for row in rows)


@pytest.mark.filled("0010")
def test_what_counts_of_a_response_is_written_once(filled: Engine, filled_url: str) -> None:
    with filled.connect() as connection:
        texts = tables_of(filled)["source_text"]
        present = texts.c.superseded_at.is_(None)
        twice = select(func.count()).where(present).group_by(texts.c.response_id, texts.c.key)
        assert set(connection.scalars(twice)) == {1}
        long = select(texts.c.response_id).where(present, texts.c.key == "F3").distinct()
        counting = text("SELECT count(*) FROM response WHERE snapshot_id IS NOT NULL")
        assert len(connection.execute(long).all()) <= (connection.scalar(counting) or 0)
        assert len(connection.execute(long).all()) > 30


@pytest.mark.filled("0010")
def test_going_down_keeps_a_second_coders_coding_as_removed(filled: Engine, filled_url: str) -> None:
    table = tables_of(filled)["coding"]
    with filled.begin() as connection:
        first = connection.execute(select(table).order_by(table.c.id).limit(1)).mappings().one()
        other = connection.scalar(text("SELECT max(id) FROM account"))
        assert other != first["account_id"]
        number = connection.scalar(select(func.max(table.c.id))) + 1
        connection.execute(table.insert().values({**first, "id": number, "account_id": other}))

    schema.downgrade(filled_url, "0009")

    with filled.connect() as connection:
        rows = connection.execute(
            text("SELECT id, account_id, removed_at FROM coding WHERE id IN (:a, :b) ORDER BY id"),
            {"a": first["id"], "b": number},
        ).all()
    assert [(row.id, row.account_id, row.removed_at is None) for row in rows] == [
        (first["id"], first["account_id"], True),
        (number, other, False),
    ]
