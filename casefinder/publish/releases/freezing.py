"""Freezing a build's files: a copy that never changes, checksums, one zip."""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from casefinder.publish.releases.rules import is_public

SUMS = "SHA256SUMS.txt"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def freeze_files(build: Path, target: Path, zip_name: str) -> dict[str, str]:
    """Copy a build's public files to `target` and return path → SHA-256 of all that may be downloaded.

    The folder appears whole or not at all; the zip holds everything but itself.
    """
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(build, part)
    sums = {path: _digest(part / path) for path in _paths(part) if is_public(path)}
    lines = "".join(f"{sums[path]}  {path}\n" for path in sorted(sums))
    (part / SUMS).write_text(lines, encoding="utf-8")
    sums[SUMS] = _digest(part / SUMS)
    _zip(part, sums, part / zip_name)
    sums[zip_name] = _digest(part / zip_name)
    _sync(part)
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)
    return sums


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


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
