"""No book goes out whose finished files say what nobody allowed: front matter, pages and data are searched again."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.db import database
from casefinder.edit.casebooks.composing import told
from casefinder.faces import Role
from casefinder.publish.builds import file_find_queries
from casefinder.publish.builds.file_texts import TEXTS
from casefinder.publish.builds.models import Build, FileFindDecision
from casefinder.publish.installation import publisher_of
from casefinder.staff.audit.models import AuditEntry
from tests.factories import builds
from tests.factories.accounts import sign_in
from tests.factories.builds import make_build, make_edition, make_made_build
from tests.factories.cases import make_approved_case, make_told_response

PHONE = {"where": "book.pdf p. 4", "case": None, "text": "くわしくは090-1234-5678まで。"}
REASON = "本人が載せてよいと言った（電話、6月9日）。"


@pytest.fixture
def build_id(app: Flask, monkeypatch: pytest.MonkeyPatch) -> int:
    settings = app.extensions["settings"]
    monkeypatch.setattr(builds, "PUBLISHER", publisher_of(settings))
    with database().transaction() as session:
        return make_made_build(session, make_edition(session, slug="dx-2026"), settings.home / "builds").id


def say_in_files(app: Flask, build_id: int, *texts: dict[str, object]) -> None:
    """Let the finished files say something."""
    place = app.extensions["settings"].home / "builds" / str(build_id) / TEXTS
    place.write_text(json.dumps(texts), encoding="utf-8")


def the_find(client: FlaskClient, build_id: int) -> str:
    page = client.get(f"/staff/builds/{build_id}/finds").text
    return page.partition('id="f-')[2].partition('"')[0]


def release(client: FlaskClient, build_id: int) -> int:
    return client.post(f"/staff/releases/prepare/{build_id}").status_code


def test_files_that_say_nothing_may_go_out(app: Flask, client: FlaskClient, build_id: int) -> None:
    sign_in(client, app, role=Role.PUBLISHER)

    assert "公開しない言葉はありません" in client.get(f"/staff/releases/prepare/{build_id}").text
    assert release(client, build_id) == 303


def test_a_telephone_number_in_the_foreword_keeps_the_book_in_until_somebody_says_why_it_stands(
    app: Flask, client: FlaskClient, build_id: int
) -> None:
    say_in_files(app, build_id, PHONE)
    sign_in(client, app, role=Role.PUBLISHER)
    assert "判断の要る言葉があります（1件）" in client.get(f"/staff/releases/prepare/{build_id}").text
    assert release(client, build_id) == 409
    address = f"/staff/builds/{build_id}/finds/{the_find(client, build_id)}"

    answer = client.post(address, data={"reason": " "})
    assert answer.status_code == 422
    assert "載せてよい理由を書いてください" in answer.text
    assert release(client, build_id) == 409

    assert client.post(address, data={"reason": REASON}).status_code == 303
    assert REASON in client.get(f"/staff/builds/{build_id}/finds").text
    assert release(client, build_id) == 303
    with database().reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "build.find_allowed")).one()
        assert entry.detail["reason"] == REASON


def test_a_decision_that_is_taken_back_keeps_the_book_in_again(
    app: Flask, client: FlaskClient, build_id: int
) -> None:
    say_in_files(app, build_id, PHONE)
    sign_in(client, app, role=Role.PUBLISHER)
    address = f"/staff/builds/{build_id}/finds/{the_find(client, build_id)}"
    client.post(address, data={"reason": REASON})

    assert client.post(f"{address}/undo").status_code == 303
    assert client.post(f"{address}/undo").status_code == 303

    assert release(client, build_id) == 409


def test_a_decision_holds_for_the_same_words_in_the_next_book_of_the_edition_and_for_no_others(
    app: Flask, client: FlaskClient, build_id: int
) -> None:
    say_in_files(app, build_id, PHONE)
    sign_in(client, app, role=Role.PUBLISHER)
    client.post(f"/staff/builds/{build_id}/finds/{the_find(client, build_id)}", data={"reason": REASON})
    with database().transaction() as session:
        edition = session.get_one(Build, build_id).edition
        again = make_made_build(session, edition, app.extensions["settings"].home / "builds").id
    say_in_files(app, again, {**PHONE, "where": "site/method.html"})
    assert "載せてよいと判断しました（1件）" in client.get(f"/staff/releases/prepare/{again}").text

    say_in_files(app, again, {**PHONE, "text": "くわしくは090-8765-4321まで。"})

    assert release(client, again) == 409


def test_a_find_that_is_gone_cannot_be_decided(app: Flask, client: FlaskClient, build_id: int) -> None:
    sign_in(client, app)

    answer = client.post(f"/staff/builds/{build_id}/finds/{'0' * 32}", data={"reason": REASON})

    assert answer.status_code == 409
    with database().reading() as session:
        assert session.scalars(select(FileFindDecision)).all() == []


def test_a_book_that_was_not_searched_stays_in(app: Flask, client: FlaskClient, build_id: int) -> None:
    (app.extensions["settings"].home / "builds" / str(build_id) / TEXTS).unlink()
    sign_in(client, app, role=Role.PUBLISHER)

    assert "言葉を調べていません" in client.get(f"/staff/releases/prepare/{build_id}").text
    assert "言葉を調べていません" in client.get(f"/staff/builds/{build_id}/finds").text
    assert release(client, build_id) == 409


def test_files_that_were_changed_after_the_search_stay_in(
    app: Flask, client: FlaskClient, build_id: int
) -> None:
    settings = app.extensions["settings"]
    page = settings.home / "builds" / str(build_id) / "site" / "index.html"
    page.write_text("<p>あとから書いた。</p>", encoding="utf-8")
    sign_in(client, app, role=Role.PUBLISHER)

    answer = client.post(f"/staff/releases/prepare/{build_id}")

    assert answer.status_code == 409
    assert "できたあとに変わっています" in answer.text
    assert not (settings.releases_dir / "dx-2026").exists()


def test_what_was_found_when_the_book_was_made_is_asked_anew_when_something_else_is_locked(
    app: Flask, build_id: int
) -> None:
    say_in_files(app, build_id, PHONE)
    settings = app.extensions["settings"]
    folder, publisher = settings.home / "builds", publisher_of(settings)
    with database().transaction() as session:
        build = session.get_one(Build, build_id)
        known = told(session, build.edition_id)
        kept = file_find_queries.first_search(session, build, folder / str(build_id), known, publisher)
        build.searched = {**kept, "finds": []}
        assert file_find_queries.search(session, build, folder, known, publisher).finds == ()

        build.searched = {**build.searched, "mark": "of other things"}

        assert len(file_find_queries.search(session, build, folder, known, publisher).finds) == 1


def test_a_reader_sees_no_locked_words(app: Flask, client: FlaskClient, build_id: int) -> None:
    sign_in(client, app, role=Role.READER)

    assert client.get(f"/staff/builds/{build_id}/finds").status_code == 403


def test_a_case_is_looked_at_with_the_answers_it_was_made_from(session: Session) -> None:
    make_told_response(session, name="白波町")  # so that cases and answers are counted apart
    edition = make_edition(session, cases=[make_approved_case(session, name="霧立町")])
    build = make_build(session, edition)

    (look,) = file_find_queries.looks_of(session, build, told(session, edition.id))

    assert look.whose == "霧立町（見本）"
