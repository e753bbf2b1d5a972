"""The logbook survives being cut off at any byte: what was told afterwards is read again."""

import errno
import os
from pathlib import Path

import pytest

from casefinder.logbook import LETTER_TAKEN, LINK_REVOKED, Logbook, deed, read
from tests.conftest import NOON

FIRST = deed(LETTER_TAKEN, NOON, letter="one")
SECOND = deed(LINK_REVOKED, NOON, ref="two", generation=1)


@pytest.mark.parametrize("left", [1, 20, -2, -1])
def test_a_line_that_was_cut_off_swallows_no_later_one(tmp_path: Path, left: int) -> None:
    book = Logbook(tmp_path / "logbook.jsonl")
    book.write([FIRST])
    book.path.write_bytes(book.path.read_bytes()[:left])

    book.write([SECOND])

    assert read(book.path) == ([FIRST, SECOND] if left == -1 else [SECOND])


def test_what_the_disk_took_in_part_is_told_as_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, real = Logbook(tmp_path / "logbook.jsonl"), os.write
    monkeypatch.setattr(os, "write", lambda handle, content: real(handle, content[:10]))

    with pytest.raises(OSError, match="No space") as caught:
        book.write([FIRST])
    assert caught.value.errno == errno.ENOSPC

    monkeypatch.setattr(os, "write", real)
    book.write([SECOND])
    assert read(book.path) == [SECOND]
