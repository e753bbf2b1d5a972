"""Looking an installation over before it hurts: each finding says what it is and what to do."""

import os
import shutil
import smtplib
import ssl
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casefinder import i18n
from casefinder.config import SECRETS_FILE, SETTINGS_FILE, Settings, load
from casefinder.errors import N_
from casefinder.settings_reading import SettingsError
from casefinder.shipped import is_example_address

if TYPE_CHECKING:
    from sqlalchemy import Connection

GIB = 1024**3
SCARCE_BYTES, LITTLE_BYTES = 1 * GIB, 5 * GIB
MAIL_S = 10.0


class State(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    LOOK = "look"  # it works, but somebody should know
    BAD = "bad"


MARKS = {State.OK: N_("all right"), State.LOOK: N_("please look"), State.BAD: N_("to be put right")}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was found, and what to do about it; both are message ids with values."""

    state: State
    about: str
    words: str
    to_do: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def examine(home: Path, *, with_mail: bool = True) -> Iterator[Finding]:
    """Look an installation over, and yield what is found, one by one; nothing is changed.

    Args:
        home: The installation's folder.
        with_mail: Whether the mail server is talked to.
    """
    yield from _program()
    try:
        settings = load(home)
    except SettingsError as error:
        yield Finding(State.BAD, N_("Settings"), "%(what)s", values={"what": error.message})
        yield from _folder(home)
        return
    yield Finding(
        State.OK,
        N_("Settings"),
        N_("%(file)s can be read, and its values fit"),
        values={"file": SETTINGS_FILE},
    )
    looks: list[Callable[[], Iterator[Finding]]] = [
        lambda: _own_words(settings), lambda: _folder(home), lambda: _space(home), lambda: _database(settings), _press,
    ]  # fmt: skip
    for look in looks:
        yield from look()
    if with_mail:
        yield from _mail(settings)


def told(finding: Finding, language: str = "ja") -> tuple[str, ...]:
    """Return a finding in words: its mark, what it is about, what was found, what to do."""
    catalogue = i18n.merged_catalogue(language)

    def say(message: str) -> str:
        entry = catalogue.get(message) if message else None
        text = str(entry.string) if entry and entry.string else message
        return text % finding.values if finding.values else text

    parts = (say(MARKS[finding.state]), say(finding.about), say(finding.words), say(finding.to_do))
    return tuple(part for part in parts if part)


def _program() -> Iterator[Finding]:
    if stale := i18n.stale_languages():
        yield Finding(
            State.BAD, N_("Translations"), N_("The catalogues are not compiled (%(languages)s): pages would be in English"),
            N_("Run `.venv/bin/python -m casefinder.i18n` in the program's folder, or start casefinder once as its owner."),
            {"languages": ", ".join(stale)},
        )  # fmt: skip
    else:
        yield Finding(State.OK, N_("Translations"), N_("The catalogues are compiled"))


def _own_words(settings: Settings) -> Iterator[Finding]:
    if settings.sample:
        yield Finding(
            State.LOOK, N_("Settings"), N_("This is a sample installation: its organisations are made up")
        )
        return
    own = {
        "issuer": settings.issuer in ("", settings.here.name) or settings.issuer.startswith("見本"),
        "contact_phone": not settings.phone,
        "contact_email": not settings.email,
        "mail_from": is_example_address(settings.mail_from),
    }
    names = [name for name, is_left in own.items() if is_left]
    if names:
        yield Finding(
            State.BAD, N_("Settings"), N_("Still as shipped: %(names)s. Letters, pages and books say nobody whom one could ask"),
            N_("Write your own into %(file)s: the division, its telephone number, its address."),
            {"names": ", ".join(names), "file": SETTINGS_FILE},
        )  # fmt: skip
    if settings.public_base_url.startswith("http://") and not settings.secure_cookies:
        yield Finding(
            State.LOOK, N_("Settings"), N_("Links begin with %(url)s, unencrypted"),
            N_("On a network that others use, set public_base_url to https://… and secure_cookies = true."),
            {"url": settings.public_base_url},
        )  # fmt: skip


def _folder(home: Path) -> Iterator[Finding]:
    if not home.is_dir():
        yield Finding(
            State.BAD, N_("Folder"), N_("%(path)s is no folder"), N_("Run `bin/casefinder --dir %(path)s init`."),
            {"path": str(home)},
        )  # fmt: skip
        return
    wide = [path for path in (home, home / SECRETS_FILE) if path.exists() and _others(path)]
    for path in wide:
        yield Finding(
            State.BAD, N_("Folder"), N_("Others on this machine can open %(path)s"), N_("Run `chmod %(mode)s %(path)s`."),
            {"path": str(path), "mode": "700" if path.is_dir() else "600"},
        )  # fmt: skip
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding(
            State.BAD, N_("Folder"), N_("Nothing can be written into %(path)s"),
            N_("It must belong to the account that casefinder runs as: `chown -R ACCOUNT %(path)s`."), {"path": str(home)},
        )  # fmt: skip
    elif not wide:
        yield Finding(
            State.OK, N_("Folder"), N_("%(path)s is for its owner alone"), values={"path": str(home)}
        )


def _others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _space(home: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(home).free
    state = State.BAD if free < SCARCE_BYTES else State.LOOK if free < LITTLE_BYTES else State.OK
    yield Finding(
        state, N_("Disk"), N_("%(free)s GB are free"),
        "" if state is State.OK else N_("Make room: a book with its pictures and a backup take some GB."),
        {"free": f"{free / GIB:.1f}"},
    )  # fmt: skip


def _database(settings: Settings) -> Iterator[Finding]:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from sqlalchemy.exc import SQLAlchemyError

    from casefinder.db import make_engine
    from casefinder.schema import alembic_config

    name = make_engine(settings.database).url.render_as_string(hide_password=True)
    if name.startswith("sqlite:///") and not Path(name.removeprefix("sqlite:///")).exists():
        yield Finding(
            State.BAD,
            N_("Database"),
            N_("%(url)s does not exist yet"),
            N_("Run `bin/casefinder migrate`."),
            {"url": name},
        )
        return
    engine = make_engine(settings.database, patience_s=MAIL_S)
    try:
        with engine.connect() as connection:
            at = MigrationContext.configure(connection).get_current_revision()
            changer = _who_may_change_the_trail(connection) if at else ""
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).strip().splitlines()
        yield Finding(
            State.BAD, N_("Database"), N_("%(url)s cannot be reached: %(why)s"),
            N_("Start the database server, and look at database_url, the account and its password."),
            {"url": name, "why": why[0] if why else type(error).__name__},
        )  # fmt: skip
        return
    finally:
        engine.dispose()
    head = ScriptDirectory.from_config(alembic_config(settings.database)).get_current_head()
    if at == head:
        yield Finding(State.OK, N_("Database"), N_("%(url)s is at the present schema"), values={"url": name})
    else:
        yield Finding(
            State.BAD, N_("Database"), N_("%(url)s is at the schema %(at)s, the program at %(head)s"),
            N_("Take a backup, then run `bin/casefinder migrate`."), {"url": name, "at": at or "―", "head": head},
        )  # fmt: skip
    if changer:
        yield Finding(
            State.LOOK, N_("Audit trail"), N_("The database account %(role)s could change the trail"),
            N_("Let web and worker use an account of their own: `bin/casefinder trail rights`, docs/install.md section 6."),
            {"role": changer},
        )  # fmt: skip


def _who_may_change_the_trail(connection: "Connection") -> str:
    """Return the account that casefinder uses if PostgreSQL would let it change the trail."""
    from sqlalchemy import text

    if connection.dialect.name != "postgresql":
        return ""
    may = "has_table_privilege(current_user, 'audit_entry', 'UPDATE, DELETE, TRUNCATE')"
    return connection.scalar(text(f"SELECT current_user WHERE {may}")) or ""


def _press() -> Iterator[Finding]:
    from casefinder.edit.layout.fonts import FACES, FALLBACK, FONTS
    from casefinder.publish.book.judge import missing_parts

    if lost := [name for name in (*FACES, FALLBACK) if not (FONTS / name).exists()]:
        yield Finding(
            State.BAD, N_("Fonts"), N_("Fonts of the book are missing: %(names)s"),
            N_("Put the program's folder back as it was shipped."), {"names": ", ".join(lost)},
        )  # fmt: skip
    else:
        yield Finding(State.OK, N_("Fonts"), N_("The fonts of the book are there"))
    if lacking := missing_parts():
        yield Finding(
            State.LOOK, N_("veraPDF"), N_("Books are made, but not judged; missing here: %(names)s"),
            N_("Run `bin/setup` as root, or install these packages."), {"names": ", ".join(lacking)},
        )  # fmt: skip
    else:
        yield Finding(State.OK, N_("veraPDF"), N_("Java and veraPDF are there"))


def _mail(settings: Settings) -> Iterator[Finding]:
    place = {"place": f"{settings.smtp_host}:{settings.smtp_port}"}
    try:
        _greet(settings)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        yield Finding(
            State.BAD, N_("Mail server"), N_("%(place)s does not take us: %(why)s"),
            N_("Look at smtp_host, smtp_port, encryption and account; the page 「郵便」 sends a test letter."),
            {**place, "why": " ".join(str(error).split()) or type(error).__name__},
        )  # fmt: skip
    else:
        yield Finding(State.OK, N_("Mail server"), N_("%(place)s answers"), values=place)


def _greet(settings: Settings) -> None:
    context = ssl.create_default_context(cafile=str(settings.smtp_ca_path) if settings.smtp_ca_path else None)
    if settings.smtp_tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.smtp_host, settings.smtp_port, timeout=MAIL_S, context=context
        )
    else:
        server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=MAIL_S)
    with server:
        if settings.smtp_starttls:
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.noop()
