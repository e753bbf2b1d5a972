"""A mail server that can hold a mail in its hand, before or after it says yes, and remembers what it was given."""

import asyncio
import threading
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from casefinder.sample.postbox import Box, _FreePortController
from tests.waiting import wait_until


class _Counter(Box):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.offered: list[str] = []
        self.taken: list[str] = []
        self.refusal = ""
        self.open = threading.Event()
        self.open.set()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message_id = str(message_from_bytes(envelope.original_content or b"")["Message-ID"])
        self.offered.append(message_id)
        while not self.open.is_set():
            await asyncio.sleep(0.01)  # a dead sender ends this coroutine here: nothing was taken
        if self.refusal:
            return self.refusal
        said = await super().handle_DATA(server, session, envelope)
        self.taken.append(message_id)
        return said


class PostOffice:
    """The server, as a context; the sample's box behind a counter that can be shut."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.counter = _Counter(folder)
        self._controller = _FreePortController(self.counter, hostname="127.0.0.1", port=0)

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.counter.open.set()
        self._controller.stop()

    @property
    def port(self) -> int:
        return int(self._controller.server.sockets[0].getsockname()[1])

    @property
    def taken(self) -> list[str]:
        """Message-IDs in the order in which they were taken."""
        return self.counter.taken

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.eml"))

    def texts(self) -> list[str]:
        """What the mails say, whatever they were wrapped in on their way."""
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default).get_content()
            for path in self.files()
        ]

    def hold(self) -> None:
        """Keep every mail in the hand from now on: neither yes nor no."""
        self.counter.open.clear()

    def let_go(self) -> None:
        self.counter.open.set()

    def wait_for_offer(self, count: int = 1) -> None:
        wait_until(lambda: len(self.counter.offered) >= count, what=f"mail {count} to be offered")

    def wait_for_mail(self, count: int = 1) -> None:
        wait_until(lambda: len(self.taken) >= count, what=f"mail {count} to be taken")
