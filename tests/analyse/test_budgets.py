"""Pages of the analysis ask the same of the database for three responses and for twelve."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.codings import make_coding
from tests.factories.responses import make_response
from tests.factories.suggestions import make_suggestion
from tests.queries import counted


def add_coded_responses(app: Flask, number: int) -> int:
    """Submitted responses with a coding and a suggestion each; returns the id of the last."""
    with app.extensions["database"].transaction() as session:
        for _ in range(number):
            response = make_response(session, is_submitted=True, now=NOON)
            make_coding(session, response=response)
            make_suggestion(session, response=response, question_key="C3")
        return response.id


@pytest.mark.parametrize(
    "url", ["/staff/desk/", "/staff/desk/{id}", "/staff/codebook/", "/staff/codebook/ch_labor_shortage"]
)
def test_a_page_asks_no_more_for_more_responses(client: FlaskClient, app: Flask, url: str) -> None:
    sign_in(client, app)
    path = url.format(id=add_coded_responses(app, 3))
    client.get(path)
    with counted() as few:
        assert client.get(path).status_code == 200
    add_coded_responses(app, 9)
    with counted() as many:
        assert client.get(path).status_code == 200

    assert len(many) == len(few), many.told()
