"""Searching the finished files of a build for what may not be printed, as things stand now."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.casebooks import queries as casebooks
from casefinder.edit.casebooks import rules as numbering
from casefinder.edit.casebooks.composing import Told
from casefinder.edit.gate.contact_rules import contacts_in
from casefinder.errors import NotFoundError
from casefinder.publish.builds.file_find_rules import CaseLook, FileFind, Printed, file_finds
from casefinder.publish.builds.file_texts import TEXTS, kept_texts
from casefinder.publish.builds.models import Build, FileFindDecision
from casefinder.publish.builds.rules import is_public
from casefinder.publish.installation import Publisher
from casefinder.staff.accounts.models import Account


@dataclass(frozen=True)
class FileDecided:
    """A person's word that something may stand in the files."""

    reason: str
    decider: str
    decided_at: datetime


@dataclass(frozen=True)
class Searched:
    """What was found in the files of a build, and what was decided; `texts` is 0 when nobody could read them."""

    texts: int = 0
    finds: tuple[FileFind, ...] = ()
    decisions: Mapping[str, FileDecided] = field(default_factory=dict)

    @property
    def undecided(self) -> tuple[FileFind, ...]:
        """The finds on which nobody has decided."""
        return tuple(each for each in self.finds if each.key not in self.decisions)


def search(session: Session, build: Build, folder: Path, known: Told, publisher: Publisher) -> Searched:
    """Return what the files of a build say that may not be printed as things stand now.

    What was found when the book was made is used again as long as it was compared with the same.

    Args:
        session: Any session.
        build: Which.
        folder: Where the builds' folders lie.
        known: What the cases of its edition say.
        publisher: Whose telephone and address may stand anywhere.
    """
    place = folder / (build.folder or "") / TEXTS
    if build.folder is None or not place.is_file():
        return Searched()
    looks, printed = looks_of(session, build, known), printed_of(known, publisher)
    kept = build.searched
    if kept.get("mark") == mark_of(looks, printed):
        finds = tuple(msgspec.convert(each, FileFind) for each in kept["finds"])
        return Searched(int(kept["texts"]), finds, decisions_of(session, build.edition_id))
    texts = kept_texts(place)
    finds = file_finds(texts, looks, printed)
    return Searched(len(texts), finds, decisions_of(session, build.edition_id))


def first_search(
    session: Session, build: Build, folder: Path, known: Told, publisher: Publisher
) -> dict[str, Any]:
    """Search the files that were just made in a folder; returns what is kept of it with the build."""
    texts = kept_texts(folder / TEXTS)
    looks, printed = looks_of(session, build, known), printed_of(known, publisher)
    finds = msgspec.to_builtins(file_finds(texts, looks, printed))
    mark = mark_of(looks, printed)
    return {"mark": mark, "texts": len(texts), "finds": finds, "files": files_mark(digests(folder))}


def digests(folder: Path) -> dict[str, str]:
    """Return path → SHA-256 of the files of a build that may become public."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in named.items() if is_public(name)
    }


def files_mark(found: Mapping[str, str]) -> str:
    """Return a hash of files by path → SHA-256: what was searched is what is released."""
    lines = "".join(f"{found[path]}  {path}\n" for path in sorted(found) if is_public(path))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def looks_of(session: Session, build: Build, known: Told) -> tuple[CaseLook, ...]:
    """Return with what the pages of each case are compared, by its number in the book; 0 for one that was left out."""
    left_out = {each["case_id"] for each in build.left_out}
    placed = casebooks.placed(session, build.edition_id)
    printed = [
        numbering.Placed(each.case_id, each.chapter) for each in placed if each.case_id not in left_out
    ]
    number_of = {each.case_id: each.number for each in numbering.numbered(printed)}
    return tuple(
        CaseLook(
            number_of.get(case_id, 0), look.locked, look.names,
            tuple(find for find in known.passed[case_id].finds if known.passed[case_id].may_print(find)),
            known.gathered[known.contents[case_id].response_id].organisation.display_name,
        )
        for case_id, look in sorted(known.looks.items())
    )  # fmt: skip


def printed_of(known: Told, publisher: Publisher) -> Printed:
    """Return what may stand anywhere in the files."""
    contacts = (each.value for each in contacts_in(f"{publisher.phone}\n{publisher.email}"))
    titles = (content.text("title") for content in known.contents.values())
    names = (each.organisation.display_name for each in known.gathered.values())
    return Printed(frozenset(contacts), tuple(dict.fromkeys((*titles, *names, publisher.name))))


def mark_of(looks: tuple[CaseLook, ...], printed: Printed) -> str:
    """Return a hash of all that files are compared with."""
    told = [
        (
            look.number, [(each.text, each.key, each.is_sentence) for each in look.locked.texts],
            [(str(each.number), each.kind, each.key) for each in look.locked.amounts], look.locked.opens.texts,
            sorted(look.locked.contacts), sorted(look.locked.posts), look.names.asked, look.names.found,
            [each.key for each in look.allowed], look.whose,
        )
        for look in looks
    ]  # fmt: skip
    said = repr((told, sorted(printed.contacts), printed.names))
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


def build_of(session: Session, build_id: int) -> Build:
    """Return a build.

    Raises:
        NotFoundError: There is none.
    """
    build = session.get(Build, build_id)
    if build is None:
        raise NotFoundError
    return build


def decisions_of(session: Session, edition_id: int) -> dict[str, FileDecided]:
    """Return what was decided on the files of an edition, by the find's key."""
    rows = session.execute(
        select(FileFindDecision, Account.name)
        .join(Account, Account.id == FileFindDecision.decided_by)
        .where(FileFindDecision.edition_id == edition_id, FileFindDecision.undone_at.is_(None))
    )
    return {row.find_key: FileDecided(row.reason, name, row.decided_at) for row, name in rows}
