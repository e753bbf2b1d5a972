"""A backup: everything an installation is made of, in one folder, whole or not at all; made while it runs.

The logbook is read first, then the database, then the files: what the logbook's copy tells is in the database's, and a row
of the database's copy points to no file that is missing.
"""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from casefinder import __version__, logbook
from casefinder.config import MUNICIPALITIES_FILE, SECRETS_FILE, SETTINGS_FILE, Settings
from casefinder.upkeep import manifest, postgresql_copy, sqlite_copy
from casefinder.upkeep.copying import copy_file, files_below, sync_folder, sync_name, write_file
from casefinder.upkeep.errors import BackupRefused
from casefinder.upkeep.manifest import Manifest

FOLDERS = ("waiting", "files", "training", "releases", "builds")


@dataclass(frozen=True)
class Made:
    """What was made, and where its secrets lie."""

    folder: Path
    secrets: Path
    manifest: Manifest


def secrets_beside(folder: Path) -> Path:
    """Return where the secrets of a backup lie unless somebody says otherwise: beside it, never in it."""
    return folder.with_name(f"{folder.name}.secrets.json")


def make(settings: Settings, folder: Path, *, secrets: Path | None = None, now: datetime) -> Made:
    """Write a backup into a folder that does not exist yet.

    Args:
        settings: Of which installation.
        folder: Where to; it appears when everything is in it and safely on the disk.
        secrets: Where the secrets go, apart from the rest.
        now: When (UTC).

    Raises:
        BackupRefused: Something is there already.
        BackupDamaged: The database itself is damaged.
    """
    folder = folder.resolve()
    apart = (secrets or secrets_beside(folder)).resolve()
    part = folder.with_name(f".{folder.name}.part")
    for target in (folder, apart):
        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise BackupRefused(folder=target)
    if apart.is_relative_to(folder):
        raise BackupRefused(_SECRETS_APART)
    shutil.rmtree(part, ignore_errors=True)
    try:
        return _filled(settings, part, folder, apart, now)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


_SECRETS_APART = "The secrets do not belong into the backup: whoever has both can open every personal link."


def _filled(settings: Settings, part: Path, folder: Path, apart: Path, now: datetime) -> Made:
    part.mkdir(mode=0o700, parents=True)
    secrets = (settings.home / SECRETS_FILE).read_bytes()
    files = dict(_small(settings, part))
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        revision, rows = sqlite_copy.dump(Path(url.database or ""), part)
    else:
        revision, rows = postgresql_copy.dump(settings.database, part)
    for path in files_below(part / "database"):
        files[path.relative_to(part).as_posix()] = manifest.digest_of(path)
    files |= dict(_large(settings.home, part))
    made = Manifest(
        made_at=now.isoformat(), version=__version__, revision=revision, dialect=url.get_backend_name(),
        secrets_sha256=hashlib.sha256(secrets).hexdigest(), rows=rows, files=files,
    )  # fmt: skip
    write_file(part / manifest.FILE, made.bytes)
    summed = hashlib.sha256(made.bytes).hexdigest()
    write_file(part / manifest.SUM, f"{summed}  {manifest.FILE}\n".encode())
    manifest.check_files(part, made)
    sync_folder(part)
    if folder.exists():
        folder.rmdir()
    write_file(apart, secrets)
    part.rename(folder)
    sync_name(folder)
    return Made(folder, apart, made)


def _small(settings: Settings, part: Path) -> Iterator[tuple[str, str]]:
    home = settings.home
    for name in (logbook.FILE, SETTINGS_FILE, MUNICIPALITIES_FILE, *_certificates(settings)):
        if (home / name).exists():
            yield name, copy_file(home / name, part / name)


def _certificates(settings: Settings) -> Iterator[str]:
    """Yield the file of certificates that lies beside the settings: without it they cannot be read elsewhere."""
    path = settings.smtp_ca_path
    if path is not None and path.resolve().is_relative_to(settings.home):
        yield path.resolve().relative_to(settings.home).as_posix()


def _large(home: Path, part: Path) -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        if (home / folder).is_dir():
            for path in files_below(home / folder):
                name = path.relative_to(home).as_posix()
                yield name, copy_file(path, part / name)
