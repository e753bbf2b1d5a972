"""Many at once, against the whole application: nothing is lost, nothing happens twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder.answer.answers.queries import answers_of
from casefinder.answer.responses import queries
from casefinder.answer.responses.models import ResponseEvent
from casefinder.answer.submitting import service
from casefinder.mail.models import Letter
from tests.factories.invitations import Link, enter, make_link
from tests.factories.responses import complete_answers, save_answers

AT_ONCE = 20


def all_at_once(app: Flask, cookie: tuple[str, str], act: Callable[[FlaskClient, int], int]) -> Counter[int]:
    def one(number: int) -> int:
        client = app.test_client()
        client.set_cookie(*cookie, domain="localhost")
        return act(client, number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(AT_ONCE)))


def cookie_of(client: FlaskClient, link: Link) -> tuple[str, str]:
    enter(client, link)
    cookie = client.get_cookie(f"cf-{link.ref}", domain="localhost")
    assert cookie is not None
    return cookie.key, cookie.value


def test_sec_23_of_twenty_saves_of_one_answer_one_is_stored_and_nineteen_are_told(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    cookie = cookie_of(client, link)

    def save(browser: FlaskClient, number: int) -> int:
        body = {"form": {"F3": [f"{number}人目の文"]}, "seen": "0."}
        return browser.post(f"/r/{link.ref}/a/F3", json=body).status_code

    codes = all_at_once(app, cookie, save)

    assert codes == {200: 1, 409: AT_ONCE - 1}
    with app.extensions["database"].reading() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        view = answers_of(session, response.id)["F3"]
        assert (response.revision, view.revision) == (1, 1)
        assert view.value[""].endswith("人目の文")


def test_twenty_saves_of_different_answers_are_all_stored(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    cookie = cookie_of(client, link)
    keys = [
        "B2",
        "B5",
        "C1",
        "C2",
        "C3",
        "D1",
        "D3",
        "D4",
        "E2",
        "E7",
        "F3",
        "F4",
        "F5",
        "G2",
        "G3",
        "H2",
        "I2",
        "I3",
        "J1",
        "J2",
    ]

    def save(browser: FlaskClient, number: int) -> int:
        key = keys[number]
        return browser.post(
            f"/r/{link.ref}/a/{key}", json={"form": {key: [f"{key}の文"]}, "seen": "0."}
        ).status_code

    assert all_at_once(app, cookie, save) == {200: AT_ONCE}
    with app.extensions["database"].reading() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        stored = answers_of(session, response.id)
        assert {key: view.value[""] for key, view in stored.items()} == {key: f"{key}の文" for key in keys}
        assert response.revision == AT_ONCE


def test_sec_23_twenty_submits_give_one_receipt(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    cookie = cookie_of(client, link)
    with app.extensions["database"].transaction() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        save_answers(session, response.id, complete_answers(L1=None, L4=None))
        seen = response.revision

    def submit(browser: FlaskClient, _number: int) -> int:
        data = {"seen": str(seen), "L1": "yes", "L4": "yes"}
        return browser.post(f"/r/{link.ref}/check", data=data).status_code

    assert all_at_once(app, cookie, submit) == {303: AT_ONCE}
    with app.extensions["database"].reading() as session:
        kinds = list(session.scalars(select(ResponseEvent.kind).order_by(ResponseEvent.id)))
        assert kinds == ["opened", "submitted"]
        assert list(session.scalars(select(Letter.kind))).count(service.RECEIPT.name) == 1


def test_twenty_first_openings_make_one_response(app: Flask) -> None:
    link = make_link(app)

    codes = all_at_once(app, ("x", "y"), lambda browser, _: browser.post(f"/i/{link.token}").status_code)

    assert codes == {303: AT_ONCE}
    with app.extensions["database"].reading() as session:
        assert list(session.scalars(select(ResponseEvent.kind))) == ["opened"]
