"""Autosave the quick way: four statements, and nothing is stored on the word of an outdated read."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.answering import autosave_service
from casefinder.answer.answering.autosave_service import Overtaken, Present
from casefinder.answer.answers import queries
from casefinder.answer.answers.models import Answer
from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.invitations.models import Link as StoredLink
from casefinder.ask.questionnaires.answers import GivenAnswer
from tests.answer.present import answers, hand_in, seen
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import Link, enter, hand_on, make_link
from tests.factories.responses import complete_answers, make_response, save_answers
from tests.queries import counted

LATER = NOON + timedelta(minutes=1)
MOST_STATEMENTS = 4


def story(text: str) -> GivenAnswer:
    return GivenAnswer({"": text})


def read(session: Session, response: Response, key: str = "C2") -> Present:
    found = autosave_service.present(session, response.id, key)
    assert found is not None
    return found


def write(session: Session, response: Response, was: Present, text: str = "次の文") -> queries.AnswerView:
    link_id = response.invitation.main_link.id
    return autosave_service.write_over(session, was, "C2", story(text), link_id=link_id, now=LATER)


def autosave(client: FlaskClient, link: Link, key: str, text: str, known: str) -> int:
    body = {"form": {key: [text]}, "seen": known}
    return client.post(f"/r/{link.ref}/a/{key}", json=body).status_code


@pytest.mark.parametrize("texts", [["一つ目"], ["一つ目", "二つ目", "三つ目"]])
def test_an_autosave_asks_the_database_at_most_four_times(
    app: Flask, client: FlaskClient, texts: list[str]
) -> None:
    link = make_link(app)
    enter(client, link)
    with app.extensions["database"].transaction() as session:
        response_id = session.get_one(StoredLink, link.id).response_id
        assert response_id is not None
        save_answers(session, response_id, complete_answers(C2=None))
    client.get(f"/r/{link.ref}/s/C")

    for text in texts:
        known = seen(app, link, "C2")
        with counted() as asked:
            assert autosave(client, link, "C2", text, known) == 200
        assert len(asked) <= MOST_STATEMENTS, asked.told()
    assert answers(app, link)["C2"].value == {"": texts[-1]}
    assert answers(app, link)["C2"].revision == len(texts)


def test_an_unchanged_text_writes_nothing(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    autosave(client, link, "C2", "同じ文", "0.")
    known = seen(app, link, "C2")

    with counted() as asked:
        assert autosave(client, link, "C2", "同じ文", known) == 200

    assert asked.of("select") == len(asked)


def test_a_write_over_the_read_answer_is_its_next_revision(session: Session) -> None:
    response = make_response(session, answers={"C2": story("前の文")})
    before = response.revision

    view = write(session, response, read(session, response))

    session.refresh(response)
    stored = queries.answers_of(session, response.id)["C2"]
    assert stored == view
    assert (view.value, view.revision, view.saved_at) == ({"": "次の文"}, 2, LATER)
    assert (response.revision, response.saved_at) == (before + 1, LATER)


def test_a_first_answer_is_revision_one(session: Session) -> None:
    response = make_response(session)

    assert write(session, response, read(session, response)).revision == 1


@pytest.mark.parametrize("known", [True, False], ids=["an answer", "none"])
def test_an_answer_stored_after_the_read_is_not_written_over(session: Session, known: bool) -> None:
    response = make_response(session, answers={"C2": story("前の文")} if known else {})
    was = read(session, response)
    save_answers(session, response.id, {"C2": story("同僚の文")})

    with pytest.raises(Overtaken):
        write(session, response, was)

    assert queries.answers_of(session, response.id)["C2"].value == {"": "同僚の文"}


def test_nothing_is_written_into_what_was_submitted_after_the_read(session: Session) -> None:
    response = make_response(session, answers=complete_answers())
    was = read(session, response)
    submit_response(session, response.id, seen=response.revision, now=NOON)

    with pytest.raises(Overtaken):
        write(session, response, was)


def test_nothing_is_written_on_the_word_of_a_read_before_a_return(session: Session) -> None:
    response = make_response(session, is_submitted=True)
    was = read(session, response)
    account = make_account(session)
    service.return_response(session, response.id, "直してください。", account_id=account.id, now=LATER)

    with pytest.raises(Overtaken):
        write(session, response, was)


def test_a_text_sent_to_a_submitted_response_is_refused(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    hand_in(app, link)

    assert autosave(client, link, "C2", "あとから", seen(app, link, "C2")) == 409
    assert answers(app, link)["C2"].value != {"": "あとから"}


def test_a_text_sent_to_a_closed_campaign_is_refused(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    with app.extensions["database"].transaction() as session:
        session.get_one(StoredLink, link.id).invitation.campaign.closed_at = NOON

    assert autosave(client, link, "C2", "あとから", "0.") == 409
    assert answers(app, link) == {}


def test_what_was_returned_may_be_corrected_in_a_closed_campaign(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    hand_in(app, link)
    with app.extensions["database"].transaction() as session:
        stored = session.get_one(StoredLink, link.id)
        assert stored.response_id is not None
        account = make_account(session)
        service.return_response(session, stored.response_id, "直して。", account_id=account.id, now=LATER)
        stored.invitation.campaign.closed_at = NOON

    assert autosave(client, link, "C2", "直した文", seen(app, link, "C2")) == 200
    assert answers(app, link)["C2"].value == {"": "直した文"}


def test_two_links_writing_in_turn_never_lose_the_other_ones_text(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    other, colleague = hand_on(app, link, "C"), app.test_client()
    colleague.post(f"/i/{other.token}")

    assert autosave(client, link, "C2", "持ち主の文", "0.") == 200
    assert autosave(colleague, other, "C2", "見ていない文", "0.") == 409
    assert autosave(colleague, other, "C2", "見た文", seen(app, link, "C2")) == 200

    with app.extensions["database"].reading() as session:
        assert session.scalars(select(Answer.link_id)).all() == [other.id]
