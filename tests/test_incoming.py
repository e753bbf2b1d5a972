"""Files between looking at them and taking them over."""

from datetime import timedelta
from pathlib import Path

import pytest

from casefinder.incoming import KEPT_FOR, FileGone, Incoming
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def incoming(tmp_path: Path) -> Incoming:
    return Incoming(tmp_path / "incoming", "k" * 40)


def test_a_kept_file_comes_back_to_whoever_sent_it(incoming: Incoming) -> None:
    mark = incoming.keep(b"x\r\n", owner_id=1, now=NOON)

    assert incoming.content(mark, owner_id=1, now=NOON) == b"x\r\n"
    with pytest.raises(FileGone):
        incoming.content(mark, owner_id=2, now=NOON)


def test_a_mark_that_was_made_up_opens_nothing(incoming: Incoming) -> None:
    mark = incoming.keep(b"x", owner_id=1, now=NOON)

    for other in (
        "",
        "../../etc/passwd",
        mark[:-1],
        Incoming(incoming.folder, "j" * 40).keep(b"x", owner_id=1, now=NOON),
    ):
        with pytest.raises(FileGone):
            incoming.content(other, owner_id=1, now=NOON)


def test_a_file_is_kept_for_hours_and_then_goes(incoming: Incoming) -> None:
    mark = incoming.keep(b"x", owner_id=1, now=NOON)

    assert incoming.content(mark, owner_id=1, now=NOON + KEPT_FOR) == b"x"
    with pytest.raises(FileGone):
        incoming.content(mark, owner_id=1, now=NOON + KEPT_FOR + MINUTE)
    incoming.keep(b"y", owner_id=1, now=NOON + KEPT_FOR + MINUTE)
    assert len(list(incoming.folder.iterdir())) == 1


def test_a_file_that_was_taken_over_is_gone(incoming: Incoming) -> None:
    mark = incoming.keep(b"x", owner_id=1, now=NOON)

    incoming.forget(mark, owner_id=2)
    assert incoming.content(mark, owner_id=1, now=NOON) == b"x"
    incoming.forget(mark, owner_id=1)
    with pytest.raises(FileGone):
        incoming.content(mark, owner_id=1, now=NOON)
