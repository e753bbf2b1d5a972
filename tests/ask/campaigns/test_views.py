"""The staff's pages of campaigns."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.ask.campaigns import queries
from casefinder.ask.campaigns.models import Campaign
from casefinder.faces import Role
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.campaigns import make_campaign, make_standard_version


def _form(app: Flask, **changed: str) -> dict[str, str]:
    with app.extensions["database"].transaction() as session:
        version_id = make_standard_version(session).id
    values = {
        "title": "市町村DX事例調査", "slug": "case-2026", "survey_number": "見本第1号", "version_id": str(version_id),
        "closes_on": "2026-07-31", "closes_time": "17:00", "legal_basis": "計画", "purpose": "事例集",
        "publication": "3月",
    }  # fmt: skip
    return {**values, **changed}


def _made(app: Flask, **values: object) -> int:
    with app.extensions["database"].transaction() as session:
        return make_campaign(session, **values).id  # type: ignore[arg-type]


def test_a_campaign_is_prepared_and_opened(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)

    prepared = client.post("/staff/campaigns/new", data=_form(app))
    page = client.get(prepared.headers["Location"]).get_data(as_text=True)
    opened = client.post(prepared.headers["Location"])

    assert "2026年7月31日（金） 17:00" in page
    assert opened.headers["Location"].endswith("/invitations/")
    with app.extensions["database"].reading() as session:
        assert session.scalars(select(Campaign.opened_at)).one() == NOON


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": "  "}, "題名を入れてください"),
        ({"slug": "日本語"}, "英小文字"),
        ({"closes_on": "2026-06-01"}, "いまより後に"),
        ({"closes_on": "soon"}, "日付を 2026-11-30 のように"),
        ({"version_id": "999"}, "質問票"),
        ({"title": "題" * 61}, "60文字以内"),
        ({"closes_time": "5時"}, "時刻を 17:00 のように"),
        ({"closes_on": ""}, "締切の日を入れてください"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_kept(
    app: Flask, client: FlaskClient, changed: dict[str, str], says: str
) -> None:
    sign_in(client, app)

    answer = client.post("/staff/campaigns/new", data=_form(app, purpose="ここは残る", **changed))

    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'class="error-summary"' in text
    assert says in text
    assert "ここは残る" in text


def test_two_campaigns_never_share_a_short_name(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    client.post("/staff/campaigns/new", data=_form(app))

    answer = client.post("/staff/campaigns/new", data=_form(app))

    assert answer.status_code == 422
    assert "別の照会で使っています" in answer.get_data(as_text=True)


def test_an_opened_campaign_is_not_edited(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    campaign_id = _made(app)

    assert client.get(f"/staff/campaigns/{campaign_id}/edit").status_code == 409
    assert client.post(f"/staff/campaigns/{campaign_id}/edit", data=_form(app)).status_code == 409


def test_the_list_is_searched_filtered_and_counts(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.READER)
    _made(app, title="春の調査")
    _made(app, title="秋の調査", is_open=False)
    _made(app, title="100%の調査", closed_at=NOON)

    def titles(query: str) -> set[str]:
        text = client.get(f"/staff/campaigns/{query}").get_data(as_text=True)
        return set(re.findall(r">([^<]+の調査)</a>", text))

    assert titles("") == {"春の調査", "秋の調査", "100%の調査"}
    assert titles("?q=春") == {"春の調査"}
    assert titles("?q=%25") == {"100%の調査"}, "a percent sign is searched for as it is"
    assert titles("?state=draft") == {"秋の調査"}
    assert titles("?state=closed&sort=title") == {"100%の調査"}
    assert "条件に合う照会はありません" in client.get("/staff/campaigns/?q=ない").get_data(as_text=True)


def test_the_deadline_moves_and_closing_is_undone(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    campaign_id = _made(app)
    base = f"/staff/campaigns/{campaign_id}"

    assert (
        client.post(f"{base}/deadline", data={"closes_on": "2026-08-01", "closes_time": "12:00"}).status_code
        == 303
    )
    assert (
        client.post(f"{base}/deadline", data={"closes_on": "2020-08-01", "closes_time": "12:00"}).status_code
        == 422
    )
    assert client.post(f"{base}/close").status_code == 303
    assert client.post(f"{base}/reopen").status_code == 303

    with app.extensions["database"].reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        assert campaign.closed_at is None
        assert campaign.closes_at.hour == 3


def test_a_reader_changes_nothing(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.READER)
    campaign_id = _made(app, is_open=False)

    assert client.post("/staff/campaigns/new", data=_form(app)).status_code == 403
    assert client.post(f"/staff/campaigns/{campaign_id}/open").status_code == 403


def test_the_state_in_sql_is_the_state_in_python(session: Session) -> None:
    for is_open, days, closed in [
        (False, 3, None),
        (True, 3, None),
        (True, -3, None),
        (True, 3, NOON),
        (True, 0, None),
    ]:
        make_campaign(session, is_open=is_open, closes_at=NOON + timedelta(days=days), closed_at=closed)

    rows = session.execute(select(Campaign, queries.state_case(NOON)))

    assert [(queries.state_of(campaign, NOON).value == state) for campaign, state in rows] == [True] * 5
