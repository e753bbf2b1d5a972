"""Copies that are safely on the disk, and hashed while they are made."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 1024 * 1024


def copy_file(source: Path, target: Path) -> str:
    """Copy a file, make it durable and return the SHA-256 of what was read."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    summed = hashlib.sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as read, os.fdopen(handle, "wb") as written:
        while block := read.read(_BLOCK):
            summed.update(block)
            written.write(block)
        written.flush()
        os.fsync(written.fileno())
    return summed.hexdigest()


def write_file(target: Path, content: bytes) -> None:
    """Write a file that only its owner can read, durably."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())


def files_below(folder: Path) -> Iterator[Path]:
    """Return the files of a folder that are whole: no parts, no locks."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and path.suffix != ".part" and not hidden:
            yield path


def sync_folder(folder: Path) -> None:
    """Make the names in a folder and in all below it durable."""
    for path in (folder, *(p for p in folder.rglob("*") if p.is_dir())):
        sync_name(path / "any")


def sync_name(path: Path) -> None:
    """Make a name in its folder durable."""
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
