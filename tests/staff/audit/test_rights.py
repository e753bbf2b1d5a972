"""An account of PostgreSQL of its own runs all of casefinder, and can add to the trail but change nothing in it."""

import itertools
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from casefinder import doctor
from casefinder.__main__ import main
from casefinder.bell import make_huey
from casefinder.config import Settings
from casefinder.db import Database
from casefinder.schema import upgrade
from casefinder.staff.audit import sealing_service
from casefinder.staff.audit import service as audit
from casefinder.staff.audit.models import AuditEntry
from casefinder.staff.audit.rights_rules import rights
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.growing import World
from tests.postgresql import PrivatePostgresql

_numbers = itertools.count(1)
CHANGES = (
    "UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}", "ALTER TABLE {} DISABLE TRIGGER ALL",
    "ALTER TABLE {} OWNER TO CURRENT_USER", "CREATE TRIGGER mine BEFORE INSERT ON {} EXECUTE FUNCTION refuse_audit_change()",
)  # fmt: skip


@pytest.fixture
def web_url(postgresql: PrivatePostgresql) -> Iterator[str]:
    """A database at the present schema, as the account of web and worker opens it."""
    role = f"casefinder_web_{os.getpid()}_{next(_numbers)}"
    with postgresql.fresh_database("template0") as url:
        upgrade(url)
        for _ in range(2):
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as owner:
                owner.execute(rights(role))  # type: ignore[arg-type]
        yield url.replace("casefinder@", f"{role}@")


def test_on_postgresql_the_webs_account_adds_to_the_trail_and_changes_nothing(web_url: str) -> None:
    database = Database(web_url)
    with database.transaction() as session:
        audit.record(session, "export.made", subject_kind="case", subject_id=1, at=NOON)
    with database.transaction() as session:
        assert sealing_service.seal(session, now=NOON.replace(hour=23)) is not None

    for table, change in itertools.product(("audit_entry", "audit_seal"), CHANGES):
        with pytest.raises(ProgrammingError) as caught, database.engine.begin() as connection:
            connection.execute(text(change.format(table)))
        assert isinstance(caught.value.orig, psycopg.errors.InsufficientPrivilege), change
    with database.reading() as session:
        assert session.scalars(select(AuditEntry.action)).all() == ["export.made"]
    database.engine.dispose()


def test_on_postgresql_the_schema_is_only_read_by_the_webs_account(web_url: str) -> None:
    database = Database(web_url)

    with pytest.raises(ProgrammingError), database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    database.engine.dispose()


def test_on_postgresql_a_table_of_a_later_schema_is_given_to_the_webs_account(
    web_url: str, postgresql: PrivatePostgresql
) -> None:
    owner, database = (
        Database(postgresql.url(web_url.partition("@/")[2].partition("?")[0])),
        Database(web_url),
    )
    with owner.engine.begin() as connection:
        connection.execute(text("CREATE TABLE later (id SERIAL PRIMARY KEY, word TEXT)"))

    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO later (word) VALUES ('a')"))
        connection.execute(text("UPDATE later SET word = 'b'"))
    for each in (owner, database):
        each.engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # whose place the account's takes
def test_on_postgresql_all_of_casefinder_runs_with_the_webs_account(app: Flask, web_url: str) -> None:
    settings: Settings = replace(app.extensions["settings"], database_url=web_url)
    before, app.extensions["database"] = app.extensions["database"], Database(web_url)
    try:
        World(app).grow(1)
        client = app.test_client()
        sign_in(client, app)
        assert client.get("/staff/").status_code == 200
        assert client.get("/staff/cases/cases.csv").status_code == 200
        huey = make_huey(settings)
        assert huey.pending_count() == 0
        huey.storage.close()
    finally:
        app.extensions["database"].engine.dispose()
        app.extensions["database"] = before


@pytest.mark.parametrize("name", ["web; DROP TABLE account", "Web", "", "a" * 64, "web-1", '"web"'])
def test_only_a_plain_name_becomes_part_of_a_statement(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="small letters"):
        rights(name)

    assert main(["trail", "rights", name]) == 2
    assert capsys.readouterr().out == ""


def test_the_command_prints_the_statements(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trail", "rights", "casefinder_web"]) == 0

    assert capsys.readouterr().out.strip() == rights("casefinder_web")


def test_on_postgresql_the_doctor_says_which_account_could_change_the_trail(
    tmp_path: Path, web_url: str, postgresql: PrivatePostgresql
) -> None:
    settings = Settings(home=tmp_path, secret_key="k" * 40, link_key="l" * 40)
    owner = postgresql.url(web_url.partition("@/")[2].partition("?")[0])

    def said(url: str) -> list[str]:
        return [
            f.values["role"]
            for f in doctor._database(replace(settings, database_url=url))
            if "role" in f.values
        ]

    assert said(owner) == ["casefinder"]
    assert said(web_url) == []
