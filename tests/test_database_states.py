"""A database that takes nothing, or is damaged: what can be read is shown, what cannot is said in words, nothing breaks."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from casefinder import doctor
from casefinder.doctor import State
from casefinder.faces import Role
from casefinder.upkeep import sqlite_copy
from casefinder.upkeep.errors import BackupDamaged
from casefinder.upkeep.verifying import verify
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.invitations import Link, enter, make_link

SAVING = "いま保存できませんでした"
AS_SCRIPTS_ASK = {"Accept": "application/json"}
SHOWING = "いま表示できません"


@pytest.fixture
def link(app: Flask, client: FlaskClient) -> Link:
    """A link that somebody is in at."""
    made = make_link(app)
    enter(client, made)
    client.post(f"/r/{made.ref}/s/A", data={})
    return made


@pytest.fixture
def reads_only(app: Flask, client: FlaskClient, link: Link) -> Iterator[None]:
    """A folder that was mounted for reading only; a server that became another's standby."""
    engine = app.extensions["database"].engine
    sign_in(client, app, Role.READER)
    engine.dispose()
    refuse = (
        "PRAGMA query_only=ON"
        if engine.dialect.name == "sqlite"
        else "SET default_transaction_read_only = on"
    )

    def close(connection: object, _: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute(refuse)
        cursor.close()
        connection.commit()  # type: ignore[attr-defined]

    event.listen(engine, "connect", close)
    yield
    event.remove(engine, "connect", close)
    engine.dispose()


@pytest.mark.usefixtures("reads_only")
def test_a_database_that_takes_nothing_can_be_read(client: FlaskClient, link: Link) -> None:
    assert client.get(f"/r/{link.ref}/").status_code == 200
    assert client.get(f"/r/{link.ref}/s/A").status_code == 200
    assert client.get("/staff/cases/").status_code == 200


@pytest.mark.usefixtures("reads_only")
def test_what_is_sent_to_a_database_that_takes_nothing_is_told_and_comes_back(
    client: FlaskClient, link: Link, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    answer = client.post(f"/r/{link.ref}/s/C", data={"C2": "打った文です"})
    saved = client.post(
        f"/r/{link.ref}/a/C2", json={"form": {"C2": ["打った文です"]}, "seen": "0."}, headers=AS_SCRIPTS_ASK
    )
    staff = client.post("/staff/sign-in", data={"email": "a@example.jp", "password": "打った文です"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert SAVING in answer.text
    assert "打った文です" in answer.text
    assert (saved.status_code, SAVING in saved.get_json()["error"]) == (503, True)
    assert (staff.status_code, SAVING in staff.text) == (503, True)
    assert "Traceback" not in caplog.text
    assert "打った文です" not in caplog.text


@pytest.fixture
def damaged(app: Flask, client: FlaskClient, link: Link) -> Path:
    """The database after a bad disk: its first page is whole, what comes behind is not."""
    assert link
    sign_in(client, app, Role.READER)
    engine = app.extensions["database"].engine
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    path = Path(str(engine.url.database))
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    return path


on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@on_sqlite
def test_a_damaged_database_is_said_in_words(
    damaged: Path, client: FlaskClient, link: Link, caplog: pytest.LogCaptureFixture
) -> None:
    assert damaged.exists()
    shown = client.get(f"/r/{link.ref}/")
    sent = client.post(f"/r/{link.ref}/s/C", data={"C2": "打った文です"})
    staff = client.get("/staff/")

    assert [(each.status_code, each.headers["Retry-After"]) for each in (shown, sent, staff)] == [
        (503, "10")
    ] * 3
    assert SHOWING in shown.text
    assert SAVING in sent.text
    assert SHOWING in staff.text
    assert "Traceback" not in caplog.text


@on_sqlite
def test_a_damaged_database_is_found_and_kept_out_of_backups(
    app: Flask, damaged: Path, tmp_path: Path
) -> None:
    settings = app.extensions["settings"]

    done = verify(app.extensions["database"], settings, now=NOON)

    assert "database" in [finding.kind for finding in done.findings]
    with pytest.raises(BackupDamaged):
        sqlite_copy.dump(damaged, tmp_path / "backup")
    found = [each for each in doctor._database(settings) if each.about == "Database"]
    assert [each.state for each in found] == [State.BAD]
