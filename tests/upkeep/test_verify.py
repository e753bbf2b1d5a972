"""The look at everything: each kind of damage is found by its name, and an installation as it should be is silent."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from casefinder import checkup
from casefinder.answer.attachments.models import Attachment
from casefinder.checkup import Checkup, Finding
from casefinder.config import Settings
from casefinder.faces import Role
from casefinder.logbook import LETTER_TAKEN, Logbook, deed
from casefinder.mail.models import Letter
from casefinder.publish.releases import checking_service
from casefinder.publish.releases.models import Release
from casefinder.staff.audit import sealing_service
from casefinder.upkeep import jobs
from casefinder.upkeep.manifest import digest_of
from casefinder.upkeep.rules import FRESH, OLD, is_due
from casefinder.upkeep.verifying import verify
from tests.conftest import NOON
from tests.databases import prepared
from tests.factories.accounts import sign_in
from tests.factories.builds import make_edition, make_made_build, make_release
from tests.factories.files import jpeg
from tests.factories.responses import make_response

BOOK = b"%PDF-1.7 a book"
DAYS_AGO = (NOON - timedelta(days=3)).timestamp()


@prepared
def response_id(app: Flask) -> int:
    """A submitted response with a file."""
    files = app.extensions["files"]
    with app.extensions["database"].transaction() as session:
        response = make_response(session, is_submitted=True)
        session.add(
            Attachment(
                response_id=response.id, question_key="C3", position=1, sha256=files.put(jpeg()),
                thumbnail_sha256=files.put(b"small"), size_bytes=9, media_type="image/jpeg", original_name="a.jpg",
                width_px=1, height_px=1, uploaded_at=NOON, ready_at=NOON,
            )
        )  # fmt: skip
        return response.id


def kinds(app: Flask) -> list[str]:
    settings: Settings = app.extensions["settings"]
    done = verify(app.extensions["database"], settings, now=NOON)
    return [finding.kind for finding in done.findings]


def stored(app: Flask) -> list[Path]:
    return sorted(p for p in app.extensions["settings"].files_dir.rglob("*") if p.is_file())


def test_an_installation_as_it_should_be_is_silent(app: Flask, response_id: int) -> None:
    done = verify(app.extensions["database"], app.extensions["settings"], now=NOON)

    assert list(done.findings) == []
    assert done.looked_at["files"] == 2
    assert done.looked_at["receipts"] == 1
    assert done.looked_at["trail"] > 0


def test_a_missing_file_is_found(app: Flask, response_id: int) -> None:
    stored(app)[0].unlink()

    assert kinds(app) == ["file_missing"]


def test_a_changed_file_is_found(app: Flask, response_id: int) -> None:
    stored(app)[0].write_bytes(b"changed")

    assert kinds(app) == ["file_changed"]


def test_a_file_that_no_row_knows_is_told_when_it_is_old(app: Flask, response_id: int) -> None:
    path = app.extensions["files"].path(app.extensions["files"].put(b"nobody's"))
    os.utime(path, (DAYS_AGO, DAYS_AGO))

    assert kinds(app) == ["orphan"]


def test_what_an_upload_that_was_cut_off_left_is_told_and_swept(app: Flask, response_id: int) -> None:
    part = stored(app)[0].with_suffix(".1.part")
    part.write_bytes(b"half")
    os.utime(part, (DAYS_AGO, DAYS_AGO))
    assert kinds(app) == ["part"]

    assert jobs.sweep(app.extensions["settings"], now=NOON) == 1
    assert kinds(app) == []


def test_an_upload_that_is_under_way_is_not_swept(app: Flask, response_id: int) -> None:
    part = stored(app)[0].with_suffix(".1.part")
    part.write_bytes(b"half")
    os.utime(part, (NOON.timestamp(), NOON.timestamp()))

    assert jobs.sweep(app.extensions["settings"], now=NOON) == 0


def test_a_training_file_that_was_changed_is_found(app: Flask, response_id: int) -> None:
    folder = app.extensions["settings"].training_dir
    folder.mkdir()
    (folder / f"{'a' * 64}.json").write_text("{}")

    assert kinds(app) == ["training_missing"]


def test_a_receipt_that_nobody_asked_for_is_found(app: Flask, response_id: int) -> None:
    with app.extensions["database"].transaction() as session:
        session.execute(text("DELETE FROM letter WHERE kind LIKE '%receipt'"))

    assert kinds(app) == ["receipt_missing"]


@prepared
def slug(app: Flask) -> str:
    """A release with its build."""
    settings: Settings = app.extensions["settings"]
    with app.extensions["database"].transaction() as session:
        build = make_made_build(session, make_edition(session), settings.home / "builds")
        build.book_sha256 = digest_of(settings.home / "builds" / str(build.folder) / "book.pdf")
        return make_release(session, build, settings.home).slug


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda folder: (folder / "book.pdf").write_bytes(b"cut"), "release_changed"),
        (lambda folder: (folder / "book.pdf").unlink(), "release_missing"),
        (lambda folder: (folder / "site" / "more.html").write_text("<script>"), "release_added"),
    ],
    ids=["changed", "missing", "added"],
)
def test_a_release_that_is_not_as_it_was_made_is_found(
    app: Flask, slug: str, spoil: Callable[[Path], object], kind: str
) -> None:
    assert [each for each in kinds(app) if each.startswith(("release", "build"))] == []

    spoil(app.extensions["settings"].releases_dir / slug)

    assert [each for each in kinds(app) if each.startswith("release")] == [kind]


def test_a_release_whose_folder_is_gone_is_one_alarm(app: Flask, slug: str) -> None:
    shutil.rmtree(app.extensions["settings"].releases_dir / slug)

    assert [each for each in kinds(app) if each.startswith("release")] == ["release_gone"]


def test_attached_files_whose_folder_is_gone_are_one_alarm(app: Flask, response_id: int) -> None:
    shutil.rmtree(app.extensions["settings"].files_dir)

    assert kinds(app) == ["files_gone"]


def test_damage_about_which_a_publisher_is_asked_is_told_once_on_today(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    settings: Settings = app.extensions["settings"]
    (settings.releases_dir / slug / "book.pdf").write_bytes(b"cut")
    checkup.store(settings.home, verify(app.extensions["database"], settings, now=NOON))
    sign_in(client, app, Role.PUBLISHER)
    alarm = "保存したときと違うものが1件あります"
    assert alarm in client.get("/staff/").text

    with app.extensions["database"].transaction() as session:
        release_id = session.scalar(select(Release.id).where(Release.slug == slug))
        checking_service.note_damage(session, release_id, "book.pdf", now=NOON)

    today = client.get("/staff/").text
    assert alarm not in today
    assert f"/staff/releases/{release_id}" in today
    page = client.get("/staff/upkeep/").text
    assert alarm in page
    assert "公開責任者に判断を求めています" in page


def test_damage_of_another_file_is_still_an_alarm(app: Flask, client: FlaskClient, slug: str) -> None:
    with app.extensions["database"].transaction() as session:
        release_id = session.scalar(select(Release.id).where(Release.slug == slug))
        checking_service.note_damage(session, release_id, "book.pdf", now=NOON)
    found(app, Finding("release_changed", {"slug": slug, "what": "data/cases.csv"}))
    sign_in(client, app, Role.PUBLISHER)

    assert "保存したときと違うものが1件あります" in client.get("/staff/").text


def test_a_book_that_is_gone_is_found(app: Flask, slug: str) -> None:
    (book,) = (app.extensions["settings"].home / "builds").rglob("book.pdf")
    book.unlink()

    assert "build_missing" in kinds(app)


def letter_of(app: Flask) -> Letter:
    with app.extensions["database"].reading() as session:
        return session.query(Letter).order_by(Letter.id).first()


def test_a_letter_that_was_taken_twice_is_found(app: Flask, response_id: int) -> None:
    letter = letter_of(app)
    book = Logbook(app.extensions["settings"].home / "logbook.jsonl")
    book.write([deed(LETTER_TAKEN, NOON, letter=letter.message_id)] * 2)
    with app.extensions["database"].transaction() as session:
        session.execute(update(Letter).where(Letter.id == letter.id).values(done_at=NOON))

    assert kinds(app) == ["letter_twice"]


def test_a_letter_that_was_taken_twice_and_waits_is_one_alarm(app: Flask, response_id: int) -> None:
    book = Logbook(app.extensions["settings"].home / "logbook.jsonl")
    book.write([deed(LETTER_TAKEN, NOON, letter=letter_of(app).message_id)] * 2)

    assert kinds(app) == ["letter_twice"]


def test_a_letter_that_was_taken_and_waits_is_found(app: Flask, response_id: int) -> None:
    book = Logbook(app.extensions["settings"].home / "logbook.jsonl")
    book.write([deed(LETTER_TAKEN, NOON, letter=letter_of(app).message_id)])

    assert kinds(app) == ["letter_waits"]


@pytest.fixture
def unlock(app: Flask) -> Iterator[Callable[[str], None]]:
    """Take a lock of the trail away; all are put back, for what holds a table's triggers outlives a test."""
    engine, gone = app.extensions["database"].engine, []
    is_sqlite = engine.dialect.name == "sqlite"
    written = text(
        "SELECT sql FROM sqlite_master WHERE name = :name"
        if is_sqlite
        else "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = :name"
    )

    def take(name: str) -> None:
        with engine.begin() as connection:
            gone.append(connection.scalar(written, {"name": name.partition(" ")[0]}))
            connection.execute(text(f"DROP TRIGGER {name}"))

    yield take
    for statement in gone:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)


def delete_lock(app: Flask) -> str:
    is_sqlite = app.extensions["database"].engine.dialect.name == "sqlite"
    return "audit_entry_no_delete" if is_sqlite else "audit_entry_no_change ON audit_entry"


def test_a_trail_without_its_lock_is_found(
    app: Flask, response_id: int, unlock: Callable[[str], None]
) -> None:
    unlock(delete_lock(app))

    assert kinds(app) == ["trail_open"]


LOCKS = {
    "sqlite": ("audit_entry_no_update", "audit_entry_no_replace", "audit_seal_no_update", "audit_seal_no_replace"),
    "postgresql": (
        "audit_entry_no_truncate ON audit_entry", "audit_seal_no_change ON audit_seal", "audit_seal_no_truncate ON audit_seal",
    ),
}  # fmt: skip


def test_every_lock_of_the_trail_is_missed(
    app: Flask, response_id: int, unlock: Callable[[str], None]
) -> None:
    names = LOCKS[app.extensions["database"].engine.dialect.name]
    for name in names:
        unlock(name)

    assert kinds(app) == ["trail_open"] * len(names)


def switch(app: Flask, how: str) -> None:
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE audit_entry {how} TRIGGER audit_entry_no_change"))


def test_a_lock_that_is_switched_off_is_no_lock(app: Flask, response_id: int) -> None:
    if app.extensions["database"].engine.dialect.name == "sqlite":
        return  # it switches none off
    switch(app, "DISABLE")
    try:
        assert kinds(app) == ["trail_open"]
    finally:
        switch(app, "ENABLE")


def take_out(app: Flask, entry_id: int, unlock: Callable[[str], None]) -> None:
    """Delete an entry as somebody may who owns the database."""
    unlock(delete_lock(app))
    with app.extensions["database"].transaction() as session:
        session.execute(text("DELETE FROM audit_entry WHERE id = :id"), {"id": entry_id})


def test_a_trail_that_is_not_what_was_sealed_is_one_alarm_beside_its_lock(
    app: Flask, response_id: int, unlock: Callable[[str], None]
) -> None:
    with app.extensions["database"].transaction() as session:
        assert sealing_service.seal(session, now=NOON + timedelta(days=1)) is not None
        first = session.scalar(text("SELECT min(id) FROM audit_entry"))
    take_out(app, first, unlock)

    assert kinds(app) == ["trail_open", "trail_broken"]


def test_an_entry_that_was_taken_out_of_the_trail_is_found(
    app: Flask, response_id: int, unlock: Callable[[str], None]
) -> None:
    if app.extensions["database"].engine.dialect.name != "sqlite":
        return  # its numbers have gaps by themselves
    take_out(app, 2, unlock)

    assert kinds(app) == ["trail_open", "trail_gap"]


def test_a_row_that_points_nowhere_is_found(app: Flask, response_id: int) -> None:
    if app.extensions["database"].engine.dialect.name != "sqlite":
        return  # the server keeps none
    with app.extensions["database"].engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("UPDATE attachment SET response_id = 4711")
        raw.execute("PRAGMA foreign_keys=ON")

    assert "database" in kinds(app)


@pytest.fixture
def is_looked_at_by_an_administrator(app: Flask, client: FlaskClient) -> FlaskClient:
    sign_in(client, app, Role.ADMINISTRATOR)
    return client


def found(app: Flask, *findings: Finding) -> None:
    checkup.store(app.extensions["settings"].home, Checkup(NOON, {"files": 2}, findings))


def test_today_shows_an_alarm_and_leads_to_what_it_is(
    app: Flask, is_looked_at_by_an_administrator: FlaskClient
) -> None:
    client = is_looked_at_by_an_administrator
    found(app, Finding("release_changed", {"slug": "r8-1", "what": "book.pdf"}))

    assert "保存したときと違うものが1件あります" in client.get("/staff/").text
    page = client.get("/staff/upkeep/").text
    assert "公開版 r8-1 のファイルが書き換わっています：book.pdf" in page
    assert "最後のバックアップから戻してもらってください" in page


def test_what_is_only_told_is_no_alarm(app: Flask, is_looked_at_by_an_administrator: FlaskClient) -> None:
    client = is_looked_at_by_an_administrator
    found(app, Finding("orphan", {"what": "abc"}))

    assert "保存したときと違う" not in client.get("/staff/").text
    assert "どの回答にも属さないファイルがあります：abc" in client.get("/staff/upkeep/").text


def test_before_anybody_looked_the_page_says_so(is_looked_at_by_an_administrator: FlaskClient) -> None:
    assert "まだ点検していません" in is_looked_at_by_an_administrator.get("/staff/upkeep/").text


def test_a_result_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    (tmp_path / checkup.FILE).write_text('{"at": "20')

    assert checkup.last(tmp_path) is None


def test_it_is_due_at_night_and_by_day_when_the_night_was_missed() -> None:
    night = NOON.replace(hour=18)  # 03:00 in Tokyo
    assert is_due(None, NOON)
    assert not is_due(NOON - timedelta(hours=1), NOON)
    assert not is_due(NOON - FRESH, NOON)
    assert is_due(night - FRESH, night)
    assert is_due(NOON - OLD, NOON)


@given(st.lists(st.sampled_from(sorted(checkup.LABELS))))
def test_whatever_is_found_is_read_back(names: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        done = Checkup(NOON, {"files": 1}, [Finding(name, {"what": "x"}) for name in names])
        checkup.store(Path(folder), done)
        assert checkup.last(Path(folder)) == done
