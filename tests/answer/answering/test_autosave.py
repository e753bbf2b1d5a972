"""Autosave through the whole application."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.answer.present import answers
from tests.factories.invitations import enter, make_link


def test_autosave_tells_revision_and_time_and_refuses_a_stale_text(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    path = f"/r/{link.ref}/a/F3"

    first = client.post(path, json={"form": {"F3": ["一"]}, "seen": "0."})
    second = client.post(path, json={"form": {"F3": ["一二"]}, "seen": first.json["seen"]})
    stale = client.post(path, json={"form": {"F3": ["別の文"]}, "seen": first.json["seen"]})

    assert (first.status_code, first.json["saved"]) == (200, "12:00")
    assert second.json["seen"].startswith("2.")
    assert stale.status_code == 409
    assert (stale.json["mine"], stale.json["theirs"]) == ("別の文", "一二")
    mine = client.post(path, json={"form": {"F3": ["別の文"]}, "seen": stale.json["seen"]})
    assert mine.status_code == 200
    assert answers(app, link)["F3"].value == {"": "別の文"}


def test_autosave_keeps_wrong_text_and_says_so(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)

    answer = client.post(f"/r/{link.ref}/a/C5", json={"form": {"C5.started": ["去年"]}, "seen": "0."})

    assert answer.status_code == 200
    assert answer.json["problems"][0]["name"] == "C5.started"
    assert answers(app, link)["C5"].value == {"started": "去年"}


@pytest.mark.parametrize(
    "body", [None, [], {}, {"form": []}, {"form": {"F3": "text"}}, {"form": {"F3": [1]}}]
)
def test_a_misshapen_autosave_is_refused(app: Flask, client: FlaskClient, body: object) -> None:
    link = make_link(app)
    enter(client, link)

    assert client.post(f"/r/{link.ref}/a/F3", json=body).status_code == 400
    assert client.post(f"/r/{link.ref}/a/Z9", json={"form": {}}).status_code == 404


def test_sec_25_an_endless_autosave_is_refused_in_japanese(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)

    answer = client.post(f"/r/{link.ref}/a/F3", json={"form": {"F3": ["長" * 200_000]}, "seen": "0."})

    assert answer.status_code == 413
    assert answers(app, link) == {}
