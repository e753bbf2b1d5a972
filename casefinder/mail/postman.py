"""The postman: carries a message out of the house, in a child process with a limit on the whole conversation."""

import base64
import json
from collections.abc import Callable
from dataclasses import asdict
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlsplit

from casefinder import child
from casefinder.config import Settings
from casefinder.mail.post import GOODBYE_S, PATIENCE_AFTER_THE_DOT, Order
from casefinder.mail.troubles import NotTaken, Stage, Trouble, judged, masked
from casefinder.mail.wire import sender_of

SEND_MEMORY_MB = 1024
START_S = 10.0  # until a child on a loaded machine has begun


class Postman(Protocol):
    """Who carries a message out of the house."""

    def send(
        self,
        message: EmailMessage,
        *,
        on_tick: Callable[[], None] | None = None,
        limit_s: float | None = None,
    ) -> str:
        """Hand it over and return the server's words; or raise `NotTaken`."""


class SmtpPostman:
    """Sends through SMTP."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def send(
        self,
        message: EmailMessage,
        *,
        on_tick: Callable[[], None] | None = None,
        limit_s: float | None = None,
    ) -> str:
        """Hand the message to the mail server.

        Args:
            message: The letter, to one recipient.
            on_tick: Called about every 10 s.
            limit_s: No longer than this for all; without it as long as the settings allow.

        Returns:
            The server's words of yes, in one line.

        Raises:
            NotTaken: It was not taken; its verdict says whose fault that is.
        """
        order = self._order(message, limit_s)
        patience_s = PATIENCE_AFTER_THE_DOT * order.timeout_s + GOODBYE_S
        limits = child.Limits(
            timeout_s=START_S + (limit_s or order.limit_s + patience_s), memory_mb=SEND_MEMORY_MB
        )
        said: dict[str, Any] = {}
        try:
            child.run(
                "casefinder.mail.post", limits=limits, stdin=json.dumps(asdict(order)).encode(),
                on_line=lambda line: said.update(json.loads(line)), on_tick=on_tick,
            )  # fmt: skip
        except child.ChildFailed as error:
            said.setdefault("words", str(error))
        if "taken" in said:
            return masked(said["taken"])
        raise NotTaken(_verdict(said))

    def _order(self, message: EmailMessage, limit_s: float | None) -> Order:
        given = self.settings
        sender = sender_of(given.mail_from)
        return Order(
            host=given.smtp_host, port=given.smtp_port, starttls=given.smtp_starttls, tls=given.smtp_tls,
            ca_file=str(given.smtp_ca_path or ""), user=given.smtp_user, password=given.smtp_password,
            own_name=own_name(given.public_base_url), sender=sender.address if sender else given.mail_from,
            recipient=str(message["To"]), message=base64.b64encode(bytes(message)).decode(),
            timeout_s=given.smtp_timeout_s, limit_s=limit_s or 2.0 * given.smtp_timeout_s,
        )  # fmt: skip


def _verdict(said: dict[str, Any]) -> Any:
    stage = Stage(said.get("stage", Stage.CONNECT))
    fault = Trouble(said["fault"]) if "fault" in said else None
    return judged(stage, int(said.get("code", 0)), str(said.get("words", "")), fault)


def own_name(public_base_url: str) -> str:
    """Return how we introduce ourselves to the mail server: our host's public name, or its address in brackets."""
    host = urlsplit(public_base_url).hostname or "localhost"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return f"[{'IPv6:' if address.version == 6 else ''}{address}]"
