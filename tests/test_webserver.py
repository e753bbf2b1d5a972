"""A web process learns what every request needs before the first one comes."""

import logging
from pathlib import Path

import pytest
from flask import Flask

from casefinder.ask.questionnaires import queries
from casefinder.db import Database
from casefinder.webserver import learn
from tests.factories.campaigns import make_campaign
from tests.queries import counted


def test_what_was_learned_is_not_asked_for_again(app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        make_campaign(session)
    queries._documents.clear()

    learn(app)

    with app.extensions["database"].reading() as session, counted() as asked:
        assert queries.all_documents(session)
    assert len(asked) == 1, asked.told()


def test_a_database_that_is_away_keeps_nobody_from_starting(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app.extensions["database"] = Database(f"sqlite:///{tmp_path / 'nowhere' / 'no.db'}")

    with caplog.at_level(logging.WARNING):
        learn(app)

    assert "does not answer yet" in caplog.text
