"""What a body may be: not larger than the page takes, not nested beyond measure, not sent by another site's page."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from casefinder.answer.answering.respondent_views import MAX_AUTOSAVE_BYTES
from casefinder.measure import MAX_DEPTH, is_deep
from tests.factories.invitations import enter, make_link

JSON = {"Content-Type": "application/json", "Accept": "application/json"}


@pytest.fixture
def address(app: Flask, client: FlaskClient) -> str:
    return f"{enter(client, make_link(app))}a/C2"


def form(text: str) -> str:
    return json.dumps({"form": {"C2": [text]}, "seen": "0."})


def test_autosave_takes_what_fits(client: FlaskClient, address: str) -> None:
    assert client.post(address, data=form("あ" * 100), headers=JSON).status_code == 200


def test_sec_25_autosave_beyond_its_limit_is_refused_before_it_is_read(
    client: FlaskClient, address: str
) -> None:
    body = form("x" * (MAX_AUTOSAVE_BYTES + 1000))

    assert client.post(address, data=body, headers=JSON).status_code == 413


@pytest.mark.parametrize("opening", ["[", '{"a":', '[[{"a":'])
@pytest.mark.parametrize("depth", [30, 900, 100_000])
def test_sec_24_what_is_nested_beyond_measure_is_no_form(
    client: FlaskClient, address: str, opening: str, depth: int
) -> None:
    closing = {"[": "]", '{"a":': "}", '[[{"a":': "}]]"}[opening]
    for body in (opening * depth, opening * depth + "1" + closing * depth):
        answer = client.post(address, data=body[: MAX_AUTOSAVE_BYTES - 10], headers=JSON)
        assert answer.status_code == 400


@given(st.integers(0, 60), st.booleans())
def test_the_measure_of_depth_holds_for_lists_and_objects(depth: int, in_objects: bool) -> None:
    value: object = "x"
    for _ in range(depth):
        value = {"a": value, "b": 1} if in_objects else [1, value]

    assert is_deep(value) is (depth >= MAX_DEPTH)


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "http://localhost:9999"}, False),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_sec_28_only_our_own_pages_change_something(
    client: FlaskClient, address: str, headers: dict[str, str], is_taken: bool
) -> None:
    answer = client.post(address, data=form("一言"), headers={**JSON, **headers})

    assert (answer.status_code == 200) is is_taken
