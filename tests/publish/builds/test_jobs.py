"""From the order to the finished folder: a real press, a real judge, real rows."""

import json
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from casefinder import work
from casefinder.db import database
from casefinder.publish.builds import service
from casefinder.publish.builds.jobs import REFUSED
from casefinder.publish.builds.models import Build
from casefinder.publish.content import from_json, to_json
from casefinder.staff.audit.models import AuditEntry
from tests.factories.builds import make_build, make_edition
from tests.factories.cases import make_approved_case

pytestmark = pytest.mark.slow
# What the press makes of frozen content is the same on every database; who may take a row is tested beside `work`.
on_one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def order(app: Flask) -> int:
    with database().transaction() as session:
        edition = make_edition(
            session, cases=[make_approved_case(session), make_approved_case(session, name="谷町")]
        )
        return make_build(session, edition).id


def builds(app: Flask) -> Path:
    return app.extensions["settings"].home / "builds"


def press_due() -> None:
    """Do what the press has to do; other kinds of work wait."""
    work.perform_due(database(), next(kind for kind in work.kinds() if kind.name == service.KIND))


def test_a_build_becomes_book_site_and_data_and_says_so(app: Flask) -> None:
    build_id = order(app)

    press_due()

    with database().reading() as session:
        build = session.get_one(Build, build_id)
        assert build.failure is None
        assert build.done_at is not None
        assert build.judgement["passed"], build.judgement
        folder = builds(app) / (build.folder or "")
        with pikepdf.open(folder / "book.pdf") as book:
            assert len(book.pages) == build.pages
        assert (folder / "site" / "cases" / "01.html").is_file()
        assert (folder / "data" / "cases.csv").is_file()
        assert json.loads((folder / "judgement.json").read_text())["passed"]
        assert not [path for path in folder.parent.iterdir() if path.name.startswith(".")]
        assert (
            session.scalar(select(AuditEntry.action).where(AuditEntry.subject_kind == "build"))
            == "build.requested"
        )


def test_a_book_that_must_not_be_made_is_given_up_with_its_findings(app: Flask) -> None:
    build_id = order(app)
    with database().transaction() as session:
        build = session.get_one(Build, build_id)
        build.content = build.content.replace("書かない窓口", "書かない窓口😀", 1)

    press_due()

    with database().reading() as session:
        build = session.get_one(Build, build_id)
        assert build.failed_at is not None
        assert build.failure == REFUSED
        assert build.attempts == 1
        assert "U+1F600" in build.lint[0]["message"]
        assert not (builds(app) / str(build_id)).exists()


def test_a_second_order_of_the_same_content_is_the_same_build(app: Flask) -> None:
    build_id = order(app)
    with database().transaction() as session:
        assert make_build(session, session.get_one(Build, build_id).edition).id == build_id


@on_one_database
def test_a_worker_that_died_at_the_press_is_followed_by_another(app: Flask) -> None:
    build_id = order(app)
    kind = next(kind for kind in work.kinds() if kind.name == service.KIND)
    dead = work.take(database(), kind)
    assert dead
    with database().transaction() as session:
        session.get_one(Build, build_id).leased_until_s = 0.0

    press_due()

    with database().reading() as session:
        build = session.get_one(Build, build_id)
        assert build.done_at is not None
        assert build.attempts == 2
    with pytest.raises(work.LostLease):
        work.renew(database(), dead)


@on_one_database
def test_the_frozen_content_makes_the_same_book_later(app: Flask, tmp_path: Path) -> None:
    build_id = order(app)
    press_due()
    with database().reading() as session:
        content = from_json(session.get_one(Build, build_id).content)
        digest = session.get_one(Build, build_id).book_sha256
    assert to_json(from_json(to_json(content))) == to_json(content)

    from casefinder.publish.builds.pressing import press_edition

    again = press_edition(content, app.extensions["files"], tmp_path / "again", report=lambda step: None)

    assert again.book_sha256 == digest
