"""What readers find: the release, a notice where it cannot be opened, never a file that is not what was released."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder import work
from casefinder.clock import utc_now
from casefinder.db import database
from casefinder.edit.casebooks.models import Casebook, Edition
from casefinder.faces import Role
from casefinder.mail.models import Letter
from casefinder.publish.releases import stopping_service
from casefinder.publish.releases.models import Release
from casefinder.staff.consent import service as consent
from tests.factories.accounts import make_account, sign_in
from tests.factories.builds import make_made_build, make_release
from tests.factories.cases import STORY
from tests.publish.releases.telling import check_and_mail, make_public, narrowed, say_anew

ADDRESSES = (
    "/casebooks/dx-2026/", "/casebooks/dx-2026/book.pdf", "/casebooks/dx-2026/site/index.html",
    "/casebooks/dx-2026/data/cases.csv", "/casebooks/dx-2026/data/cases.json", "/casebooks/dx-2026/dx-2026.zip",
)  # fmt: skip


@dataclass(frozen=True)
class Public:
    """A released book."""

    release_id: int
    response_id: int
    edition_id: int
    casebook_slug: str
    folder: Path


@pytest.fixture
def public(app: Flask) -> Public:
    settings = app.extensions["settings"]
    with database().transaction() as session:
        release, case = make_public(session, settings.home, slug="dx-2026")
        edition = session.get_one(Edition, release.edition_id)
        return Public(
            release.id, case.response_id, edition.id, edition.casebook.slug, settings.releases_dir / "dx-2026"
        )


def statuses(client: FlaskClient) -> set[int]:
    return {client.get(address, buffered=True).status_code for address in ADDRESSES}


def test_a_stopped_release_leaves_a_notice_at_each_of_its_addresses(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    assert statuses(client) == {200}
    with database().transaction() as session:
        stopping_service.withdraw(
            session, public.release_id, reason="内密の理由", notice="表を直しています。",
            account_id=make_account(session).id, now=utc_now(),
        )  # fmt: skip

    assert statuses(client) == {410}
    for address in ADDRESSES:
        page = client.get(address)
        assert "お開きのアドレスは合っています" in page.text
        assert "表を直しています。" in page.text
        assert "内密の理由" not in page.text
        assert page.headers["Cache-Control"] == "no-store"
    assert client.get("/casebooks/dx-2026/no.html").status_code == 404
    assert client.get("/casebooks/dx-2027/").status_code == 404
    assert "まだありません" in client.get("/").text


def test_a_withdrawn_consent_leaves_a_notice_that_names_nobody(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    with database().transaction() as session:
        consent.withdraw(session, public.response_id, "casebook", now=utc_now())

    assert statuses(client) == {410}
    page = client.get("/casebooks/dx-2026/").text
    assert "一時停止しています" in page
    assert "霧立町" not in page
    check_and_mail(database())
    assert statuses(client) == {410}


def test_an_answer_narrowed_after_the_release_stands_on_today_and_is_mailed(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    sign_in(client, app, Role.PUBLISHER)
    assert "dx-2026" not in client.get("/staff/").text
    with database().transaction() as session:
        say_anew(session, public.response_id, D1=narrowed(STORY))

    check_and_mail(database())

    today = client.get("/staff/").text
    assert "公開した事例集で、判断を待つもの" in today
    assert f"/staff/releases/{public.release_id}" in today
    mails = [m for m in app.extensions["postman"].sent if "要判断" in m["Subject"]]
    assert mails
    body = mails[0].get_content()
    assert "公開範囲が、公開のあとで狭められました" in body.replace("\r", "").replace("\n　", "")
    assert f"/staff/releases/{public.release_id}" in body
    page = client.get(f"/staff/releases/{public.release_id}").text
    assert "D1" in page
    assert "このまま公開を続ける" in page


@pytest.mark.parametrize("spoil", ["cut", "changed", "gone"])
def test_a_file_that_is_not_what_was_released_is_kept_back_and_rings_the_alarm(
    app: Flask, client: FlaskClient, public: Public, spoil: str
) -> None:
    path = public.folder / "site" / "index.html"
    assert client.get("/casebooks/dx-2026/site/index.html", buffered=True).status_code == 200
    if spoil == "gone":
        path.unlink()
    else:
        path.write_text("<script>x</script>" if spoil == "changed" else "", encoding="utf-8")

    answers = [client.get("/casebooks/dx-2026/site/index.html") for _ in range(2)]

    assert {answer.status_code for answer in answers} == {503}
    assert "いまお渡しできません" in answers[0].text
    assert "script>x" not in answers[0].text
    assert client.get("/casebooks/dx-2026/book.pdf", buffered=True).status_code == 200
    sign_in(client, app, Role.READER)
    assert "公開した事例集で、判断を待つもの" in client.get("/staff/").text
    assert "site/index.html" in client.get(f"/staff/releases/{public.release_id}").text


def test_the_night_finds_damaged_files_that_nobody_asked_for(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    (public.folder / "data" / "cases.csv").write_text("other")
    from casefinder.publish.releases.models import ReleaseCheck

    with database().transaction() as session:
        session.scalars(select(ReleaseCheck)).one().due_s = 0.0

    check_and_mail(database())

    sign_in(client, app, Role.READER)
    assert "data/cases.csv" in client.get(f"/staff/releases/{public.release_id}").text
    with database().reading() as session:
        waiting = session.scalars(select(ReleaseCheck).where(ReleaseCheck.done_at.is_(None))).all()
        assert len(waiting) == 1  # the next night


def test_the_name_of_the_collection_leads_to_its_newest_release(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    stable = f"/casebooks/{public.casebook_slug}"
    assert client.get(f"{stable}/").headers["Location"] == "/casebooks/dx-2026/"
    assert client.get(f"{stable}/book.pdf").headers["Location"] == "/casebooks/dx-2026/book.pdf"
    assert (
        client.get(f"{stable}/{public.casebook_slug}.zip").headers["Location"]
        == "/casebooks/dx-2026/dx-2026.zip"
    )
    settings = app.extensions["settings"]
    with database().transaction() as session:
        edition = session.get_one(Edition, public.edition_id)
        build = make_made_build(session, edition, settings.home / "builds", now=utc_now())
        later = make_release(
            session,
            build,
            settings.home,
            account_id=make_account(session).id,
            now=utc_now() + timedelta(hours=1),
        )
        assert later.slug == "dx-2026-2"

    assert client.get(f"{stable}/").headers["Location"] == "/casebooks/dx-2026-2/"
    old = client.get("/casebooks/dx-2026/")
    assert old.status_code == 200
    assert "新しい版があります" in old.text
    with database().transaction() as session:
        stopping_service.withdraw(
            session, public.release_id, reason="古い", account_id=make_account(session).id, now=utc_now()
        )
    assert "/casebooks/dx-2026-2/" in client.get("/casebooks/dx-2026/book.pdf").text


def test_the_name_of_a_collection_without_a_public_release_leads_to_the_notice(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    with database().transaction() as session:
        stopping_service.withdraw(
            session, public.release_id, reason="誤り", account_id=make_account(session).id, now=utc_now()
        )
        session.add(Casebook(slug="empty", title="空", created_at=utc_now()))

    assert client.get(f"/casebooks/{public.casebook_slug}/", follow_redirects=True).status_code == 410
    assert client.get("/casebooks/empty/").status_code == 404
    assert client.get("/casebooks/empty/book.pdf").status_code == 404


def test_a_letter_about_what_is_settled_is_not_sent(app: Flask, client: FlaskClient, public: Public) -> None:
    with database().transaction() as session:
        say_anew(session, public.response_id, D1=narrowed(STORY))
    kind = next(each for each in work.kinds() if each.name == "release_check")
    work.perform_due(database(), kind)
    with database().transaction() as session:
        session.get_one(Release, public.release_id).withdrawn_at = None
        say_anew(
            session, public.response_id, now=utc_now() + timedelta(hours=3), D1=narrowed(STORY, "everyone")
        )
    work.perform_due(database(), kind)

    check_and_mail(database())

    with database().reading() as session:
        query = select(Letter.skipped_reason).where(Letter.kind == "publish/releases/concern")
        assert set(session.scalars(query)) == {"It is settled already."}
