"""FI-17: a migration that is cut short leaves the database as it was, and the next one brings it up."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, text

from casefinder import schema


class Killed(BaseException):
    """Power, or whoever pressed the wrong key."""


@contextmanager
def killed_after(statements: int) -> Iterator[None]:
    """End whatever migrates when it has changed so much of the schema."""
    left = [statements]

    def count(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.lstrip().upper().startswith(("CREATE", "ALTER", "DROP")):
            left[0] -= 1
            if left[0] < 0:
                raise Killed

    event.listen(Engine, "before_cursor_execute", count)
    try:
        with pytest.raises(Killed):
            yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def present(url: str) -> tuple[set[str], str | None]:
    """Return the tables that are there, and the revision."""
    engine = create_engine(url)
    tables = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        at = (
            connection.scalar(text("SELECT version_num FROM alembic_version"))
            if "alembic_version" in tables
            else None
        )
    engine.dispose()
    return tables - {"alembic_version"}, at


@pytest.mark.parametrize("statements", [5, 60])
def test_fi_17_a_migration_that_is_cut_short_leaves_nothing_half_done(
    empty_url: str, statements: int
) -> None:
    with killed_after(statements):
        schema.upgrade(empty_url)

    assert present(empty_url) == (set(), None)
    schema.upgrade(empty_url)
    assert present(empty_url)[1] is not None


@pytest.mark.slow
@pytest.mark.parametrize("statements", [1, 40])
def test_fi_17_a_filled_database_is_as_it_was_after_a_migration_that_was_cut_short(
    filled_url: str, statements: int
) -> None:
    before = present(filled_url)

    with killed_after(statements):
        schema.upgrade(filled_url)

    assert present(filled_url) == before
    schema.upgrade(filled_url)
    assert present(filled_url)[1] != before[1]
