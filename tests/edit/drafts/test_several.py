"""A response that tells of two initiatives becomes two cases, on purpose and never by a double click."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.db import database
from casefinder.edit.casebooks import service as casebooks
from casefinder.edit.cases import list_queries as lists
from casefinder.edit.cases import queries
from casefinder.edit.cases.models import Case
from casefinder.edit.drafts import service as drafts
from casefinder.edit.drafts.errors import NotDraftable
from casefinder.faces import Role
from casefinder.publish.builds import collect
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.builds import PUBLISHER, make_edition
from tests.factories.cases import approve_case, finish_case, make_approved_case, make_case
from tests.factories.codings import make_coding


def draft_beside(session: Session, case: Case, beside: int) -> Case:
    account_id = make_account(session).id
    return drafts.draft_case(session, case.response_id, account_id=account_id, now=NOON, beside=beside)


def test_another_case_is_drafted_beside_the_one_that_was_seen(session: Session) -> None:
    first = make_case(session)

    second = draft_beside(session, first, 1)

    assert queries.cases_of(session, first.response_id) == [first.id, second.id]
    assert (first.slug + "-2") == second.slug
    assert list(queries.siblings(session, first)) == [second.id]
    lines = lists.page_of(session, lists.listed(session), 1, Role.EDITOR)
    assert {line.case_id for line in lines} == {first.id, second.id}


@pytest.mark.parametrize("seen", [0, 2])
def test_who_saw_another_number_of_cases_drafts_none(session: Session, seen: int) -> None:
    case = make_case(session)

    with pytest.raises(NotDraftable) as caught:
        draft_beside(session, case, seen)

    assert caught.value.message == drafts.HAS_CASE
    assert queries.cases_of(session, case.response_id) == [case.id]


def test_a_second_click_leads_to_the_case_that_the_first_one_made(app: Flask, client: FlaskClient) -> None:
    with database().transaction() as session:
        case = make_case(session)
        response_id, case_id = case.response_id, case.id
    sign_in(client, app)
    assert "この回答から別の事例を起こす" in client.get(f"/staff/cases/{case_id}").text
    wanted = {"response_id": response_id, "beside": 1}

    answers = [client.post("/staff/cases/draft", data=wanted).headers["Location"] for _ in range(2)]

    assert answers[0] == answers[1] != f"/staff/cases/{case_id}"
    assert answers[0] in client.get(f"/staff/cases/{case_id}").text


def test_an_edition_prints_both_and_quotes_a_sentence_once(session: Session) -> None:
    account_id = make_account(session).id
    first = make_approved_case(session, account_id=account_id)
    second = draft_beside(session, first, 1)
    finish_case(session, second, account_id)
    approve_case(session, second, account_id)
    make_coding(session, response=session.get_one(Response, first.response_id), question_key="F3")
    edition = make_edition(session, cases=[first, second])
    casebooks.set_front_matter(session, edition.id, {"themes": ["ch_labor_shortage"]})

    content = collect.edition_content(session, edition.id, now=NOON, publisher=PUBLISHER)

    assert [case.number for case in content.cases] == [1, 2]
    assert [case.themes[0].key for case in content.cases] == ["ch_labor_shortage"] * 2
    (theme,) = content.theme_summaries
    assert theme.cases == (1, 2)
    assert [quote.case for quote in theme.quotes] == [1]
