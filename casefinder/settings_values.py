"""What is wrong with the values of settings whose types are right, in words that say how to mend it."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from casefinder.addresses import is_email

if TYPE_CHECKING:
    from casefinder.config import Settings

MIB = 1024 * 1024
RANGES = {  # what is less or more was a slip
    "proxy_count": (0, 10),
    "max_upload_bytes": (MIB // 10, 200 * MIB),
    "session_idle_minutes": (1, 24 * 60),
    "session_absolute_hours": (1, 31 * 24),
}
PRINTED = ("issuer", "prefecture_name", "prefecture_phrase", "region_word")
HOW_SQLITE = "leave it out for SQLite in the folder, or write sqlite:////absolute/path/casefinder.db"
HOW_POSTGRESQL = "postgresql+psycopg://NAME:PASSWORD@HOST:5432/DATABASE"


def value_problems(settings: "Settings") -> Iterator[str]:
    """Yield what nobody can run an installation with, the first to be mended first."""
    yield from _numbers(settings)
    yield from _texts(settings)
    yield from _public_base_url(settings.public_base_url)
    yield from _trusted_hosts(settings.trusted_hosts)
    yield from _database(settings.database)
    yield from _contact(settings)
    if settings.clock_file and not Path(settings.clock_file).is_file():
        yield f"clock_file: {settings.clock_file} is no file; leave the setting out, so that the machine's clock counts"


def _numbers(settings: "Settings") -> Iterator[str]:
    for name, (least, most) in RANGES.items():
        if not least <= getattr(settings, name) <= most:
            yield f"{name} is a number from {least} to {most} (now: {getattr(settings, name)})"


def _texts(settings: "Settings") -> Iterator[str]:
    for each in fields(settings):
        value = getattr(settings, each.name)
        if isinstance(value, str) and any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in value):
            yield f"{each.name} is one line of text, without line breaks and control characters"
    for name in PRINTED:
        value = getattr(settings, name)
        if value and not value.strip():
            yield f"{name} is blank: write a word, or leave the setting out"
        if set("{}") & set(value):
            yield f"{name} cannot hold braces (now: {value!r})"


def _public_base_url(url: str) -> Iterator[str]:
    told = _split(url)
    is_whole = told is not None and told.scheme in ("http", "https") and _is_host(told.hostname or "")
    if told is None or not is_whole or "@" in told.netloc:
        yield f"public_base_url is where the site is opened, such as https://dx.pref.example.jp (now: {url!r})"
    elif told.path.strip("/") or told.query or told.fragment:
        yield (
            f"public_base_url ends with the host, such as {told.scheme}://{told.netloc}: the site has a host name of its own,"
            f" no folder of another's (now: {url!r})"
        )


def _split(url: str) -> SplitResult | None:
    try:
        told = urlsplit(url)
        _ = told.port
    except ValueError:
        return None
    return told


def _is_host(name: str) -> bool:
    return bool(name) and name.isascii() and all(char.isalnum() or char in ".-:" for char in name)


def _trusted_hosts(hosts: tuple[str, ...]) -> Iterator[str]:
    for host in hosts:
        if not _is_host(host.removeprefix(".")):
            yield f"trusted_hosts are names of hosts alone, such as dx.pref.example.jp (now: {host!r})"


def _database(url: str) -> Iterator[str]:
    how = f"{HOW_SQLITE}; for PostgreSQL {HOW_POSTGRESQL}"
    try:
        told = make_url(url)
    except (ArgumentError, ValueError):
        yield f"database_url is no address of a database: {how}"
        return
    kinds: dict[str, Callable[[URL], Iterator[str]]] = {"sqlite": _sqlite, "postgresql": _postgresql}
    judge = kinds.get(told.get_backend_name())
    if judge is None:
        yield f"database_url begins with {told.drivername}, which casefinder does not know: {how}"
    else:
        yield from judge(told)


def _sqlite(url: URL) -> Iterator[str]:
    if not url.database or not Path(url.database).is_absolute():
        yield f"database_url names no file with its whole path: {HOW_SQLITE}"


def _postgresql(url: URL) -> Iterator[str]:
    if url.drivername not in ("postgresql", "postgresql+psycopg"):
        yield f"database_url needs the driver psycopg: {HOW_POSTGRESQL}"
    elif not url.database:
        yield f"database_url names no database: {HOW_POSTGRESQL}"


def _contact(settings: "Settings") -> Iterator[str]:
    if settings.contact_email and not is_email(settings.contact_email):
        yield f"contact_email is one e-mail address, such as dx@pref.example.jp (now: {settings.contact_email!r})"
    if settings.contact_phone and not any(char.isdecimal() for char in settings.contact_phone):
        yield f"contact_phone is a telephone number (now: {settings.contact_phone!r})"
