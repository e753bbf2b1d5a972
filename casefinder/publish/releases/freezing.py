"""Freezing a build's files: a copy that never changes, checksums, one zip."""

import fcntl
import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from casefinder.publish.builds.file_texts import TEXTS
from casefinder.publish.builds.rules import is_public

SUMS = "SHA256SUMS.txt"
LOCK = ".freezing"
_PART = ".part"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@contextmanager
def alone(releases: Path) -> Iterator[None]:
    """Let one thread of one process at a time freeze files; what a killed one left half-made is removed first."""
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a killed process lets go of it
        for left in releases.glob(f".*{_PART}"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def freeze_files(build: Path, target: Path, zip_name: str) -> dict[str, str]:
    """Copy a build's public files to `target` and return path → SHA-256 of all that may be downloaded.

    The folder appears whole, safely on the disk, or not at all; the zip holds everything but itself.
    """
    part = target.with_name(f".{target.name}{_PART}")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(build, part, ignore=shutil.ignore_patterns(TEXTS))
    sums = {path: _digest(part / path) for path in _paths(part) if is_public(path)}
    lines = "".join(f"{sums[path]}  {path}\n" for path in sorted(sums))
    (part / SUMS).write_text(lines, encoding="utf-8")
    sums[SUMS] = _digest(part / SUMS)
    _zip(part, sums, part / zip_name)
    sums[zip_name] = _digest(part / zip_name)
    for path in (*part.rglob("*"), part):
        _sync(path)
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)
    _sync(target.parent)
    return sums


def discard(target: Path) -> None:
    """Remove a frozen folder of which no release was made."""
    shutil.rmtree(target, ignore_errors=True)


def _paths(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _zip(folder: Path, sums: Mapping[str, str], target: Path) -> None:
    """Write a zip whose bytes depend on the files alone."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(sums):
            entry = zipfile.ZipInfo(path, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (folder / path).read_bytes())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
