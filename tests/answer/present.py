"""What a link's response holds now, and handing it in."""

from flask import Flask

from casefinder.answer.answers.queries import AnswerView, answers_of
from casefinder.answer.responses import queries
from casefinder.answer.responses.models import Response
from casefinder.answer.submitting import service
from tests.conftest import NOON
from tests.factories.invitations import Link
from tests.factories.responses import complete_answers, save_answers


def response_id(app: Flask, link: Link) -> int:
    with app.extensions["database"].reading() as session:
        found = queries.response_of(session, link.invitation_id)
        assert found is not None
        return found.id


def answers(app: Flask, link: Link) -> dict[str, AnswerView]:
    with app.extensions["database"].reading() as session:
        found = queries.response_of(session, link.invitation_id)
        return answers_of(session, found.id) if found else {}


def seen(app: Flask, link: Link, key: str) -> str:
    view = answers(app, link).get(key)
    return str(view.seen) if view else "0."


def complete(app: Flask, link: Link) -> None:
    with app.extensions["database"].transaction() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        save_answers(session, response.id, complete_answers())


def hand_in(app: Flask, link: Link) -> None:
    complete(app, link)
    with app.extensions["database"].transaction() as session:
        response = session.get_one(Response, response_id(app, link))
        service.submit_response(session, response.id, seen=response.revision, now=NOON)
