"""What state a response is in."""

from datetime import datetime
from enum import StrEnum

from casefinder.errors import N_


class ResponseState(StrEnum):
    """未開封 → 入力中 → 提出 → 確認中 → 差戻し → 再提出 → 受理."""

    NOT_OPENED = "not_opened"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    READING = "reading"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    ACCEPTED = "accepted"


STATE_LABELS: dict[ResponseState, str] = {
    ResponseState.NOT_OPENED: N_("Not opened"),
    ResponseState.DRAFT: N_("Being answered"),
    ResponseState.SUBMITTED: N_("Submitted"),
    ResponseState.READING: N_("Being read"),
    ResponseState.RETURNED: N_("Returned"),
    ResponseState.RESUBMITTED: N_("Submitted again"),
    ResponseState.ACCEPTED: N_("Accepted"),
}
WRITABLE = frozenset({ResponseState.DRAFT, ResponseState.RETURNED})
WITH_EDITORS = frozenset(
    {
        ResponseState.SUBMITTED,
        ResponseState.READING,
        ResponseState.RESUBMITTED,
        ResponseState.ACCEPTED,
    }
)


def response_state(
    *,
    started_at: datetime | None,
    submitted_at: datetime | None,
    taken_back_at: datetime | None,
    first_read_at: datetime | None,
    returned_at: datetime | None,
    accepted_at: datetime | None,
) -> ResponseState:
    """Return the state that a response's instants (UTC) tell; `queries.state_case` is its twin in SQL.

    A later submit outdates a return, a taking back, a first reading and an acceptance.
    """
    if started_at is None:
        return ResponseState.NOT_OPENED
    if submitted_at is None:
        return ResponseState.DRAFT
    if returned_at is not None and returned_at > submitted_at:
        return ResponseState.RETURNED
    if taken_back_at is not None and taken_back_at > submitted_at:
        return ResponseState.DRAFT if returned_at is None else ResponseState.RETURNED
    if accepted_at is not None and accepted_at >= submitted_at:
        return ResponseState.ACCEPTED
    if first_read_at is not None and first_read_at >= submitted_at:
        return ResponseState.READING
    return ResponseState.SUBMITTED if returned_at is None else ResponseState.RESUBMITTED


def state_when_taken_back(state: ResponseState) -> ResponseState:
    """Return the state of a response after its respondent took it back: one that was returned is returned again."""
    return ResponseState.RETURNED if state is ResponseState.RESUBMITTED else ResponseState.DRAFT


def may_take_back(state: ResponseState) -> bool:
    """Say whether the respondent may take a submitted response back: until an editor opened it."""
    return state in (ResponseState.SUBMITTED, ResponseState.RESUBMITTED)
