"""What is wrong with the settings of the mail, in words that say how to mend it. Plain Python."""

import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING

from casefinder.addresses import is_email
from casefinder.mail.wire import sender_of

if TYPE_CHECKING:
    from casefinder.config import Settings

OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
HIGHEST_PORT = 65535
MOST_S = 600
STORE = "`bin/casefinder mail password` stores one."


def mail_problems(settings: "Settings") -> Iterator[str]:
    """Yield what keeps letters from leaving with these settings, the first to be mended first."""
    yield from _server(settings)
    yield from _encryption(settings)
    yield from _signing_in(settings)
    sender = sender_of(settings.mail_from) if isinstance(settings.mail_from, str) else None
    if sender is None or not is_email(sender.address):
        yield (
            "mail_from is no sender: write one address, or a name and the address in angle brackets, such as "
            f'"DX <dx@pref.example.jp>" (now: {settings.mail_from!r})'
        )


def _server(settings: "Settings") -> Iterator[str]:
    host, port, patience = settings.smtp_host, settings.smtp_port, settings.smtp_timeout_s
    if not isinstance(host, str) or not host or any(char in " /@" or not char.isprintable() for char in host):
        yield f"smtp_host is a server's name or address alone, such as smtp.example.jp (now: {host!r})"
    elif host.count(":") == 1:
        yield f"smtp_host is a server's name alone, its port is smtp_port (now: {host!r})"
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port <= HIGHEST_PORT:
        yield f"smtp_port is a number from 1 to {HIGHEST_PORT}, mostly 587, 465 or 25, without quotation marks (now: {port!r})"
    if isinstance(patience, bool) or not isinstance(patience, int | float) or not 0 < patience <= MOST_S:
        yield f"smtp_timeout_s is a number of seconds up to {MOST_S}, such as 30 (now: {patience!r})"


def _encryption(settings: "Settings") -> Iterator[str]:
    for name in ("smtp_starttls", "smtp_tls"):
        if not isinstance(getattr(settings, name), bool):
            yield f"{name} is true or false, without quotation marks (now: {getattr(settings, name)!r})"
    if settings.smtp_starttls and settings.smtp_tls:
        yield (
            "smtp_starttls and smtp_tls exclude each other: smtp_tls = true for port 465, "
            "smtp_starttls = true for port 587"
        )
    if not isinstance(settings.smtp_ca_file, str):
        yield f"smtp_ca_file is the name of a file, in quotation marks (now: {settings.smtp_ca_file!r})"
        return
    if (path := settings.smtp_ca_path) is None:
        return
    if not (settings.smtp_starttls or settings.smtp_tls):
        yield "smtp_ca_file is set, but the way to the mail server is not encrypted: set smtp_starttls or smtp_tls"
    try:
        ssl.create_default_context(cafile=str(path))
    except (OSError, ValueError) as error:
        yield f"smtp_ca_file: {path} is no readable file of certificates in PEM ({_short(error)})"


def _signing_in(settings: "Settings") -> Iterator[str]:
    if not all(isinstance(each, str) for each in (settings.smtp_user, settings.smtp_password)):
        yield "smtp_user and smtp_password are texts: write them in quotation marks"
    elif settings.smtp_user and not settings.smtp_password:
        yield f"smtp_user is set, but there is no password for it: {STORE}"
    elif settings.smtp_password and not settings.smtp_user:
        yield (
            "a password for the mail server is stored, but smtp_user is empty: set it, or take the password away with "
            "`bin/casefinder mail password --remove`"
        )
    elif "\0" in settings.smtp_user + settings.smtp_password:
        yield "smtp_user and its password cannot hold a NUL"
    elif settings.smtp_user and not (
        settings.smtp_starttls or settings.smtp_tls or is_near(settings.smtp_host)
    ):
        yield (
            "smtp_user would send its password unencrypted over the network: set smtp_starttls = true (port 587) or "
            "smtp_tls = true (port 465)"
        )


def is_near(host: str) -> bool:
    """Say whether a mail server is on this machine, so that what is said to it meets no network."""
    return host in OWN_MACHINE


def _short(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
