"""Putting a backup in place: checked first, prepared beside what is there, then changed over.

Afterwards no letter leaves until a person says so, nobody is signed in, and what was ended after the backup is ended.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import make_url

from casefinder import config, logbook, occupancy, rooms, schema
from casefinder.config import MUNICIPALITIES_FILE, SECRETS_FILE, SETTINGS_FILE, Settings
from casefinder.db import Database
from casefinder.errors import N_
from casefinder.mail import outbox
from casefinder.staff.audit import service as trail
from casefinder.upkeep import manifest, postgresql_copy, sqlite_copy
from casefinder.upkeep.backup import FOLDERS
from casefinder.upkeep.copying import copy_file, sync_folder, sync_name
from casefinder.upkeep.errors import BackupDamaged, RestoreRefused
from casefinder.upkeep.manifest import Manifest
from casefinder.upkeep.reapplying import reapply

STAGING = "restoring"
ASIDE = "set-aside"
DATABASE = "casefinder.db"
OWN = (
    SETTINGS_FILE, SECRETS_FILE, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "bell.db", "bell.db-wal", "bell.db-shm",
    MUNICIPALITIES_FILE, logbook.FILE, "verify.json", *FOLDERS,
)  # fmt: skip
NOT_EMPTY = N_(
    "%(home)s holds an installation already. Name an empty folder with --dir, or say --replace: what is there is set aside, not deleted."
)
NO_SECRETS = N_(
    "The secrets that belong to this backup are not in %(path)s. Name their file with --secrets: without them no personal link works."
)
ELSEWHERE = N_(
    "The settings of the backup keep the database in %(place)s, outside the installation's folder."
)
TOO_NEW = N_(
    "The backup comes from a later version of casefinder (schema %(revision)s). Upgrade the programme first."
)


@dataclass(frozen=True)
class Restored:
    """What was put in place."""

    manifest: Manifest
    aside: Path | None
    reapplied: Mapping[str, int]
    known_until: datetime | None


def restore(
    folder: Path,
    home: Path,
    *,
    secrets: Path,
    replacing: bool = False,
    later: Path | None = None,
    now: datetime,
) -> Restored:
    """Put a backup in place of an installation.

    Args:
        folder: The backup.
        home: The installation's folder.
        secrets: The file of its secrets.
        replacing: Whether an installation that is there may be set aside.
        later: The logbook as it was last; without it the one that lies in the installation's folder, if any.
        now: When (UTC).

    Raises:
        BackupDamaged: It is not as it was made.
        RestoreRefused: Something is there, secrets are missing, or the programme is too old.
        Occupied: casefinder is running there.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with occupancy.alone(home):
        found = manifest.read(folder)
        manifest.check_files(folder, found)
        _check(found, home, secrets, replacing)
        books = [path for path in ([later] if later else _logbooks(home)) if path.exists()]
        deeds = _deeds(folder / logbook.FILE, books)
        known = datetime.fromisoformat(str(deeds[-1]["at"] if deeds else found.made_at)) if books else None
        try:
            settings = _stage(folder, home, secrets, found)
            _load_database(folder, settings, found, replacing)
            logbook.Logbook(settings.home / logbook.FILE).write(deeds)
            done = _settle(settings, found, deeds, known, now)
        except BaseException:
            shutil.rmtree(home / STAGING, ignore_errors=True)
            raise
        sync_folder(settings.home)
        return Restored(found, _change_over(home, settings, now), done, known)


def _check(found: Manifest, home: Path, secrets: Path, replacing: bool) -> None:
    if not secrets.is_file() or hashlib.sha256(secrets.read_bytes()).hexdigest() != found.secrets_sha256:
        raise RestoreRefused(NO_SECRETS, path=secrets)
    try:
        ScriptDirectory.from_config(schema.alembic_config("sqlite://")).get_revisions(found.revision)
    except CommandError as error:
        raise RestoreRefused(TOO_NEW, revision=found.revision) from error
    unfinished = (home / occupancy.UNFINISHED).exists()
    if any((home / name).exists() for name in OWN) and not (replacing or unfinished):
        raise RestoreRefused(NOT_EMPTY, home=home)


def _logbooks(home: Path) -> list[Path]:
    """Return where the installation's last logbook lies: in its place, or set aside by a restore that was cut short."""
    aside = sorted(home.glob(f"{ASIDE}-*")) if (home / occupancy.UNFINISHED).exists() else []
    return [folder / logbook.FILE for folder in (*aside, home)]


def _deeds(known: Path, later: Sequence[Path]) -> list[dict[str, Any]]:
    """Return what the later logbooks tell and the backup's does not, each deed once."""
    before = set(_lines(known))
    told = dict.fromkeys(line for path in later for line in _lines(path) if line not in before)
    return [json.loads(line) for line in told]


def _lines(path: Path) -> list[str]:
    return [json.dumps(deed, sort_keys=True) for deed in logbook.read(path)]


def _stage(folder: Path, home: Path, secrets: Path, found: Manifest) -> Settings:
    """Copy everything but the database beside what is there; what is copied is what was checked."""
    staging = home / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    for name, expected in found.files.items():
        if not name.startswith("database/") and copy_file(folder / name, staging / name) != expected:
            raise BackupDamaged(what=name)
    copy_file(secrets, staging / SECRETS_FILE)
    settings = config.load(staging)
    if _is_elsewhere(settings) and "CASEFINDER_DATABASE_URL" not in os.environ:
        config.forget(staging, "database_url")  # where another machine, or another folder, kept it
        settings = config.load(staging)
    return settings


def _load_database(folder: Path, settings: Settings, found: Manifest, replacing: bool) -> None:
    backend = make_url(settings.database).get_backend_name()
    if backend != found.dialect:
        raise RestoreRefused(
            N_("The backup is of a %(made)s database, and the settings name a %(here)s one."),
            made=found.dialect, here=backend,
        )  # fmt: skip
    if backend == "sqlite":
        if _is_elsewhere(settings):
            raise RestoreRefused(ELSEWHERE, place=make_url(settings.database).database)
        sqlite_copy.load(folder, settings.home / DATABASE)
        return
    if not replacing and not postgresql_copy.is_empty(settings.database):
        raise RestoreRefused(NOT_EMPTY, home=make_url(settings.database).database)
    postgresql_copy.load(folder, settings.database, found.revision)


def _is_elsewhere(settings: Settings) -> bool:
    """Say whether the settings name a file of SQLite outside the installation's folder."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        return False
    return Path(url.database or "").resolve() not in (
        settings.home / DATABASE,
        settings.home.parent / DATABASE,
    )


def _staged(settings: Settings) -> str:
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{settings.home / DATABASE}"
    return postgresql_copy.staged_url(settings.database)


def _settle(
    settings: Settings, found: Manifest, deeds: list[dict[str, Any]], known: datetime | None, now: datetime
) -> dict[str, int]:
    """Hold the letters, end the sessions and end again what was ended, before anybody can use the database."""
    rooms.subscribe()
    database = Database(_staged(settings))
    made_at = datetime.fromisoformat(found.made_at)
    try:
        with database.transaction() as session:
            outbox.hold(session, backup_at=made_at, known_until=known, now=now)
            done = reapply(session, deeds, link_key=settings.link_key, now=now)
            trail.record(
                session, "installation.restored", subject_kind="installation", subject_id=None, at=now,
                backup=found.made_at, reapplied=sum(done.values()),
            )  # fmt: skip
    finally:
        database.engine.dispose()
    return done


def _change_over(home: Path, settings: Settings, now: datetime) -> Path | None:
    """Set aside what is there and put the rest in its place; a mark says so until it is done."""
    staging = settings.home
    mark = home / occupancy.UNFINISHED
    mark.touch(mode=0o600)
    brought = [path.name for path in staging.iterdir()]
    present = [name for name in dict.fromkeys((*OWN, *brought)) if (home / name).exists()]
    aside = home / f"{ASIDE}-{now:%Y%m%d-%H%M%S}" if present else None
    if aside:
        aside.mkdir(mode=0o700, exist_ok=True)
        for name in present:
            (home / name).rename(aside / name)
    if make_url(settings.database).get_backend_name() != "sqlite":
        postgresql_copy.put_in_place(settings.database, now)
    for path in sorted(staging.iterdir()):
        if path.name.endswith(("-line", "-turn")):
            path.unlink()
            continue
        path.rename(home / path.name)
    staging.rmdir()
    sync_name(mark)
    mark.unlink()
    return aside
