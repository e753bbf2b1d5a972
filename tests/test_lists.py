"""Each list of the staff can be searched, put in order, emptied and saved as a file; no list page is forgotten."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from casefinder.faces import Face, Role, face_of
from casefinder.staff.audit.models import AuditEntry
from tests.factories.invitations import LINK_KEY
from tests.growing import World
from tests.pages import Browsers, ids

LISTS = {
    "account_list.index": Role.ADMINISTRATOR,
    "board.show": Role.EDITOR,
    "builds.index": Role.EDITOR,
    "campaign_list.index": Role.EDITOR,
    "casebooks.index": Role.EDITOR,
    "cases.index": Role.EDITOR,
    "codebook.index": Role.EDITOR,
    "coding.index": Role.EDITOR,
    "invitations.index": Role.EDITOR,
    "organisations.index": Role.EDITOR,
    "post.index": Role.EDITOR,
    "questionnaires.index": Role.EDITOR,
    "releases.index": Role.EDITOR,
    "responses.index": Role.EDITOR,
    "trail.index": Role.ADMINISTRATOR,
}
NO_LISTS = {
    "file_finds.index": "what one book says and somebody has to decide, all on one page",
    "find.index": "a box with pointers into all lists",
    "guide.index": "the chapters of the guide",
    "overview.index": "what needs somebody, each group with a way to its list",
    "sample_mailbox.index": "letters of a sample installation",
    "search.index": "what was found stands in the order in which it fits",
    "upkeep.index": "the last look at what is kept",
}
NOBODY_S = "鱈場蟹座流星群"
FILES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
PATHS = re.compile(r'href="([^"]+\.(csv|xlsx)(?:\?[^"]*)?)"')


def staff_lists(app: Flask) -> set[str]:
    """Return the endpoints of the staff face whose name says that they list, and the board."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and face_of(app, rule.endpoint) is Face.STAFF
        and (rule.endpoint.endswith(".index") or rule.endpoint == "board.show")
    }


def test_every_list_of_the_staff_is_known(app: Flask) -> None:
    assert staff_lists(app) == LISTS.keys() | NO_LISTS.keys()


@pytest.mark.slow
def test_each_list_can_be_searched_put_in_order_emptied_and_saved(app: Flask) -> None:
    world = World(app)
    world.grow(1)
    campaign_id = ids(world.engine, link_key=LINK_KEY)["campaign"]
    browsers = Browsers(app, ids(world.engine, link_key=LINK_KEY))

    missing = {}
    for endpoint, role in LISTS.items():
        with app.test_request_context():
            values = (
                {"campaign_id": campaign_id}
                if app.url_map.is_endpoint_expecting(endpoint, "campaign_id")
                else {}
            )
            url = app.url_for(endpoint, **values)
        missing[endpoint] = [*gaps(browsers.of(role), url), *gaps_of_files(app, browsers.of(role), url)]

    assert {endpoint: found for endpoint, found in missing.items() if found} == {}


def gaps(client: FlaskClient, url: str) -> Iterator[str]:
    """Yield what a list cannot do."""
    page = client.get(url).text
    if not re.search(r'<input[^>]* name="q"', page):
        yield "no search"
    order = re.search(r'<select[^>]* name="sort".*?</select>', page, re.DOTALL)
    if order is None or order[0].count("<option") < 2:
        yield "no order"
    else:
        keys = re.findall(r'<option value="([^"]*)"', order[0])
        yield from (
            f"order {key} fails" for key in keys if client.get(f"{url}?sort={key}").status_code != 200
        )
        chosen = client.get(f"{url}?sort={keys[-1]}").text
        if not re.search(rf'<option value="{keys[-1]}"\s+selected', chosen):
            yield "the order is not kept"
    empty = client.get(f"{url}?q={NOBODY_S}").text
    shown = re.search(r'<div\s+class="empty">(.*?)</div>', empty, re.DOTALL)
    if shown is None or "<a " not in shown[1]:
        yield "empty without a way on"
    if f'value="{NOBODY_S}"' not in empty:
        yield "the words are not kept"


def gaps_of_files(app: Flask, client: FlaskClient, url: str) -> Iterator[str]:
    """Yield how a list cannot be saved."""
    offered = {
        kind: unescape(path) for path, kind in reversed(PATHS.findall(client.get(f"{url}?sort=").text))
    }
    for kind, media_type in FILES.items():
        if kind not in offered:
            yield f"no {kind}"
            continue
        before = noted(app)
        answer = client.get(offered[kind])
        if answer.status_code != 200 or answer.mimetype != media_type or not answer.data:
            yield f"{kind} fails"
        if noted(app) != before + 1:
            yield f"{kind} is not in the trail"


def noted(app: Flask) -> int:
    with app.extensions["database"].reading() as session:
        return session.scalar(select(func.count()).where(AuditEntry.action == "export.made")) or 0
