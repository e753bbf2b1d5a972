"""Content-addressed files: written to a part, synced, named by their hash, then a row may point to them."""

import errno
import hashlib
import os
import threading
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from casefinder.errors import N_, CasefinderError


class StoreFull(CasefinderError):
    """There is no room for a file; nothing of it is left, and what was stored before is safe."""

    status = HTTPStatus.INSUFFICIENT_STORAGE
    message = N_(
        "The disk is full, so the file could not be kept. Please try again later; tell us if it goes on."
    )


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class FileStore(Protocol):
    """Where bytes are kept by their hash."""

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their SHA-256 in hex."""

    def path(self, sha256: str) -> Path:
        """Return where the bytes lie."""


class DiskFileStore:
    """Files below one folder, spread over 256 subfolders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep the bytes durably and return their SHA-256 in hex; the same bytes are kept once."""
        digest = hashlib.sha256(data).hexdigest()
        target = self.path(digest)
        if not target.exists():
            is_new = not target.parent.exists()
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{digest}.{os.getpid()}-{threading.get_ident()}.part")
            try:
                _write(part, data)
                part.replace(target)
            except OSError as error:
                part.unlink(missing_ok=True)
                if error.errno in (errno.ENOSPC, errno.EDQUOT):
                    raise StoreFull from error
                raise
            _sync_names(target.parent)
            if is_new:
                _sync_names(self.folder)
        return digest

    def path(self, sha256: str) -> Path:
        """Return where the bytes lie; refuses what is no hash."""
        if len(sha256) != 64 or any(c not in "0123456789abcdef" for c in sha256):
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / sha256
