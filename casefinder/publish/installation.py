"""What the press has to know of the installation: who publishes, and where things lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from casefinder.config import Settings
from casefinder.files import FileStore
from casefinder.prefectures import Prefecture


@dataclass(frozen=True)
class Publisher:
    """Who publishes, as printed."""

    name: str
    phone: str
    email: str
    prefecture: Prefecture
    web_url: str
    is_sample: bool

    @property
    def short(self) -> str:
        """The first word of the name, for citations."""
        return self.name.split()[0] if self.name.split() else self.name


@dataclass(frozen=True)
class Installation:
    """Who publishes, and the folders: one for each build, one for each release, the uploaded files."""

    publisher: Publisher
    builds: Path
    releases: Path
    files: FileStore


def installation_of(extensions: Mapping[str, Any]) -> Installation:
    """Return what the press has to know; the edge (views, jobs, commands) hands it on to the services.

    Args:
        extensions: The application's.
    """
    settings: Settings = extensions["settings"]
    return Installation(
        publisher_of(settings), settings.home / "builds", settings.releases_dir, extensions["files"]
    )


def publisher_of(settings: Settings) -> Publisher:
    """Return the publisher that the settings name; an address of this machine is never printed."""
    return Publisher(
        settings.issuer, settings.phone, settings.email, settings.here,
        public_address(settings.public_base_url), settings.sample,
    )  # fmt: skip


def public_address(base_url: str) -> str:
    """Return the address if readers elsewhere can open it, else nothing."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme != "https" or parts.port or "." not in host or host.replace(".", "").isdigit():
        return ""
    return base_url.rstrip("/")
