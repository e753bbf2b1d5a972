"""How a campaign's board and the staff's lists sort responses."""

from collections.abc import Mapping
from enum import StrEnum

from casefinder.answer.responses.rules import WITH_EDITORS, ResponseState
from casefinder.errors import N_


class BoardState(StrEnum):
    """未開封 → 開封のみ → 入力中 → 提出 → 差戻し中 → 受理; 該当なし."""

    NOT_OPENED = "not_opened"
    OPENED = "opened"  # 開く was pressed, nothing was written
    DRAFT = "draft"
    SUBMITTED = "submitted"  # submitted, being read, submitted again
    RETURNED = "returned"
    ACCEPTED = "accepted"
    NONE = "none"  # 今回は該当なし


BOARD_LABELS: Mapping[BoardState, str] = {
    BoardState.ACCEPTED: N_("Accepted"),
    BoardState.SUBMITTED: N_("Submitted"),
    BoardState.NONE: N_("Nothing to report"),
    BoardState.RETURNED: N_("Returned"),
    BoardState.DRAFT: N_("Being answered"),
    BoardState.OPENED: N_("Opened only"),
    BoardState.NOT_OPENED: N_("Not opened"),
}
ANSWERED = (BoardState.ACCEPTED, BoardState.SUBMITTED, BoardState.NONE, BoardState.RETURNED)
MISSING = (BoardState.NOT_OPENED, BoardState.OPENED, BoardState.DRAFT)


def board_state(state: ResponseState, *, revision: int, is_none: bool) -> BoardState:
    """Return where a response stands on the board; `board.board_case` is its twin in SQL.

    Args:
        state: The response's state.
        revision: Its revision; 0 as long as nothing was written.
        is_none: Whether 今回は該当なし was answered.
    """
    if state in WITH_EDITORS and is_none:
        return BoardState.NONE
    if state is ResponseState.DRAFT and revision == 0:
        return BoardState.OPENED
    if state in WITH_EDITORS and state is not ResponseState.ACCEPTED:
        return BoardState.SUBMITTED
    return BoardState(state.value)


def percent(part: int, whole: int) -> int:
    """Return a share in whole per cent, rounded down so that 100 means all; 0 of nothing is 0."""
    return part * 100 // whole if whole else 0


def tile_level(answered: int, invited: int) -> int:
    """Return the step of a tile: 0 nobody was asked, 1 under 60 %, 2 from 60, 3 from 70, 4 from 80 %."""
    if not invited:
        return 0
    share = percent(answered, invited)
    return 4 if share >= 80 else 3 if share >= 70 else 2 if share >= 60 else 1
