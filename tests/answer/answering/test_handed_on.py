"""A link that was handed on to a colleague: no page of it leads nowhere, and when the answers are sent it says so."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from casefinder.answer.reading.service import note_first_read
from casefinder.ask.campaigns.models import Campaign
from tests.answer.present import answers, hand_in, response_id, seen
from tests.conftest import NOON
from tests.factories.files import jpeg, read_files
from tests.factories.invitations import Link, enter, hand_on, make_link


@pytest.fixture
def whole(app: Flask) -> Link:
    link = make_link(app)
    enter(app.test_client(), link)
    return link


@pytest.fixture
def colleague(app: Flask, client: FlaskClient, whole: Link) -> Link:
    link = hand_on(app, whole, "F", "G")
    client.post(f"/i/{link.token}")
    return link


def page(client: FlaskClient, link: Link, key: str = "F") -> str:
    answer = client.get(f"/r/{link.ref}/s/{key}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def leads(client: FlaskClient, html: str) -> dict[str, int]:
    """Where the links of a page lead: own address → status."""
    own = {each.partition("#")[0] for each in re.findall(r'href="(/r/[^"]*)"', html)}
    return {each: client.get(each, buffered=True, follow_redirects=True).status_code for each in own}


def test_no_link_of_a_section_leads_nowhere(client: FlaskClient, colleague: Link) -> None:
    for key in "FG":
        html = page(client, colleague, key)
        assert {status for status in leads(client, html).values()} <= {200}
        assert "目次へ戻る" not in html
        assert "提出は、このリンクを渡した方が行います" in html


def test_minutes_and_places_are_those_of_the_sections_that_were_handed_on(
    app: Flask, client: FlaskClient, whole: Link, colleague: Link
) -> None:
    first = client.get(f"/i/{colleague.token}").get_data(as_text=True)

    assert "苦労した点" in first
    assert "全部で約58分" not in first
    assert "2節のうち1番目" in page(client, colleague, "F")
    assert "2節のうち2番目" in page(client, colleague, "G")


def test_when_the_answers_are_sent_it_is_said_with_what_may_still_be_done(
    app: Flask, client: FlaskClient, whole: Link, colleague: Link
) -> None:
    client.post(f"/r/{colleague.ref}/s/F", data={"F3": "係の文", "seen.F3": "0."})
    hand_in(app, whole)

    html = page(client, colleague)

    assert "回答は提出されています" in html
    assert "リンクを渡した方に伝えてください" in html
    assert "取り戻して直せます" in html
    assert {status for status in leads(client, html).values()} == {200}


def test_what_was_sent_can_be_read_section_by_section_and_nothing_else(
    app: Flask, client: FlaskClient, whole: Link, colleague: Link
) -> None:
    owner = app.test_client()
    enter(owner, whole)
    owner.post(f"/r/{whole.ref}/s/D", data={"D3": "よその節の文", "seen.D3": "0."})
    hand_in(app, whole)

    html = page(client, colleague)

    assert str(answers(app, whole)["F3"].value[""]) in html
    assert "よその節の文" not in html
    assert f"/r/{colleague.ref}/s/G" in html
    assert client.get(f"/r/{colleague.ref}/s/D").status_code == 404
    assert "<form" not in html.partition("<main")[2].partition("</main>")[0], "nothing can be written"


def test_when_the_editors_read_already_they_are_to_be_asked(
    app: Flask, client: FlaskClient, whole: Link, colleague: Link
) -> None:
    hand_in(app, whole)
    with app.extensions["database"].transaction() as session:
        note_first_read(session, response_id(app, whole), now=NOON + timedelta(minutes=1))

    html = page(client, colleague)

    assert "取り戻して直せます" not in html
    assert "事務局が読み始めています" in html
    assert app.extensions["settings"].contact_phone in html


def test_when_the_survey_is_closed_it_is_said_and_what_was_saved_can_be_read(
    app: Flask, client: FlaskClient, colleague: Link
) -> None:
    client.post(f"/r/{colleague.ref}/s/F", data={"F3": "係の文", "seen.F3": "0."})
    with app.extensions["database"].transaction() as session:
        session.execute(update(Campaign).values(closed_at=NOON))

    html = page(client, colleague)

    assert "この照会は終了しました" in html
    assert "係の文" in html
    assert "提出されています" not in html


def test_a_text_that_came_too_late_is_shown_with_whom_to_give_it_to(
    app: Flask, client: FlaskClient, whole: Link, colleague: Link
) -> None:
    known = seen(app, whole, "F3")
    hand_in(app, whole)

    late = client.post(f"/r/{colleague.ref}/s/F", data={"F3": "遅れた文", "seen.F3": str(known)})

    html = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "遅れた文" in html
    assert "リンクを渡した方に" in html
    assert "目次へ戻る" not in html
    assert {status for status in leads(client, html).values()} == {200}


def test_a_file_that_was_sent_is_handed_out(app: Flask, client: FlaskClient, whole: Link) -> None:
    link = hand_on(app, whole, "K")
    client.post(f"/i/{link.token}")
    client.post(f"/r/{link.ref}/s/K", data={"K1.upload": (io.BytesIO(jpeg()), "除雪.jpg"), "seen.K1": "0."})
    read_files(app)
    with app.extensions["database"].transaction() as session:
        session.execute(update(Campaign).values(closed_at=NOON))

    html = page(client, link, "K")

    assert "除雪.jpg" in html
    assert {status for status in leads(client, html).values()} == {200}


def test_a_returned_response_can_be_written_again_by_the_same_link(
    app: Flask, client: FlaskClient, whole: Link, colleague: Link
) -> None:
    hand_in(app, whole)
    owner = app.test_client()
    enter(owner, whole)
    owner.post(f"/r/{whole.ref}/take-back")

    assert 'name="F3"' in page(client, colleague)
