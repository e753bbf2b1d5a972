"""The store of files: whole or not there, and no half file stays when the disk is full."""

import errno
import os
from pathlib import Path

import pytest

from casefinder.files import DiskFileStore, StoreFull


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StoreFull) as caught:
        DiskFileStore(tmp_path).put(b"a photograph")

    assert caught.value.status == 507
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_another_fault_of_the_disk_is_no_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)

    with pytest.raises(OSError, match="Input/output"):
        DiskFileStore(tmp_path).put(b"a photograph")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = DiskFileStore(tmp_path)

    assert store.put(b"a") == store.put(b"a")
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1
