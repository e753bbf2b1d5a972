"""What was chosen on the check page is shown again when it could not be sent, and every error page leads on."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from casefinder.answer.responses.models import Response
from casefinder.ask.campaigns.models import Campaign
from tests.answer.present import complete, hand_in
from tests.conftest import NOON
from tests.factories.invitations import enter, make_link

CHOSEN = {"L1": "anonymous", "L3": "yes", "L4": "no"}


def chosen_on(page: str) -> dict[str, str]:
    """Return which consents are chosen on a check page."""
    found = re.findall(r'name="(\w+)" value="(\w+)" checked', page)
    return dict(found)


def revision(app: Flask) -> int:
    with app.extensions["database"].reading() as session:
        return int(session.query(Response).one().revision)


def test_a_lost_token_keeps_the_consents_that_were_chosen(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(f"{home}check", data={"seen": "0", **CHOSEN})

    assert answer.status_code == 400
    assert "まだ提出していません" in answer.text
    assert chosen_on(answer.text) == CHOSEN


def test_an_answer_changed_meanwhile_keeps_the_consents_that_were_chosen(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    home = enter(client, link)
    complete(app, link)

    answer = client.post(f"{home}check", data={"seen": "0", **CHOSEN})

    assert answer.status_code == 409
    assert chosen_on(answer.text) == CHOSEN


def test_a_campaign_closed_meanwhile_shows_what_was_chosen(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    complete(app, link)
    with app.extensions["database"].transaction() as session:
        session.execute(update(Campaign).values(closed_at=NOON))

    answer = client.post(
        f"{home}check",
        data={"seen": str(revision(app)), "label:L1": "\t掲載\nanonymous\t団体名を伏せて可", **CHOSEN},
    )

    assert answer.status_code == 409
    assert "団体名を伏せて可" in answer.text
    assert f'href="{home}"' in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nowhere", 404), ("GET", "take-back", 405), ("POST", "receipt", 405), ("GET", "f/77", 404),
        ("POST", "take-back", 409), ("GET", "s/gone", 404), ("POST", "other", 404),
    ],
)  # fmt: skip
def test_every_error_page_of_a_respondent_leads_to_the_list(
    app: Flask, client: FlaskClient, method: str, path: str, status: int
) -> None:
    link = make_link(app)
    home = enter(client, link)
    hand_in(app, link)
    if path == "take-back" and method == "POST":
        with app.extensions["database"].transaction() as session:
            session.execute(update(Response).values(first_read_at=NOON))

    answer = client.open(f"{home}{path}", method=method)
    page = html.unescape(answer.text)

    assert answer.status_code == status
    assert f'href="{home}"' in page
    assert "目次へ" in page


def test_an_error_on_the_links_first_page_leads_back_to_it(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(f"/i/{link.token}")

    assert answer.status_code == 400
    assert f'href="/i/{link.token}"' in answer.text


def test_a_link_to_one_section_is_led_back_to_that_section(app: Flask, client: FlaskClient) -> None:
    from tests.answer.answering.test_link_scopes import hand_on

    whole = make_link(app)
    enter(client, whole)
    link = hand_on(app, whole, "F")
    client.post(f"/i/{link.token}")

    answer = client.post(f"/r/{link.ref}/s/D", data={"D1": "よその文"})

    assert answer.status_code == 404
    assert f'href="/r/{link.ref}/s/F"' in answer.text
    assert f'href="/r/{link.ref}/"' not in answer.text
