"""Child process: hand one message to the mail server. Reads the order as JSON from standard input.

Each line of its output says how far the conversation is; the last one says what came of it. The server's yes to the
whole letter is said at once and final, whatever happens at the goodbye.
"""

import base64
import json
import signal
import smtplib
import ssl
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from casefinder.child import stay_with_parent
from casefinder.mail.troubles import Stage, Trouble

GOODBYE_S = 3.0
PATIENCE_AFTER_THE_DOT = (
    10.0  # so many times longer than for any other answer: giving up there may send it twice
)


@dataclass(frozen=True)
class Order:
    """What to send, to whom, through which server."""

    host: str
    port: int
    starttls: bool
    tls: bool
    ca_file: str
    user: str
    password: str = field(repr=False)
    own_name: str
    sender: str
    recipient: str
    message: str  # the whole letter in base64
    timeout_s: float  # for one answer
    limit_s: float  # for all until the letter is handed over


class Answer(Exception):
    """The server answered, and not with yes."""

    def __init__(self, code: int, words: bytes | str) -> None:
        self.code = code
        self.words = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        super().__init__(f"{code} {self.words}")


class NoWay(Exception):
    """There is no common way to sign in."""


def say(**values: Any) -> None:
    """Write one line to whoever started us."""
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Talk:
    """One conversation with the mail server."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.stage = Stage.CONNECT
        self.server: smtplib.SMTP

    def at(self, stage: Stage) -> None:
        """Note how far we are."""
        self.stage = stage
        say(stage=stage.value)

    def hold(self) -> str:
        """Say everything up to the end of the letter; returns the server's words of yes.

        Raises:
            Answer: It said no.
            OSError: It could not be reached, was silent or cut us off.
        """
        self.at(Stage.CONNECT)
        self._connect()
        if self.order.starttls:
            self.at(Stage.TLS)
            self._encrypt()
        if self.order.user:
            self.at(Stage.SIGN_IN)
            self._sign_in()
        self.at(Stage.SENDER)
        self._expect(250, "MAIL", f"FROM:<{self.order.sender}>")
        self.at(Stage.RECIPIENT)
        self._expect(250, "RCPT", f"TO:<{self.order.recipient}>")
        self.at(Stage.TEXT)
        self._expect(354, "DATA")
        return self._hand_over()

    def goodbye(self) -> None:
        """End politely, but not at any price."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        with suppress(OSError, smtplib.SMTPException, AttributeError):
            if self.server.sock:
                self.server.sock.settimeout(GOODBYE_S)
            self.server.quit()

    def _connect(self) -> None:
        order = self.order
        if order.tls:
            self.server = smtplib.SMTP_SSL(
                order.host, order.port, order.own_name, timeout=order.timeout_s, context=self._context()
            )
        else:
            self.server = smtplib.SMTP(order.host, order.port, order.own_name, timeout=order.timeout_s)
        self.server.ehlo_or_helo_if_needed()

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.order.ca_file or None)

    def _encrypt(self) -> None:
        self.server.starttls(context=self._context())
        self.server.ehlo_or_helo_if_needed()

    def _sign_in(self) -> None:
        offered = self.server.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            self._plain()
        elif "LOGIN" in offered:
            self._login()
        else:
            raise NoWay(f"AUTH {' '.join(offered)}".strip() if offered else "no AUTH")

    def _plain(self) -> None:
        secret = _coded(f"\0{self.order.user}\0{self.order.password}")
        code, words = self.server.docmd("AUTH", f"PLAIN {secret}")
        if code == 334:  # it wants it on a line of its own
            code, words = self.server.docmd(secret)
        _check(235, code, words)

    def _login(self) -> None:
        self._expect(334, "AUTH", "LOGIN")
        self._expect(334, _coded(self.order.user))
        self._expect(235, _coded(self.order.password))

    def _expect(self, wanted: int, command: str, arguments: str = "") -> None:
        _check(wanted, *self.server.docmd(command, arguments))

    def _hand_over(self) -> str:
        self.server.send(_with_points(base64.b64decode(self.order.message)))
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.at(Stage.SENT)
        if self.server.sock:
            self.server.sock.settimeout(PATIENCE_AFTER_THE_DOT * self.order.timeout_s)
        code, words = self.server.getreply()
        _check(250, code, words)
        return words.decode("utf-8", "replace")


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _check(wanted: int, code: int, words: bytes) -> None:
    if code // 100 != wanted // 100:
        raise Answer(code, words)


def _with_points(letter: bytes) -> bytes:
    lines = [b"." + line if line.startswith(b".") else line for line in letter.split(b"\r\n")]
    return b"\r\n".join(lines).removesuffix(b"\r\n") + b"\r\n.\r\n"


def deliver(order: Order) -> dict[str, Any]:
    """Hold the conversation; returns what came of it."""
    talk = Talk(order)
    try:
        taken = talk.hold()
    except (Answer, NoWay, OSError, smtplib.SMTPException) as error:
        talk.goodbye()
        return {"stage": talk.stage.value, **refusal(error)}
    say(taken=taken)
    talk.goodbye()
    return {}


def refusal(error: Exception) -> dict[str, Any]:
    """Return code, words and, where we know it ourselves, the fault of an attempt that failed."""
    if isinstance(error, Answer):
        return {"code": error.code, "words": error.words}
    if isinstance(error, smtplib.SMTPResponseException):
        return {"code": max(error.smtp_code, 0), "words": _text(error.smtp_error)}
    if isinstance(error, ssl.SSLCertVerificationError):
        return {"fault": Trouble.CERTIFICATE.value, "words": error.verify_message}
    if isinstance(error, (ssl.SSLError, smtplib.SMTPNotSupportedError)):
        return {"fault": Trouble.NOT_ENCRYPTED.value, "words": getattr(error, "reason", None) or str(error)}
    if isinstance(error, NoWay):
        return {"fault": Trouble.SIGN_IN.value, "words": str(error)}
    return {"words": getattr(error, "strerror", None) or str(error) or type(error).__name__}


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def main() -> int:
    """Send one letter and say what came of it."""
    stay_with_parent()
    order = Order(**json.load(sys.stdin))

    def over(*_: object) -> None:
        raise TimeoutError(f"timed out after {order.limit_s:.0f} s")

    signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, order.limit_s)
    if said := deliver(order):
        say(**said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
