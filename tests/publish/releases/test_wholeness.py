"""A released file is handed out only as it was released."""

import hashlib
import os
from pathlib import Path

from casefinder.publish.releases.wholeness import damaged, is_whole


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_file_is_whole_as_long_as_its_bytes_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(b"%PDF-1.7 whole")

    assert is_whole(path, digest(b"%PDF-1.7 whole"))
    path.write_bytes(b"%PDF-1.7 other")
    assert not is_whole(path, digest(b"%PDF-1.7 whole"))
    path.write_bytes(b"%PDF-1.7 whole")
    assert is_whole(path, digest(b"%PDF-1.7 whole"))


def test_a_file_that_was_cut_or_is_gone_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(b"%PDF")

    assert not is_whole(path, digest(b"%PDF-1.7 whole"))
    path.unlink()
    assert not is_whole(path, digest(b"%PDF-1.7 whole"))


def test_a_change_of_the_same_length_with_the_old_time_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_bytes(b"<p>one</p>")
    assert is_whole(path, digest(b"<p>one</p>"))
    before = path.stat()

    path.write_bytes(b"<p>two</p>")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert not is_whole(path, digest(b"<p>one</p>"))


def test_all_damaged_files_of_a_folder_are_named(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(name.encode())

    sums = {"a": digest(b"a"), "b": digest(b"x"), "site/gone.html": digest(b"")}
    assert damaged(tmp_path, sums) == ["b", "site/gone.html"]
