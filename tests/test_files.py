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


def test_fi_20_bytes_and_names_are_on_the_disk_before_anybody_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file, then its name, then the folder that holds the name, and the folder above when that one is new."""
    acts: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        sync(handle)
        acts.append(f"sync {Path(f'/proc/self/fd/{handle}').readlink().relative_to(tmp_path)}")

    def replaced(self: Path, target: Path) -> Path:
        acts.append(f"name {target.relative_to(tmp_path)}")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    digest = DiskFileStore(tmp_path / "files").put(b"a file")

    place = f"files/{digest[:2]}"
    part, *later = acts
    assert part.startswith(f"sync {place}/{digest}")
    assert part.endswith(".part")
    assert later == [f"name {place}/{digest}", f"sync {place}", "sync files"]
