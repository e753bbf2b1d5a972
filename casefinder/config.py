"""Settings: frozen, typed, read once. A half-set installation or a sample secret is refused."""

import difflib
import json
import os
import secrets
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from casefinder.mail.settings_rules import mail_problems
from casefinder.occupancy import UNFINISHED
from casefinder.prefectures import KINDS, NAMES, OLDEST, Prefecture, prefecture
from casefinder.settings_reading import SettingsError as SettingsError
from casefinder.settings_reading import read_secrets, read_values, type_problems
from casefinder.settings_values import value_problems
from casefinder.shipped import is_example_address, is_example_phone

SETTINGS_FILE = "casefinder.toml"
SECRETS_FILE = "secrets.json"
MUNICIPALITIES_FILE = "municipalities.csv"
SECRETS = ("secret_key", "link_key", "smtp_password")
MIN_SECRET_CHARS = 32
HOW_TO_STORE = "Store a password for the mail server with `bin/casefinder mail password`."
KNOWN_BAD = ("changeme", "secret", "sample", "example", "password")


@dataclass(frozen=True)
class Settings:
    """All that one installation can set; `docs/settings.md` says what each is for."""

    home: Path
    secret_key: str = field(repr=False)
    link_key: str = field(repr=False)
    database_url: str = ""
    public_base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    secure_cookies: bool = False
    proxy_count: int = 0
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_starttls: bool = False
    smtp_tls: bool = False
    smtp_ca_file: str = ""
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_timeout_s: int = 30
    mail_from: str = "casefinder@example.jp"
    sample: bool = False
    clock_file: str = ""
    issuer: str = "見本道 総合政策部 地域DX推進課"
    prefecture: str = OLDEST
    prefecture_name: str = ""
    prefecture_kind: str = ""
    prefecture_phrase: str = ""
    region_word: str = ""
    contact_phone: str = "000-000-0000"
    contact_email: str = "dx-jirei@example.jp"
    max_upload_bytes: int = 5 * 1024 * 1024
    session_idle_minutes: int = 30
    session_absolute_hours: int = 12

    @cached_property
    def here(self) -> Prefecture:
        """The prefecture with its words."""
        return prefecture(
            self.prefecture, name=self.prefecture_name, kind=self.prefecture_kind, within=self.prefecture_phrase,
            region=self.region_word,
        )  # fmt: skip

    @property
    def phone(self) -> str:
        """The telephone number that is printed; empty while an installation that is no sample still has an example's."""
        return self.contact_phone if self.sample or not is_example_phone(self.contact_phone) else ""

    @property
    def email(self) -> str:
        """The address that is printed and that answers go to; empty while it is still an example's."""
        return self.contact_email if self.sample or not is_example_address(self.contact_email) else ""

    @property
    def municipalities_file(self) -> Path:
        """An office's own list of municipalities, where it brought one."""
        return self.home / MUNICIPALITIES_FILE

    @property
    def files_dir(self) -> Path:
        """Content-addressed files."""
        return self.home / "files"

    @property
    def waiting_dir(self) -> Path:
        """Files as they were sent, until they are read: for moments."""
        return self.home / "waiting"

    @property
    def incoming_dir(self) -> Path:
        """Files that somebody looks at before they are taken over; kept for hours."""
        return self.home / "incoming"

    @property
    def training_dir(self) -> Path:
        """What the codebook taught the text engine, one file by its hash for each state of the codebook."""
        return self.home / "training"

    @property
    def releases_dir(self) -> Path:
        """Frozen releases, one folder each."""
        return self.home / "releases"

    @property
    def smtp_ca_path(self) -> Path | None:
        """The file of the authority that the mail server's certificate comes from; beside the settings unless absolute."""
        return self.home / self.smtp_ca_file if self.smtp_ca_file else None

    @property
    def database(self) -> str:
        """The database URL; SQLite beside the files unless set."""
        return self.database_url or f"sqlite:///{self.home / 'casefinder.db'}"

    @classmethod
    def from_environ(cls) -> "Settings":
        """Read the installation named by CASEFINDER_HOME (default `var`)."""
        return load(Path(os.environ.get("CASEFINDER_HOME", "var")))


def load(home: Path) -> Settings:
    """Read and check one installation's settings.

    Raises:
        SettingsError: No installation lies there, a key is unknown, or a secret is weak.
    """
    home = home.resolve()
    path = home / SETTINGS_FILE
    if not path.exists():
        raise SettingsError(f"No installation in {home}: run `bin/casefinder --dir {home} init` first.")
    if (home / UNFINISHED).exists():
        raise SettingsError(
            f"Restoring a backup into {home} was cut short. Run the same `bin/casefinder restore` again."
        )
    refuse_open_doors(home)
    values = read_values(path)
    values.update(_from_environment())
    keys = read_secrets(home / SECRETS_FILE, home)
    if misplaced := sorted(set(values) & set(SECRETS)):
        raise SettingsError(
            f"{path}: {', '.join(misplaced)} belongs into {SECRETS_FILE}, not here. {HOW_TO_STORE}"
        )
    known = {f.name for f in fields(Settings)} - {"home", *SECRETS}
    if unknown := sorted(set(values) - known):
        raise SettingsError(f"{path}: unknown settings: {', '.join(map(_with_likely, unknown))}")
    kinds = {f.name: f.type for f in fields(Settings)}
    for problem in type_problems(kinds, values):
        raise SettingsError(f"{path}: {problem}")
    if "trusted_hosts" in values:
        values["trusted_hosts"] = tuple(values["trusted_hosts"])
    if "public_base_url" in values:
        values["public_base_url"] = values["public_base_url"].rstrip("/")
    if not values.get("sample") and values.get("prefecture", OLDEST) in NAMES:
        values.setdefault("issuer", values.get("prefecture_name") or NAMES[values.get("prefecture", OLDEST)])
    secret: dict[str, Any] = {name: keys.get(name, "") for name in SECRETS}
    settings = Settings(home=home, **secret, **values)
    for problem in value_problems(settings):
        raise SettingsError(f"{path}: {problem}")
    check(settings)
    return settings


def refuse_open_doors(home: Path) -> None:
    """Refuse an installation whose folder or secrets others on this machine can read.

    Raises:
        SettingsError: It says which, and the command that mends it.
    """
    for path, mode, closed in ((home, "0700", 0o007), (home / SECRETS_FILE, "0600", 0o077)):
        if path.exists() and path.stat().st_mode & closed:
            raise SettingsError(
                f"Others on this machine can read {path}. Close it to them: chmod {mode} {path}"
            )


def _with_likely(name: str) -> str:
    known = [f.name for f in fields(Settings) if f.name not in ("home", *SECRETS)]
    near = difflib.get_close_matches(name, known, 1)
    return f"{name} (did you mean {near[0]}?)" if near else name


def _from_environment() -> dict[str, str]:
    found = {}
    for name in ("database_url", "public_base_url", "clock_file"):
        if value := os.environ.get(f"CASEFINDER_{name.upper()}"):
            found[name] = value
    return found


def check(settings: Settings) -> None:
    """Refuse to start with a short or well-known secret, or with secure cookies over plain HTTP.

    Raises:
        SettingsError: Says which setting is wrong and how to mend it.
    """
    for name in ("secret_key", "link_key"):
        value = getattr(settings, name)
        if len(value) < MIN_SECRET_CHARS or any(bad in value.lower() for bad in KNOWN_BAD):
            raise SettingsError(
                f"{name} is too short or a sample value: make new ones with `bin/casefinder init`."
            )
    if settings.secure_cookies and settings.public_base_url.startswith("http://"):
        raise SettingsError("secure_cookies needs a public_base_url that begins with https://")
    try:
        _ = settings.here
    except ValueError as error:
        if settings.prefecture_kind and settings.prefecture_kind not in KINDS:
            raise SettingsError(
                f"prefecture_kind is {settings.prefecture_kind!r}: write one of 道, 都, 府 and 県."
            ) from error
        raise SettingsError(
            f"prefecture is {settings.prefecture!r}: give the two digits of one of the 47 (01 {NAMES['01']} to 47 {NAMES['47']}), or"
            " prefecture_name and prefecture_kind (道, 都, 府 or 県) with it."
        ) from error
    for problem in mail_problems(settings):
        raise SettingsError(problem)


def store_secret(home: Path, name: str, value: str) -> None:
    """Put a secret into the secrets file, or take it out with an empty value; nobody else can read it at any moment.

    Raises:
        SettingsError: No installation lies there.
    """
    path = home / SECRETS_FILE
    if not path.exists():
        raise SettingsError(f"No installation in {home}: run `bin/casefinder --dir {home} init` first.")
    keys = read_secrets(path, home)
    keys.pop(name, None)
    if value:
        keys[name] = value
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    _write_secrets(part, keys)
    part.replace(path)


def _write_secrets(path: Path, keys: dict[str, str]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(keys, file)
        file.flush()
        os.fsync(file.fileno())


def initialise(home: Path, **values: object) -> Settings:
    """Write a new installation's settings and secrets; existing files are kept.

    Returns:
        The settings as they will be read from now on.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (home / SETTINGS_FILE).exists() and home.stat().st_uid == os.geteuid():
        home.chmod(home.stat().st_mode & 0o770)  # a folder made by hand is open to all
    secrets_path = home / SECRETS_FILE
    if not secrets_path.exists():
        _write_secrets(secrets_path, {"secret_key": secrets.token_hex(32), "link_key": secrets.token_hex(32)})
    path = home / SETTINGS_FILE
    if not path.exists() or values:
        write(path, values)
    return load(home)


def forget(home: Path, name: str) -> None:
    """Take a setting out of an installation's file; the other lines stay as they are."""
    path = home / SETTINGS_FILE
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if line.partition("=")[0].strip() != name]
    path.write_text("\n".join([*kept, ""]), encoding="utf-8")


def write(path: Path, values: dict[str, object]) -> None:
    """Write settings as TOML (strings, numbers, booleans and lists of strings)."""
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
