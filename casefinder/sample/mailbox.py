"""Reading the sample mail box: rules of the page 「見本の郵便受け」."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

KEPT_MAILS = 1000  # the sample's letters, several times over


@dataclass(frozen=True)
class MailView:
    """One mail of the box."""

    name: str  # its file's stem
    to: str
    subject: str
    sent_at: datetime
    body: str


def read_mail(path: Path) -> MailView:
    """Return one mail of the box."""
    return _read_mail(path, path.stat().st_mtime_ns)


@lru_cache(KEPT_MAILS)
def _read_mail(path: Path, written_ns: int) -> MailView:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the default policy makes one
    body = message.get_body(("plain",))
    return MailView(
        name=path.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])).astimezone(UTC),
        body=str(body.get_content()).replace("\r\n", "\n") if body else "",
    )


def read_box(folder: Path, *, words: str = "", newest_first: bool = True) -> list[MailView]:
    """Return the mails that hold all the words (in address, subject or text), by date."""
    wanted = words.split()
    mails = [read_mail(path) for path in sorted(folder.glob("*.eml"))]
    found = [m for m in mails if all(w in f"{m.to}\n{m.subject}\n{m.body}" for w in wanted)]
    return sorted(found, key=lambda m: (m.sent_at, m.name), reverse=newest_first)
