"""A letter as it goes over the wire: seven bits, short lines, headers that every server reads."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from casefinder.tokyo import local

LINE_CHARS = 76
NAME_CHARS = 200
SUBJECT_CHARS = 400
_SENDER = re.compile(r"\s*(?:\"?(?P<name>[^<>\"]*?)\"?\s*<(?P<address>[^<>\s]+)>|(?P<plain>[^<>\s]+))\s*")
_SPECIAL = re.compile(r"[()<>\[\]:;@\\,.]")  # a name with one of these stands in quotation marks
_AS_IT_IS = ("to", "date", "message-id", "auto-submitted", "mime-version")  # no words, and never long


@dataclass(frozen=True)
class Sender:
    """Whom a letter comes from."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part behind the @."""
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{_quoted(self.name)} <{self.address}>" if self.name else self.address


def sender_of(text: str) -> Sender | None:
    """Return who is meant by 「地域DX推進課 <dx@pref.example.jp>」 or a plain address; None when it is neither."""
    found = _SENDER.fullmatch(text)
    if found is None:
        return None
    return Sender(
        clean_header(found["name"] or "").replace("\\", "")[:NAME_CHARS], found["address"] or found["plain"]
    )


def clean_header(text: str) -> str:
    """Return the text fit for a mail header: no line breaks, no control characters."""
    return "".join(" " if ch in "\u2028\u2029" or not ch.isprintable() else ch for ch in text).strip()[
        :SUBJECT_CHARS
    ]


class LetterPolicy(EmailPolicy):
    """Folds headers by our own rule: the first line is never empty, no line is longer than 76, no name loses a space."""

    def fold(self, name: str, value: str) -> str:
        """Return the header's lines."""
        return self.header_lines(name, str(value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return the header's lines as bytes; they are ASCII."""
        return self.header_lines(name, str(value)).encode("ascii")

    def header_lines(self, name: str, value: str) -> str:
        """Return one header, folded."""
        if name.lower() in _AS_IT_IS:
            return f"{name}: {value}{self.linesep}"
        if name.lower() in ("from", "reply-to") and (sender := sender_of(value)) and sender.name:
            return self._line(name, sender.name, f"<{sender.address}>")
        return self._line(name, value)

    def _line(self, name: str, text: str, address: str = "") -> str:
        first = f"{name}: {_words(name, _quoted(text) if address and text.isascii() else text)}"
        if address:
            is_short = len(first.rpartition("\n")[2]) + len(address) < LINE_CHARS
            first += f"{' ' if is_short else self.linesep + ' '}{address}"
        return first.replace("\r\n", "\n").replace("\n", self.linesep) + self.linesep


def _quoted(name: str) -> str:
    """Return a name as it stands before an address."""
    return f'"{name}"' if _SPECIAL.search(name) else name


def _words(name: str, text: str) -> str:
    """Return a text as words of a header: as it is, or encoded in pieces that are whole characters."""
    if text.isascii() and len(name) + len(text) + 2 <= LINE_CHARS:
        return text
    return Header(text.strip('"'), "utf-8", header_name=name, maxlinelen=LINE_CHARS).encode()


POLICY = LetterPolicy(linesep="\r\n", cte_type="7bit", max_line_length=LINE_CHARS)


def written(
    *, sender: Sender, to: str, subject: str, body: str, message_id: str, now: datetime, reply_to: str = ""
) -> EmailMessage:
    """Return a letter as a message with fixed headers; its body is base64, so that seven bits carry it whole.

    Args:
        sender: Whom it comes from.
        to: The recipient's plain address.
        subject: What it asks for or says.
        body: Plain text, of any characters and any length of line.
        message_id: The same for each try, so that a second delivery is known as one.
        now: When it leaves (UTC).
        reply_to: Where an answer goes, if not to the sender.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = str(sender)
    message["To"] = clean_header(to)
    if reply_to and reply_to != sender.address:
        message["Reply-To"] = clean_header(reply_to)
    message["Subject"] = clean_header(subject)
    message["Date"] = format_datetime(local(now))
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, charset="utf-8", cte="base64")
    return message
