"""Staff pages in a browser: axe finds nothing, none scrolls sideways on a phone, and each is there without script and in forced colours."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import expect
from sqlalchemy import update

from casefinder import checkup
from casefinder.ask.organisations.models import Organisation
from casefinder.checkup import Checkup, Finding
from casefinder.faces import Role
from casefinder.mail.models import Letter, MailHold
from tests.answer.looking import DESK, PHONE
from tests.conftest import NOON
from tests.databases import prepared
from tests.factories.accounts import sign_in
from tests.growing import World
from tests.journeys.judging import Judge
from tests.overview.pictures.conftest import Open
from tests.pages import ids as ids_of

LONG_NAME = "独立行政法人国立病院機構見本道央地域医療連携推進センター附属看護専門学校同窓会事務局内地域医療情報連携ネットワーク運営協議会"
PAGES = (
    "/staff/", "/staff/accounts/", "/staff/audit/", "/staff/builds/", "/staff/campaigns/", "/staff/campaigns/{campaign}",
    "/staff/campaigns/{campaign}/invitations/?asked=all", "/staff/casebooks/", "/staff/cases/", "/staff/cases/{case}/fit",
    "/staff/cases/{case}/gate", "/staff/codebook/", "/staff/desk/", "/staff/find/", "/staff/find/?q=町", "/staff/guide/",
    "/staff/guide/edit-start", "/staff/me", "/staff/organisations/", "/staff/post/", "/staff/post/?pile=sent&q=町",
    "/staff/questionnaires/", "/staff/releases/", "/staff/responses/", "/staff/second-factor/", "/staff/upkeep/",
)  # fmt: skip
EMPTY = "?q=鱈場蟹座流星群"
LISTS = tuple(
    f"{page}{EMPTY}" for page in PAGES if page.count("/") == 3 and page not in ("/staff/me", "/staff/")
)
ALARMS = [
    Finding(
        "release_changed",
        {"slug": "r8-1", "what": "site/assets/a-very-long-name-of-a-file-without-any-space.css"},
    ),
    Finding(
        "file_missing",
        {"id": "3", "what": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    ),
    Finding("orphan", {"what": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}),
]


@prepared
def named(app: Flask) -> dict[str, object]:
    """Something of everything, an organisation with a long name, a letter that failed, held letters, alarms."""
    world = World(app)
    world.grow(1)
    with app.extensions["database"].transaction() as session:
        session.execute(update(Organisation).values(name=LONG_NAME))
        session.execute(
            update(Letter).where(Letter.id == 1).values(
                failed_at=NOON, failure="550 5.1.1 <a-very-long-address-without-any-space@pref.shirakaba.lg.jp>: unknown",
                trouble="address",
            )
        )  # fmt: skip
        session.add(MailHold(id=1, since_at=NOON, backup_at=NOON - timedelta(days=1), known_until=None))
    checkup.store(app.extensions["settings"].home, Checkup(NOON, {"files": 2}, ALARMS))
    return ids_of(world.engine, link_key=app.extensions["settings"].link_key)


def keep_picture(page: object, name: str) -> None:
    """Keep what a page looks like, where somebody wants to look at it."""
    if folder := os.environ.get("CASEFINDER_PICTURES"):
        path = Path(folder) / f"{name.strip('/').replace('/', '-').replace('?', '_') or 'today'}.png"
        page.screenshot(path=path, full_page=True)  # type: ignore[attr-defined]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    app: Flask, client: FlaskClient, named: dict[str, object], window_on: Open
) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)
    window, judge = window_on(), Judge()

    for path in (*PAGES, *LISTS):
        page = window.show(path.format(**named))
        expect(page.locator("h1").first).to_be_visible()
        judge.look(page, path)
        for name, size in (("1280", DESK), ("375", PHONE)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            keep_picture(page, f"{path}-{name}")

    judge.verdict()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_what_is_chosen_and_what_can_be_pressed_is_seen(
    app: Flask, client: FlaskClient, named: dict[str, object], window_on: Open, scheme: str
) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)
    window = window_on(forced_colors="active", color_scheme=scheme)

    bare = {}
    for path in PAGES:
        page = window.show(path.format(**named))
        keep_picture(page, f"{path}-forced-{scheme}")
        bare[path] = page.evaluate(
            """() => [...document.querySelectorAll("button, .btn, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio])")]
              .filter((each) => each.getClientRects().length && getComputedStyle(each).visibility !== "hidden" && !each.closest(".vh"))
              .filter((each) => { const s = getComputedStyle(each); return parseFloat(s.borderTopWidth) === 0 && s.textDecorationLine === "none"
                && s.appearance === "none" && s.outlineStyle === "none"; })
              .map((each) => each.className || each.name || each.textContent.trim()).slice(0, 4)"""
        )

    assert {path: found for path, found in bare.items() if found} == {}


def test_without_script_no_page_is_empty_or_too_wide(
    app: Flask, client: FlaskClient, named: dict[str, object], window_on: Open
) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)
    window, wide = window_on(script=False, viewport=PHONE), {}

    for path in PAGES:
        page = window.show(path.format(**named))
        expect(page.locator("h1").first).to_be_visible()
        wide[path] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    assert {path: width for path, width in wide.items() if width > 0} == {}
