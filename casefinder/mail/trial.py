"""A test letter: handed to the mail server at once, by whoever asks, beside the outbox and its worker."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from casefinder.config import Settings
from casefinder.mail.postman import Postman
from casefinder.mail.service import Mail, message_of, sender
from casefinder.mail.troubles import NotTaken, Verdict
from casefinder.shipped import is_example_address
from casefinder.tokyo import local

LIMIT_S = 20.0  # whoever waits for it looks at a page


@dataclass(frozen=True)
class Outcome:
    """What came of a test letter: the server's words of yes, or why not."""

    to: str
    taken: str
    verdict: Verdict | None


def try_out(
    postman: Postman, settings: Settings, to: str, *, render: Callable[..., str], now: datetime
) -> Outcome:
    """Hand one letter to the mail server and return what it said."""
    when = f"{local(now):%m/%d %H:%M}"
    body = render("mail/test.ja.txt", settings=settings, when=when)
    mail = Mail(to=to, subject=f"【試し】メールの設定の確認（{when}）", body=body)
    message_id = f"<{secrets.token_hex(16)}@{sender(settings).domain}>"
    message = message_of(mail, settings=settings, message_id=message_id, now=now)
    try:
        return Outcome(to, postman.send(message, limit_s=LIMIT_S), None)
    except NotTaken as error:
        return Outcome(to, "", error.verdict)


@dataclass(frozen=True)
class ServerWords:
    """What is set about the mail server, to be shown; never the password."""

    place: str
    encryption: str  # "tls", "starttls" or empty
    user: str
    sender: str
    is_sample_sender: bool


def server_words(settings: Settings) -> ServerWords:
    """Return what is set."""
    encryption = "tls" if settings.smtp_tls else "starttls" if settings.smtp_starttls else ""
    is_sample = is_example_address(settings.mail_from) and not settings.sample
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    return ServerWords(place, encryption, settings.smtp_user, settings.mail_from, is_sample)
