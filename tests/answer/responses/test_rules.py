"""States of a response."""

from datetime import UTC, datetime, timedelta

import pytest

from casefinder.answer.responses.rules import (
    STATE_LABELS,
    WITH_EDITORS,
    WRITABLE,
    ResponseState,
    may_take_back,
    response_state,
)

ONE = datetime(2026, 6, 10, 3, tzinfo=UTC)
TWO, THREE = ONE + timedelta(hours=1), ONE + timedelta(hours=2)
NEVER = dict.fromkeys(
    ("started_at", "submitted_at", "taken_back_at", "first_read_at", "returned_at", "accepted_at")
)


@pytest.mark.parametrize(
    ("instants", "state"),
    [
        ({}, ResponseState.NOT_OPENED),
        ({"started_at": ONE}, ResponseState.DRAFT),
        ({"started_at": ONE, "submitted_at": TWO}, ResponseState.SUBMITTED),
        ({"started_at": ONE, "submitted_at": TWO, "first_read_at": TWO}, ResponseState.READING),
        ({"started_at": ONE, "submitted_at": TWO, "taken_back_at": THREE}, ResponseState.DRAFT),
        ({"started_at": ONE, "submitted_at": THREE, "taken_back_at": TWO}, ResponseState.SUBMITTED),
        (
            {"started_at": ONE, "submitted_at": TWO, "first_read_at": TWO, "returned_at": THREE},
            ResponseState.RETURNED,
        ),
        ({"started_at": ONE, "submitted_at": THREE, "returned_at": TWO}, ResponseState.RESUBMITTED),
        (
            {"started_at": ONE, "submitted_at": TWO, "returned_at": ONE, "taken_back_at": THREE},
            ResponseState.RETURNED,
        ),
        (
            {"started_at": ONE, "submitted_at": THREE, "returned_at": TWO, "first_read_at": TWO},
            ResponseState.RESUBMITTED,
        ),
        (
            {"started_at": ONE, "submitted_at": TWO, "first_read_at": TWO, "accepted_at": THREE},
            ResponseState.ACCEPTED,
        ),
        (
            {"started_at": ONE, "submitted_at": THREE, "accepted_at": TWO, "returned_at": TWO},
            ResponseState.RESUBMITTED,
        ),
    ],
)
def test_the_state_of_a_response(instants: dict[str, datetime], state: ResponseState) -> None:
    assert response_state(**{**NEVER, **instants}) is state


def test_every_state_has_a_word_and_is_either_open_or_with_the_editors() -> None:
    assert set(STATE_LABELS) == set(ResponseState)
    assert set(ResponseState) - WRITABLE - WITH_EDITORS == {ResponseState.NOT_OPENED}


def test_taking_back_ends_when_an_editor_opens_it() -> None:
    assert may_take_back(ResponseState.SUBMITTED)
    assert may_take_back(ResponseState.RESUBMITTED)
    assert not may_take_back(ResponseState.READING)
    assert not may_take_back(ResponseState.ACCEPTED)
