"""One box finds answers, organisations, receipts and cases, and points to each."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.faces import Role
from casefinder.overview import finding_queries as finding
from tests.analyse.search.searching import index_all
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.cases import make_case
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.responses import complete_answers, make_response


def make_answered(session: Session, name: str = "白楡町", **answers: dict[str, str]) -> Response:
    organisation = make_invited_organisation(session, name=name, email="kakari@hakuyu.example.jp")
    invitation = make_invitation(session, organisation=organisation)
    return make_response(
        session, invitation=invitation, answers=complete_answers(**answers), is_submitted=True, now=NOON
    )


@pytest.mark.parametrize("typed", ["{0}", "{1}", "{2}", " {1} ", "{3}", "{4}"])
def test_a_receipt_is_found_however_it_is_typed(session: Session, typed: str) -> None:
    response = make_answered(session)
    number = response.receipt_number or ""
    wide = number.translate({ord(c): ord(c) + 0xFEE0 for c in number if c != "-"}).replace("-", "－")

    words = typed.format(number, number.lower(), number.replace("-", ""), wide, number[:4])
    found = finding.find(session, words, role=Role.READER)

    assert [each.response_id for each in found.receipts] == [response.id]


@pytest.mark.parametrize("typed", ["", "AB", "窓口", "K7RF窓口", "%", "_____"])
def test_what_can_be_no_receipt_finds_none(session: Session, typed: str) -> None:
    make_answered(session)

    assert finding.find(session, typed, role=Role.EDITOR).receipts == ()


def test_an_organisation_leads_to_its_answer_and_its_letters(session: Session) -> None:
    response = make_answered(session)

    found = finding.find(session, "白楡", role=Role.READER)

    assert (found.organisation_count, found.organisations[0].name) == (1, "白楡町（見本）")
    asked = found.organisations[0].asked[0]
    assert (asked.response_id, asked.invitation_id) == (response.id, response.invitation_id)


def test_an_organisation_is_found_by_its_address_by_those_who_may_see_it(session: Session) -> None:
    make_answered(session)

    assert finding.find(session, "kakari@hakuyu", role=Role.EDITOR).organisation_count == 1
    assert finding.find(session, "kakari@hakuyu", role=Role.READER).organisation_count == 0


def test_the_page_points_to_each_kind(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        response = make_answered(session, F3={"": "書かない窓口で人手が足りなかった。"})
        invitation_id, response_id = response.invitation_id, response.id
        campaign_id = response.invitation.campaign_id
        case_id = make_case(session).id
    index_all(app.extensions["database"])
    sign_in(client, app, Role.READER)

    towns = client.get("/staff/find/?q=白楡町").text
    told = client.get("/staff/find/?q=窓口").text

    assert f"/staff/responses/{response_id}" in towns
    assert f"/staff/campaigns/{campaign_id}/invitations/{invitation_id}" in towns
    assert f"/staff/cases/{case_id}" in told
    assert "<mark>窓口</mark>" in told
    assert 'action="/staff/find/"' in client.get("/staff/").text


@pytest.mark.parametrize("typed", ["あ" * 5000, '"' * 500, "( " * 900, "%00", "🦀🦀", "' OR 1=1", "　"])
def test_whatever_is_typed_gets_an_answer(app: Flask, client: FlaskClient, typed: str) -> None:
    sign_in(client, app, Role.READER)

    assert client.get("/staff/find/", query_string={"q": typed}).status_code == 200


def test_nothing_found_says_what_to_try(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.READER)

    assert "見つかりませんでした" in client.get("/staff/find/?q=鱈場蟹").text
    assert "何を探しますか" in client.get("/staff/find/").text
