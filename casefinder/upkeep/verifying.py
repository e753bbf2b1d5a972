"""Looking at everything that is kept: each row's file, each release, each letter, the trail. Changes nothing."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, func, select, text
from sqlalchemy.exc import DatabaseError

from casefinder import logbook
from casefinder.answer.attachments.models import Attachment
from casefinder.answer.responses.models import Response
from casefinder.checkup import Checkup, Finding
from casefinder.config import Settings
from casefinder.db import Database, is_unavailable
from casefinder.mail.models import Letter
from casefinder.mail.rules import LetterClass
from casefinder.publish.builds.models import Build
from casefinder.publish.builds.rules import is_public
from casefinder.publish.releases.models import Release
from casefinder.staff.audit import sealing_queries
from casefinder.staff.audit.models import (
    POSTGRESQL_NO_TRUNCATE,
    POSTGRESQL_SEAL,
    POSTGRESQL_TRIGGERS,
    SQLITE_NO_REPLACE,
    SQLITE_SEAL,
    SQLITE_TRIGGERS,
    AuditEntry,
)
from casefinder.upkeep.manifest import digest_of

SQLITE_LOCKS = (*SQLITE_TRIGGERS, *SQLITE_NO_REPLACE, *SQLITE_SEAL)
POSTGRESQL_LOCKS = (*POSTGRESQL_TRIGGERS, *POSTGRESQL_NO_TRUNCATE, *POSTGRESQL_SEAL)
YOUNG = timedelta(hours=24)  # a file of today may belong to a row that is not stored yet
Look = Callable[[Database, Settings, datetime], Iterator[Finding | int]]


def verify(database: Database, settings: Settings, *, now: datetime) -> Checkup:
    """Look at everything and return what is not as it should be."""
    counts: dict[str, int] = {}
    findings: list[Finding] = []
    for name, look in LOOKS.items():
        for each in _looked(look, database, settings, now):
            if isinstance(each, int):
                counts[name] = counts.get(name, 0) + each
            elif each not in findings:  # a damaged database breaks many looks, and is one thing to mend
                findings.append(each)
    return Checkup(now, counts, findings)


def _looked(look: Look, database: Database, settings: Settings, now: datetime) -> Iterator[Finding | int]:
    """Yield what a look finds; a database that cannot be read is found, and does not end the other looks."""
    try:
        yield from look(database, settings, now)
    except DatabaseError as error:
        if not is_unavailable(error):
            raise
        yield Finding("database", {"what": str(error.orig or error).strip().splitlines()[0]})


def _rows(database: Database, query: Executable) -> Sequence[Any]:
    """Return what a query finds; hours may pass until all files are read, and nothing is kept open meanwhile."""
    with database.reading() as session:
        return session.execute(query).all()


def _database(database: Database, _: Settings, __: datetime) -> Iterator[Finding | int]:
    yield 1
    if database.engine.dialect.name != "sqlite":
        return
    for (words,) in _rows(database, text("PRAGMA integrity_check(10)")):
        if words != "ok":
            yield Finding("database", {"what": str(words)})
    for row in _rows(database, text("PRAGMA foreign_key_check")):
        yield Finding("database", {"what": f"{row[0]} {row[1]} → {row[2]}"})


def _files(database: Database, settings: Settings, now: datetime) -> Iterator[Finding | int]:
    known: set[str] = set()
    is_gone = not settings.files_dir.is_dir()  # one cause, one alarm, however many files lay there
    attached = select(Attachment.id, Attachment.sha256, Attachment.thumbnail_sha256).where(
        Attachment.ready_at.is_not(None), Attachment.refusal.is_(None)
    )
    for number, whole, small in _rows(database, attached.order_by(Attachment.id)):
        for summed in (each for each in (whole, small) if each and each not in known):
            known.add(summed)
            yield 1
            state = "" if is_gone else _state(settings.files_dir / summed[:2] / summed, summed)
            if state:
                yield Finding(f"file_{state}", {"id": str(number), "what": summed})
    if known and is_gone:
        yield Finding("files_gone", {"what": str(settings.files_dir)})
    yield from _unknown(settings.files_dir, known, now)


def _state(path: Path, expected: str) -> str:
    """Return what is wrong with a file: `missing`, `changed`, or nothing."""
    try:
        return "" if digest_of(path) == expected else "changed"
    except OSError:
        return "missing"


def _unknown(folder: Path, known: set[str], now: datetime) -> Iterator[Finding]:
    for path in sorted(folder.glob("*/*")):
        if path.name not in known and not is_young(path, now):
            yield Finding("part" if path.suffix == ".part" else "orphan", {"what": path.name})


def is_young(path: Path, now: datetime) -> bool:
    """Say whether a file is of today."""
    try:
        return path.stat().st_mtime > (now - YOUNG).timestamp()
    except FileNotFoundError:
        return True


def _training(_: Database, settings: Settings, __: datetime) -> Iterator[Finding | int]:
    for path in sorted(settings.training_dir.glob("*")):
        named = re.match(r"[0-9a-f]{64}", path.name)
        if named:
            yield 1
            if _state(path, named[0]):
                yield Finding("training_missing", {"what": path.name})


def _builds(database: Database, settings: Settings, _: datetime) -> Iterator[Finding | int]:
    made = select(Build.id, Build.folder, Build.book_sha256).where(Build.done_at.is_not(None))
    for number, folder, summed in _rows(database, made.order_by(Build.id)):
        yield 1
        path = settings.home / "builds" / (folder or "-") / "book.pdf"
        if state := _state(path, summed or ""):
            yield Finding(f"build_{state}", {"id": str(number), "what": f"{folder}/book.pdf"})


def _releases(database: Database, settings: Settings, now: datetime) -> Iterator[Finding | int]:
    slugs = set()
    for slug, sums in _rows(database, select(Release.slug, Release.checksums).order_by(Release.id)):
        slugs.add(slug)
        folder = settings.releases_dir / slug
        if sums and not folder.is_dir():
            yield len(sums)
            yield Finding("release_gone", {"slug": slug, "count": str(len(sums))})
            continue
        for path, expected in sorted(sums.items()):
            yield 1
            if state := _state(folder / path, str(expected)):
                yield Finding(f"release_{state}", {"slug": slug, "what": path})
        yield from _added(folder, slug, set(sums))
    for folder in sorted(settings.releases_dir.glob("[!.]*")):
        if folder.name not in slugs and not is_young(folder, now):
            yield Finding("release_unknown", {"what": folder.name})


def _added(folder: Path, slug: str, listed: set[str]) -> Iterator[Finding]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and is_public(name) and name not in listed:
            yield Finding("release_added", {"slug": slug, "what": name})


def _letters(database: Database, settings: Settings, _: datetime) -> Iterator[Finding | int]:
    taken: dict[str, int] = {}
    for deed in logbook.read(settings.home / logbook.FILE):
        if deed["what"] == logbook.LETTER_TAKEN:
            taken[str(deed["letter"])] = taken.get(str(deed["letter"]), 0) + 1
    letters = select(Letter.id, Letter.message_id, Letter.done_at).order_by(Letter.id)
    for number, message_id, done_at in _rows(database, letters):
        yield 1
        times = taken.get(message_id.removeprefix("<").partition("@")[0], 0)
        if times > 1:
            yield Finding("letter_twice", {"id": str(number), "count": str(times)})
        elif times and done_at is None:
            yield Finding("letter_waits", {"id": str(number)})


def _receipts(database: Database, _: Settings, __: datetime) -> Iterator[Finding | int]:
    """Whoever submitted gets a receipt; the key of its letter begins with its kind and the response's number."""
    asked = select(Letter.once_key).where(Letter.letter_class == LetterClass.RECEIPT)
    answered = {key.split(":")[1] for (key,) in _rows(database, asked) if key and ":" in key}
    submitted = select(Response.id).where(Response.snapshot_id.is_not(None))
    for (number,) in _rows(database, submitted.order_by(Response.id)):
        yield 1
        if str(number) not in answered:
            yield Finding("receipt_missing", {"id": str(number)})


def _trail(database: Database, _: Settings, __: datetime) -> Iterator[Finding | int]:
    numbers = select(func.count(AuditEntry.id), func.min(AuditEntry.id), func.max(AuditEntry.id))
    ((total, lowest, highest),) = _rows(database, numbers)
    yield total
    is_sqlite = database.engine.dialect.name == "sqlite"
    found = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if is_sqlite
        else "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    )
    there = {name for (name,) in _rows(database, text(found))}
    for statement in SQLITE_LOCKS if is_sqlite else POSTGRESQL_LOCKS:
        named = re.match(r"CREATE TRIGGER (\w+)", statement)
        if named and named[1] not in there:
            yield Finding("trail_open", {"what": named[1]})
    with database.reading() as session:
        broken = sealing_queries.verify(session).broken
        up_to = broken.up_to_id if broken else 0
    if up_to:
        yield Finding("trail_broken", {"id": str(up_to)})
    elif (
        is_sqlite and total and (gap := highest - lowest + 1 - total)
    ):  # PostgreSQL leaves numbers out that nobody used
        yield Finding("trail_gap", {"count": str(gap)})


LOOKS: dict[str, Look] = {
    "database": _database,
    "files": _files,
    "training": _training,
    "builds": _builds,
    "releases": _releases,
    "letters": _letters,
    "receipts": _receipts,
    "trail": _trail,
}
