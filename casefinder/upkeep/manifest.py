"""What a backup consists of: every file with its SHA-256, and the SHA-256 of that list itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from casefinder.upkeep.errors import BackupDamaged

FILE, SUM = "manifest.json", "manifest.sha256"
FORMAT = 1
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """One backup.

    Args:
        made_at: When its database was read (UTC, ISO 8601).
        version: Of the programme that made it.
        revision: Of the database's schema.
        dialect: `sqlite` or `postgresql`.
        secrets_sha256: Of the secrets that belong to it and are kept apart.
        rows: Table → number of rows.
        files: Path below the backup → SHA-256.
    """

    made_at: str
    version: str
    revision: str
    dialect: str
    secrets_sha256: str
    rows: Mapping[str, int]
    files: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def bytes(self) -> bytes:
        """The manifest as it is written."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex, without reading it whole."""
    summed = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            summed.update(block)
    return summed.hexdigest()


def read(folder: Path) -> Manifest:
    """Return a backup's manifest.

    Raises:
        BackupDamaged: There is none, it was changed, or a later programme wrote it.
    """
    try:
        content = (folder / FILE).read_bytes()
        expected = (folder / SUM).read_text(encoding="ascii").split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise BackupDamaged(what=f"{folder / FILE}") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise BackupDamaged(what=FILE)
    values = json.loads(content)
    if values.get("format") != FORMAT:
        raise BackupDamaged(what=f"format {values.get('format')}")
    return Manifest(**values)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Make sure that every file is there and as it was made, and none is there besides.

    Raises:
        BackupDamaged: It names the first file that is not.
    """
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {FILE, SUM}
    for path in sorted(found ^ set(manifest.files)):
        raise BackupDamaged(what=path)
    for path, expected in sorted(manifest.files.items()):
        if digest_of(folder / path) != expected:
            raise BackupDamaged(what=path)
