"""A revision can be read anew after the migration; going down keeps the newest reading and all that was found."""

import pytest
from sqlalchemy import Engine, func, select, text

from casefinder import schema
from tests.migrations.filled.loading import stored_rows, tables_of

pytestmark = pytest.mark.slow


@pytest.mark.filled("0007")
def test_readings_of_before_name_no_training(filled: Engine, filled_url: str) -> None:
    table = tables_of(filled)["reading"]
    with filled.connect() as connection:
        rows = connection.execute(select(table.c.id, table.c.training_hash)).all()
    assert {row.id for row in rows} == {row["id"] for row in stored_rows()["reading"]}
    assert {row.training_hash for row in rows} == {None}


@pytest.mark.filled("0007")
def test_going_down_keeps_what_two_readings_of_one_revision_found(filled: Engine, filled_url: str) -> None:
    table = tables_of(filled)["reading"]
    with filled.begin() as connection:
        first = connection.execute(select(table).order_by(table.c.id).limit(1)).mappings().one()
        number = connection.scalar(select(func.max(table.c.id))) + 1
        connection.execute(table.insert().values({**first, "id": number, "training_hash": "a" * 64}))
        moved = text("UPDATE finding SET reading_id = :new WHERE reading_id = :old AND kind = 'entity'")
        connection.execute(moved, {"new": number, "old": first["id"]})

    schema.downgrade(filled_url, "0006")

    stored = stored_rows()
    with filled.connect() as connection:
        kept = text("SELECT id FROM reading WHERE response_id = :id AND response_revision = :revision")
        values = {"id": first["response_id"], "revision": first["response_revision"]}
        assert connection.scalars(kept, values).all() == [number]
        for name in ("suggestion", "finding"):
            found = text(f"SELECT count(*) FROM {name} WHERE reading_id = :id")  # noqa: S608
            before = [row for row in stored[name] if row["reading_id"] == first["id"]]
            assert connection.scalar(found, {"id": number}) == len(before)
