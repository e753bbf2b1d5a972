"""What is written down when something goes wrong holds no answers and no tokens (SEC-06)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from casefinder.weblog import masked
from tests.factories.invitations import enter, make_link

SECRET = "言ってはいけない答え"


def test_an_error_of_the_database_tells_no_values(app: Flask) -> None:
    with pytest.raises(SQLAlchemyError) as caught, app.extensions["database"].transaction() as session:
        session.execute(text("INSERT INTO nowhere (answer) VALUES (:answer)"), {"answer": SECRET})

    assert SECRET not in str(caught.value)


def test_a_broken_page_logs_neither_answer_nor_token_and_shows_a_number(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    link = make_link(app)
    home = enter(client, link)
    with app.extensions["database"].engine.begin() as connection:
        connection.execute(text("ALTER TABLE answer_revision RENAME TO gone"))
    caplog.clear()

    answer = client.post(f"{home}s/C", data={"C2": SECRET, "seen.C2": "0.", "save": "next"})

    assert answer.status_code >= 500
    assert "reference" in caplog.text
    assert caplog.records[-1].getMessage().split("reference ")[1][:8] in answer.text
    assert SECRET not in caplog.text
    assert link.token not in caplog.text
    assert SECRET in answer.text, "whoever typed it can copy it"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /i/abc-DEF_123 HTTP/1.1", "GET /i/*** HTTP/1.1"),
        ("/i/abc?x=/i/def", "/i/***?x=/i/***"),
        ("'/i/abc'", "'/i/***'"),
        ("/staff/i", "/staff/i"),
        (7, 7),
    ],
)
def test_gunicorns_lines_lose_their_tokens(line: object, kept: object) -> None:
    assert masked(line) == kept
