"""Files that are looked at before they are taken over: kept on the server in between, for the one who sent them."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer

from casefinder.errors import N_, CasefinderError

KEPT_FOR = timedelta(hours=12)


class FileGone(CasefinderError):
    """The file is no longer kept, or was sent by somebody else."""

    message = N_("The file is no longer kept. Please choose it again.")


@dataclass(frozen=True)
class Incoming:
    """A folder of kept files; who holds a file's mark and is its owner gets it back."""

    folder: Path
    secret_key: str = field(repr=False)

    def keep(self, content: bytes, *, owner_id: int, now: datetime) -> str:
        """Keep a file and return its mark; what is older than `KEPT_FOR` goes."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._forget_old(now)
        name = f"{int(now.timestamp())}-{hashlib.sha256(content).hexdigest()}"
        part = self.folder / f"{name}.{os.getpid()}.part"
        part.write_bytes(content)
        part.chmod(0o600)
        part.replace(self.folder / name)
        return str(self._signer().dumps({"file": name, "owner": owner_id}))

    def content(self, mark: str, *, owner_id: int, now: datetime) -> bytes:
        """Return a kept file.

        Raises:
            FileGone: It was taken over, is too old, is somebody else's, or the mark was made up.
        """
        path = self._path(mark, owner_id)
        if path is None or _kept_at(path) < (now - KEPT_FOR).timestamp():
            raise FileGone
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise FileGone from error

    def forget(self, mark: str, *, owner_id: int) -> None:
        """Remove a file that was taken over."""
        if path := self._path(mark, owner_id):
            path.unlink(missing_ok=True)

    def _path(self, mark: str, owner_id: int) -> Path | None:
        try:
            told = self._signer().loads(mark)
        except BadSignature:
            return None
        is_own = isinstance(told, Mapping) and told.get("owner") == owner_id
        return self.folder / str(told["file"]) if is_own else None

    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret_key, salt="incoming")

    def _forget_old(self, now: datetime) -> None:
        for path in self.folder.iterdir():
            if _kept_at(path) < (now - KEPT_FOR).timestamp():
                path.unlink(missing_ok=True)


def _kept_at(path: Path) -> int:
    first = path.name.partition("-")[0]
    return int(first) if first.isdigit() else 0
