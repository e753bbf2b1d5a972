"""Editions, builds and releases for tests."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from pathlib import Path

from sqlalchemy.orm import Session

from casefinder.clock import utc_now
from casefinder.edit.casebooks import service as casebooks
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.cases.models import Case
from casefinder.files import DiskFileStore
from casefinder.prefectures import HOKKAIDO
from casefinder.publish.builds import service
from casefinder.publish.builds.file_find_queries import digests, files_mark
from casefinder.publish.builds.file_texts import TEXTS
from casefinder.publish.builds.models import Build
from casefinder.publish.installation import Installation, Publisher
from casefinder.publish.releases import freezing
from casefinder.publish.releases import service as releases
from casefinder.publish.releases.models import Release
from tests.factories.accounts import make_account
from tests.factories.cases import make_approved_case

_numbers = count(1)
PUBLISHER = Publisher("見本道 地域DX推進課", "000-000-0000", "dx@example.jp", HOKKAIDO, "", is_sample=True)
WRITTEN = {"method": "編集者が読みました。", "selection": "経過が書かれたものを選びました。"}
PASSED = {
    "verdicts": [
        {"flavour": "ua1", "compliant": True, "assertions": 9, "failures": {}},
        {"flavour": "3a", "compliant": True, "assertions": 9, "failures": {}},
    ],
    "missing": [],
    "error": "",
    "passed": True,
}


def make_edition(session: Session, *, cases: Sequence[Case] | None = None, slug: str = "") -> Edition:
    """An edition with these approved cases, one of its own unless told otherwise."""
    number, now = next(_numbers), utc_now()
    casebook = casebooks.create_casebook(session, f"casebook-{number}", "地域DX事例集", now=now)
    values = casebooks.NewEdition(
        casebook.id, slug or f"edition-{number}", 1, "北海道 地域DX事例集", "うまくいったこと、\nつまずいたこと。",
        2026, date(2026, 9, 18),
    )  # fmt: skip
    edition = casebooks.create_edition(session, values, now=now)
    cases = [make_approved_case(session)] if cases is None else cases
    casebooks.set_front_matter(session, edition.id, WRITTEN, now=now, is_confirmed=True)
    return casebooks.set_order(session, edition.id, [case.id for case in cases], now=now)


def make_build(session: Session, edition: Edition, *, now: datetime | None = None) -> Build:
    """A build that waits for the press."""
    now = now or utc_now()
    order = service.gather(session, edition.id, now=now, publisher=PUBLISHER)
    return service.place(session, order, account_id=None, now=now)


def make_made_build(
    session: Session, edition: Edition, builds: Path, *, now: datetime | None = None
) -> Build:
    """A build as if the press had made it, with small files in its folder."""
    now = now or utc_now()
    build = make_build(session, edition, now=now)
    folder = builds / str(build.id)
    for path, text in (
        ("book.pdf", "%PDF-1.7 small"), ("judgement.json", "{}"), ("content.json", "{}"), ("lint.json", "{}"),
        ("site/index.html", "<!DOCTYPE html><html lang='ja'><title>本</title>"), ("site/assets/site.css", "a{}"),
        ("data/cases.csv", "case_id\r\n"), ("data/cases.json", "{}"), ("data/excel/cases.csv", "case_id\r\n"),
    ):  # fmt: skip
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
    (folder / TEXTS).write_text(
        '[{"where": "site/index.html", "case": null, "text": "本"}]', encoding="utf-8"
    )
    build.searched = {"files": files_mark(digests(folder))}
    build.folder, build.book_sha256, build.book_bytes, build.pages = folder.name, "0" * 64, 14, 48
    build.judgement, build.done_at, build.attempts = PASSED, now, 1
    session.flush()
    return build


def make_release(
    session: Session,
    build: Build,
    places: Path,
    *,
    account_id: int | None = None,
    now: datetime | None = None,
) -> Release:
    """A release of a build, inside the session's transaction; `places` holds the folders of builds and releases."""
    now = now or utc_now()
    installation = Installation(
        PUBLISHER, places / "builds", places / "releases", DiskFileStore(places / "files")
    )
    cleared = releases.clear(session, build.id, now=now, place=installation)
    target = places / "releases" / cleared.slug
    target.parent.mkdir(exist_ok=True)
    sums = freezing.freeze_files(places / "builds" / cleared.folder, target, f"{cleared.slug}.zip")
    account_id = account_id or make_account(session).id
    return releases.publish(session, cleared, sums, account_id=account_id, now=now)
