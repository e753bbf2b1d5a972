"""The next edition carries on what the one before was made of."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casefinder.db import database
from casefinder.edit.casebooks import queries, service
from casefinder.edit.casebooks.service import NewEdition, SlugTaken
from casefinder.edit.decisions import approving
from casefinder.faces import Role
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.builds import make_edition
from tests.factories.cases import make_approved_case

DAY = date(2027, 2, 1)


def test_texts_themes_cases_and_order_are_carried_on(session: Session) -> None:
    cases = [make_approved_case(session, name=name) for name in ("一町", "二町", "三町")]
    before = make_edition(session, cases=[cases[2], cases[0], cases[1]], slug="dx-2026-1")
    service.set_front_matter(session, before.id, {"about": "この本は。", "themes": ["ch_budget"]}, now=NOON)
    service.freeze(session, before.id, now=NOON)

    after = service.next_edition(session, before.id, now=NOON, issued_on=DAY)

    assert (after.number, after.slug, after.title, after.issued_on) == (2, "dx-2026-2", before.title, DAY)
    assert after.campaign_id == before.campaign_id
    assert [p.case_id for p in queries.placed(session, after.id)] == [
        p.case_id for p in queries.placed(session, before.id)
    ]
    matter = queries.front_matter_of(after)
    assert (matter.about, matter.themes) == ("この本は。", ("ch_budget",))
    assert not matter.is_confirmed
    assert after.frozen_at is None


def test_a_case_that_is_not_approved_any_more_stays_out(session: Session) -> None:
    staying, going = make_approved_case(session), make_approved_case(session)
    before = make_edition(session, cases=[going, staying])
    approving.reopen(session, going.id, account_id=make_account(session).id, now=NOON)

    after = service.next_edition(session, before.id, now=NOON, issued_on=DAY)

    assert [p.case_id for p in queries.placed(session, after.id)] == [staying.id]


@pytest.mark.parametrize(
    ("slug", "following"),
    [("dx-2026-1", "dx-2026-2"), ("dx-2026", "dx-2026-2"), ("dx", "dx-2"), ("2026-9", "2026-2")],
)
def test_the_short_name_goes_on(session: Session, slug: str, following: str) -> None:
    before = make_edition(session, cases=[], slug=slug)

    assert service.next_edition(session, before.id, now=NOON, issued_on=DAY).slug == following


def test_a_name_that_is_taken_is_passed_over(session: Session) -> None:
    before = make_edition(session, cases=[], slug="dx-2026-1")
    make_edition(session, cases=[], slug="dx-2026-2")

    assert service.next_edition(session, before.id, now=NOON, issued_on=DAY).slug == "dx-2026-3"


def test_collections_and_editions_share_their_addresses(session: Session) -> None:
    edition = make_edition(session, cases=[], slug="dx-2026")
    collection = edition.casebook

    with pytest.raises(SlugTaken):
        service.create_casebook(session, "dx-2026", "別の", now=NOON)
    values = NewEdition(collection.id, collection.slug, 2, "題", "", 2026, DAY)
    with pytest.raises(SlugTaken):
        service.create_edition(session, values, now=NOON)


def test_a_released_edition_offers_the_next_one(app: Flask, client: FlaskClient) -> None:
    with database().transaction() as session:
        edition_id = make_edition(session, slug="dx-2026-1").id
        service.freeze(session, edition_id, now=NOON)
    sign_in(client, app, Role.EDITOR)
    assert "この版から次の版を作る" in client.get(f"/staff/casebooks/{edition_id}").text

    answer = client.post(f"/staff/casebooks/{edition_id}/next")

    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "前後の文章が事実のとおりだと確認した" in page


def test_texts_are_confirmed_on_their_page(app: Flask, client: FlaskClient) -> None:
    with database().transaction() as session:
        edition_id = make_edition(session).id
        service.set_front_matter(session, edition_id, {"method": ""}, now=NOON)
    sign_in(client, app, Role.EDITOR)
    page = f"/staff/casebooks/{edition_id}/texts"
    assert 'id="is_confirmed"' in client.get(page).text
    assert not re.search(r"<input checked[^>]*is_confirmed", client.get(page).text)
    texts = {"foreword": "はじめに。", "method": "一文ずつ読みました。", "selection": "経過で選びました。"}

    def seen() -> str:
        return client.get(page).text.split('name="seen" value="')[1].split('"')[0]

    assert client.post(page, data={**texts, "seen": seen()}).status_code == 303
    with database().reading() as session:
        assert not queries.front_matter_of(queries.edition_of(session, edition_id)).is_confirmed
    assert client.post(page, data={**texts, "is_confirmed": "y", "seen": seen()}).status_code == 303

    with database().reading() as session:
        assert queries.front_matter_of(queries.edition_of(session, edition_id)).is_confirmed
    assert re.search(r"<input checked[^>]*is_confirmed", client.get(page).text)
