"""Mail servers as providers run them: signing in, encryption, strictness, and bad manners after the last word."""

import asyncio
import ssl
import threading
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

NAME, PASSWORD = "dx-jirei", "pass:wörd 語"
LONGEST_LINE = 998


@dataclass
class Manners:
    """How a server behaves."""

    mechanisms: tuple[str, ...] = ()  # what it lets sign in with; empty: nobody needs to
    tls: ssl.SSLContext | None = None
    is_tls_from_the_first_byte: bool = False
    is_seven_bit: bool = False  # knows no 8BITMIME, refuses bytes above 127 and lines over 998
    to_sender: str = "250 ok"
    to_recipient: dict[str, str] = field(default_factory=dict)
    to_mail: str = "250 2.0.0 ok: queued as 4XyZ"
    at_quit: str = "221 bye"  # "silence" and "hang up" are not words
    after_the_dot: str = ""  # "hang up" before any answer


class Desk:
    """Takes mails as the manners say, and remembers them."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.taken: list[bytes] = []
        self.options: list[list[str]] = []
        self.signed_in: list[str] = []
        self.tried: list[str] = []  # recipients that were named
        self.is_encrypted: list[bool] = []
        self.greeted_as: list[str] = []
        self.over = threading.Event()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.greeted_as.append(hostname)
        if self.manners.is_seven_bit:
            return [each for each in responses if "8BITMIME" not in each and "SMTPUTF8" not in each]
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.options.append(options)
        if self.manners.to_sender.startswith("250"):
            envelope.mail_from = address
        return self.manners.to_sender

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        said = self.manners.to_recipient.get(address, "250 ok")
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        if self.manners.is_seven_bit and _is_not_seven_bit(raw):
            return "554 5.6.1 eight-bit data or a line that is too long"
        if self.manners.to_mail.startswith("250"):
            self.taken.append(raw)
            self.is_encrypted.append(server.transport.get_extra_info("ssl_object") is not None)  # type: ignore[union-attr]
        if self.manners.after_the_dot == "hang up":
            server.transport.abort()  # type: ignore[union-attr]
        return self.manners.to_mail

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.manners.at_quit == "hang up":
            server.transport.abort()  # type: ignore[union-attr]
        while self.manners.at_quit == "silence" and not self.over.is_set():
            await asyncio.sleep(0.02)
        return self.manners.at_quit

    def authenticator(
        self, server: SMTP, session: Session, envelope: Envelope, way: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        is_right = (data.login, data.password) == (NAME.encode(), PASSWORD.encode())
        self.signed_in += [way] if is_right else []
        return AuthResult(success=is_right, handled=is_right)


def _is_not_seven_bit(raw: bytes) -> bool:
    return max(raw) > 127 or any(len(line) > LONGEST_LINE for line in raw.split(b"\r\n"))


class MailServer:
    """The server in a thread, as a context: `with MailServer(Manners()) as server: server.port`."""

    def __init__(self, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self.desk = Desk(self.manners)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "MailServer":
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        self.desk.over.set()
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    async def _listen(self) -> asyncio.Server:
        tls = self.manners.tls if self.manners.is_tls_from_the_first_byte else None
        return await self._loop.create_server(self._session, "127.0.0.1", 0, ssl=tls)

    async def _close(self) -> None:
        self._server.close()
        sessions = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in sessions:
            task.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)

    def _session(self) -> SMTP:
        has_starttls = self.manners.tls is not None and not self.manners.is_tls_from_the_first_byte
        return SMTP(
            self.desk,
            decode_data=False,
            tls_context=self.manners.tls if has_starttls else None,
            authenticator=self.desk.authenticator,
            auth_required=bool(self.manners.mechanisms),
            auth_require_tls=has_starttls,
            auth_exclude_mechanism={"LOGIN", "PLAIN"} - set(self.manners.mechanisms),
            hostname="mail.example.jp",
            loop=self._loop,
        )
