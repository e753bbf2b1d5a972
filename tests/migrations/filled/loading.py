"""A filled database of the first schema: the sample installation's rows, put into tables of that schema."""

import json
import lzma
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Engine, LargeBinary, MetaData, Table, func, select

FIRST = Path(__file__).with_name("0001.json.xz")
Rows = dict[str, list[dict[str, Any]]]


def stored_rows() -> Rows:
    """Return the rows by table as SQLite had them; of the search index only the first response's."""
    found: Rows = json.loads(lzma.decompress(FIRST.read_bytes()))
    return found


def tables_of(engine: Engine) -> dict[str, Table]:
    """Return the tables of a database as they are now."""
    metadata = MetaData()
    metadata.reflect(engine)
    return dict(metadata.tables)


def fill(engine: Engine) -> None:
    """Put the rows into a database of the first schema."""
    tables = tables_of(engine)
    metadata = next(iter(tables.values())).metadata
    stored = stored_rows()
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if rows := stored.get(table.name):
                connection.execute(table.insert(), [_typed(table, row) for row in rows])
        if engine.dialect.name == "postgresql":
            for table in metadata.sorted_tables:
                if "id" in table.c and stored.get(table.name):
                    sequence = func.pg_get_serial_sequence(table.name, "id")
                    connection.execute(select(func.setval(sequence, func.max(table.c.id))))


def all_rows(engine: Engine) -> Rows:
    """Return every row of every table as plain values that compare equal on both databases, in order."""
    found: Rows = {}
    with engine.connect() as connection:
        for name, table in sorted(tables_of(engine).items()):
            query = select(table).order_by(*table.primary_key.columns)
            found[name] = [
                {key: _plain(value) for key, value in row._mapping.items()}
                for row in connection.execute(query)
            ]
    return found


def counts(engine: Engine) -> dict[str, int]:
    """Return how many rows each table has."""
    with engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables_of(engine).items()
        }


def _typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value) for name, value in row.items()}


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(kind, LargeBinary):
        return bytes.fromhex(value["hex"])
    return json.loads(value) if isinstance(kind, JSON) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, memoryview):
        return bytes(value)
    return value
