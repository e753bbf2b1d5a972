"""Whether a released file is still what was released: hashed once, then again whenever its file has changed."""

import hashlib
import threading
from collections.abc import Mapping
from pathlib import Path

_MOST_KNOWN = 20_000
_CHUNK = 1 << 20
_known: dict[Path, tuple[tuple[int, ...], str]] = {}
_lock = threading.Lock()


def is_whole(path: Path, digest: str, *, afresh: bool = False) -> bool:
    """Say whether a file is there and has this SHA-256.

    Args:
        path: The file.
        digest: The SHA-256 it was released with, in hex.
        afresh: Hash it, whatever is known of it.
    """
    try:
        mark = _mark(path)
        with _lock:
            seen = _known.get(path)
        if afresh or seen is None or seen[0] != mark:
            seen = (mark, _digest(path))
            with _lock:
                if len(_known) >= _MOST_KNOWN:
                    _known.clear()
                _known[path] = seen
    except OSError:
        return False
    return seen[1] == digest


def damaged(folder: Path, checksums: Mapping[str, str]) -> list[str]:
    """Return the files of a release that are missing or not what was released; every file is read."""
    return [
        path for path, digest in sorted(checksums.items()) if not is_whole(folder / path, digest, afresh=True)
    ]


def _mark(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
