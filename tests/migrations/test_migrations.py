"""Migrations make exactly the tables that the models describe, both ways, with rows, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from casefinder import schema
from casefinder.db import Database
from casefinder.models import Base
from casefinder.staff.audit import service as trail
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON


def test_upgrading_gives_the_schema_of_the_models(empty_url: str) -> None:
    schema.upgrade(empty_url)

    engine = create_engine(empty_url)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": schema.is_modelled}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_down_and_up_again_with_rows(empty_url: str) -> None:
    schema.upgrade(empty_url)
    database = Database(empty_url)
    with database.transaction() as session:
        trail.record(session, "test.happened", subject_kind="test", subject_id=1, at=NOON)
    database.engine.dispose()

    schema.downgrade(empty_url)
    engine = create_engine(empty_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    schema.upgrade(empty_url)


def test_the_audit_trail_cannot_be_changed(empty_url: str) -> None:
    schema.upgrade(empty_url)
    database = Database(empty_url)
    with database.transaction() as session:
        trail.record(session, "test.happened", subject_kind="test", subject_id=1, at=NOON)

    for statement in ("UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(DatabaseError, match="append-only"), database.transaction() as session:
            session.execute(text(statement))
    with database.reading() as session:
        assert session.query(AuditEntry).count() == 1
    database.engine.dispose()
