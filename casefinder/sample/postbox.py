"""The sample installation's mail sink: a real SMTP server on a free port that writes `mail/*.eml`.

One address of the sample does not exist there, so that there is a letter to look after.
"""

import hashlib
import os
from collections.abc import Collection
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from casefinder.sample.content import UNREACHABLE, address_of


def file_name(raw: bytes) -> str:
    """Return the name of a mail's file: its date, then a hash of its Message-ID.

    A mail delivered twice (a crash between the server's yes and our note of it) has the same name, so it lies
    in the box once.
    """
    message = message_from_bytes(raw, policy=policy.default)
    written: datetime = parsedate_to_datetime(str(message["Date"]))
    digest = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:10]
    return f"{written:%Y%m%d-%H%M}-{digest}.eml"


class Box:
    """Takes every mail and writes it to a folder, but for those to addresses that it does not know."""

    def __init__(self, folder: Path, unknown: Collection[str] = ()) -> None:
        self.folder = folder
        self.unknown = unknown

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Say whether a recipient is known."""
        if address in self.unknown:
            return f"550 5.1.1 <{address}>: Recipient address rejected: User unknown"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Write one mail durably, then say yes."""
        raw = envelope.original_content or b""
        target = self.folder / file_name(raw)
        for known in self.folder.glob(f"*-{target.name.rpartition('-')[2]}"):
            target = known
        part = target.with_suffix(".part")
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        return "250 taken"


class Postbox:
    """The server, as a context: `with Postbox(folder) as box: box.port`."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        box = Box(folder, unknown=[address_of(UNREACHABLE)])
        self._controller = _FreePortController(box, hostname="127.0.0.1", port=port)

    def __enter__(self) -> "Postbox":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        """The port that the system gave."""
        server: Any = self._controller.server
        return int(server.sockets[0].getsockname()[1])


class _FreePortController(Controller):
    """aiosmtpd's controller checks itself by connecting to its port; with port 0 it must ask for the real one."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = int(server.sockets[0].getsockname()[1])
        super()._trigger_server()
