"""The pages of stopping, resuming and withdrawing say what they reach, and ask the right role."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.clock import utc_now
from casefinder.db import database
from casefinder.faces import Role
from casefinder.publish.releases import queries
from casefinder.staff.consent import service as consent
from tests.factories.accounts import make_account, sign_in
from tests.factories.cases import STORY
from tests.publish.releases.telling import check_and_mail, make_public, narrowed, say_anew
from tests.publish.releases.test_public_views import Public, public, statuses

__all__ = ["public"]


def test_only_a_publisher_stops_and_resumes(app: Flask, client: FlaskClient, public: Public) -> None:
    sign_in(client, app, Role.EDITOR)
    page = f"/staff/releases/{public.release_id}"

    assert client.get(f"{page}/stop").status_code == 403
    assert client.post(f"{page}/withdraw", data={"reason": "誤り"}).status_code == 403
    assert client.post(f"{page}/resume", data={"reason": "誤り"}).status_code == 403
    assert f"{page}/stop" not in client.get(page).text
    assert statuses(app.test_client()) == {200}


def test_stopping_says_what_it_reaches_and_asks_why(app: Flask, client: FlaskClient, public: Public) -> None:
    sign_in(client, app, Role.PUBLISHER)
    page = f"/staff/releases/{public.release_id}"
    text = client.get(f"{page}/stop").text
    assert "/casebooks/dx-2026/" in text
    assert "1事例" in text
    assert "印刷して配った本" in text

    refused = client.post(f"{page}/withdraw", data={"reason": " ", "notice": "直しています。"})
    assert refused.status_code == 422
    assert "理由を書いてください" in refused.text
    assert "直しています。" in refused.text
    assert client.post(f"{page}/withdraw", data={"reason": "数値の誤り"}).status_code == 303

    assert "数値の誤り" in client.get(page).text
    assert "停止" in client.get("/staff/releases/").text
    assert "もう一度公開する" in client.get(f"{page}/resume").text
    assert client.post(f"{page}/resume", data={"reason": "誤りではなかった"}).status_code == 303
    assert statuses(app.test_client()) == {200}


def test_a_release_that_may_not_be_public_again_says_so_and_where_to_go(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    sign_in(client, app, Role.PUBLISHER)
    page = f"/staff/releases/{public.release_id}"
    client.post(f"{page}/withdraw", data={"reason": "誤り"})
    with database().transaction() as session:
        consent.withdraw(session, public.response_id, "casebook", now=utc_now())

    assert f"/staff/casebooks/{public.edition_id}" in client.get(f"{page}/resume").text
    assert client.post(f"{page}/resume", data={"reason": "出したい"}).status_code == 409
    assert statuses(app.test_client()) == {410}


def test_noting_a_withdrawal_says_what_it_reaches_before_it_is_noted(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    sign_in(client, app, Role.EDITOR)
    address = f"/staff/releases/consents/{public.response_id}/casebook"
    assert address in client.get(f"/staff/responses/{public.response_id}").text

    text = client.get(address).text

    assert "北海道 地域DX事例集 2026" in text
    assert "site/cases/01.html" in text
    assert "データの行" in text
    assert "すぐ一時停止します" in text
    assert "公開責任者が決めます" in text
    assert statuses(app.test_client()) == {200}


def test_a_withdrawal_is_noted_with_who_said_so_and_can_be_taken_back(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    sign_in(client, app, Role.EDITOR)
    address = f"/staff/releases/consents/{public.response_id}/casebook"
    assert client.post(f"{address}/withdraw", data={"note": ""}).status_code == 422
    assert client.post(f"{address}/withdraw", data={"note": "課長から電話"}).status_code == 303
    with database().reading() as session:
        assert "casebook" not in consent.standing(session, public.response_id)
        assert consent.standing(session, public.response_id)["analysis"] == "yes"
    check_and_mail(database())
    assert statuses(app.test_client()) == {410}

    assert "取下げの記録を取り消す" in client.get(f"/staff/responses/{public.response_id}").text
    assert client.post(f"{address}/restore", data={"note": "別の団体だった"}).status_code == 303
    check_and_mail(database())

    assert statuses(app.test_client()) == {200}
    with database().reading() as session:
        assert consent.standing(session, public.response_id)["casebook"] == "yes"


def test_what_the_organisation_itself_took_back_is_not_restored_by_us(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    from casefinder.ask.questionnaires.answers import GivenAnswer

    sign_in(client, app, Role.EDITOR)
    with database().transaction() as session:
        say_anew(session, public.response_id, L1=GivenAnswer({"": "no"}))

    address = f"/staff/releases/consents/{public.response_id}/casebook/restore"
    assert client.post(address, data={"note": "出したい"}).status_code == 409


@pytest.mark.parametrize("scope", ["X9", "casebook2"])
def test_a_consent_that_nobody_knows_is_not_found(
    app: Flask, client: FlaskClient, public: Public, scope: str
) -> None:
    sign_in(client, app, Role.EDITOR)

    assert client.get(f"/staff/releases/consents/{public.response_id}/{scope}").status_code == 404
    answer = client.post(
        f"/staff/releases/consents/{public.response_id}/{scope}/withdraw", data={"note": "x"}
    )
    assert answer.status_code == 404


def test_a_reader_notes_no_withdrawal(app: Flask, client: FlaskClient, public: Public) -> None:
    sign_in(client, app, Role.READER)

    assert client.get(f"/staff/releases/consents/{public.response_id}/casebook").status_code == 403


def test_a_publisher_keeps_what_was_narrowed_and_says_why(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    sign_in(client, app, Role.PUBLISHER)
    with database().transaction() as session:
        say_anew(session, public.response_id, D1=narrowed(STORY))
    check_and_mail(database())
    page = client.get(f"/staff/releases/{public.release_id}").text
    address = page.split('href="/staff/releases/concerns/')[1].split("/")[0]
    address = f"/staff/releases/concerns/{address}/keep"
    assert "D1" in client.get(address).text
    assert client.post(address, data={"reason": ""}).status_code == 422

    assert client.post(address, data={"reason": "課長が了承"}).status_code == 303

    assert client.get(address).status_code == 404
    with database().reading() as session:
        later = utc_now() + timedelta(days=3)
        assert queries.release_view(session, public.release_id, now=later).is_public


def test_the_pages_of_a_release_ask_the_same_however_many_cases_it_has(
    app: Flask, client: FlaskClient, public: Public
) -> None:
    from tests.queries import counted

    sign_in(client, app, Role.PUBLISHER)
    with counted() as few:
        client.get("/staff/releases/")
    with database().transaction() as session:
        for number in range(3):
            make_public(session, app.extensions["settings"].home, slug=f"more-{number}")
        make_account(session)

    with counted() as many:
        assert client.get("/staff/releases/").status_code == 200

    assert len(many) == len(few), many.told()
