"""What the press has to know of the installation: who publishes, and where things lie."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from casefinder.config import Settings
from casefinder.files import FileStore


@dataclass(frozen=True)
class Publisher:
    """Who publishes, as printed."""

    name: str
    phone: str
    email: str
    prefecture: str
    web_url: str
    is_sample: bool

    @property
    def short(self) -> str:
        """The first word of the name, for citations."""
        return self.name.split()[0] if self.name.split() else self.name


def publisher_of(settings: Settings) -> Publisher:
    """Return the publisher that the settings name; an address of this machine is never printed."""
    return Publisher(
        settings.issuer, settings.contact_phone, settings.contact_email, "北海道",
        public_address(settings.public_base_url), settings.sample,
    )  # fmt: skip


def public_address(base_url: str) -> str:
    """Return the address if readers elsewhere can open it, else nothing."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme != "https" or parts.port or "." not in host or host.replace(".", "").isdigit():
        return ""
    return base_url.rstrip("/")


def publisher() -> Publisher:
    """Return the present installation's publisher."""
    return publisher_of(current_app.extensions["settings"])


def builds_dir() -> Path:
    """Return where builds lie, one folder each."""
    folder: Path = current_app.extensions["settings"].home / "builds"
    return folder


def releases_dir() -> Path:
    """Return where frozen releases lie, one folder each."""
    folder: Path = current_app.extensions["settings"].releases_dir
    return folder


def files() -> FileStore:
    """Return the store of uploaded files."""
    store: FileStore = current_app.extensions["files"]
    return store
