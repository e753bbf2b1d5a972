"""Personal links: how a token is made, what proves that it was shown, what a link opens and what state it is in."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from casefinder.errors import N_
from casefinder.tokyo import day_of

LINK_LIFE_AFTER_DEADLINE = timedelta(days=270)  # corrections and the printed page are shown to the respondent
TOKEN_CHARS = 43  # 32 bytes in base64url
# What mail programs and sentences put behind an address: marks that end a phrase, brackets, quotes, white space.
AFTER_A_LINK = " \t\r\n\u3000\u200b\ufeff>＞〉》≫.．。｡,，､、:：；!！?？)）]］}｝」』】〕’”'\"＇＂`*＊"


class LinkScope(StrEnum):
    """What a link opens; a page says which scopes it takes."""

    RESPONSE = "response"  # one whole response
    SECTIONS = "sections"  # some sections of it, for a colleague
    APPROVAL = "approval"  # the boss's yes
    PROOF = "proof"  # a case as it will be printed
    APPOINTMENT = "appointment"  # a time for an interview


class LinkState(StrEnum):
    """What can be done with a link."""

    NOT_YET_OPEN = "not_yet_open"  # the campaign has not been opened
    SENT = "sent"  # nobody pressed 開く yet
    OPENED = "opened"
    CLOSED = "closed"  # the campaign was closed: what was answered can still be read
    EXPIRED = "expired"
    REVOKED = "revoked"


STATE_LABELS: dict[LinkState, str] = {
    LinkState.NOT_YET_OPEN: N_("Not yet open"),
    LinkState.SENT: N_("Not opened"),
    LinkState.OPENED: N_("Opened"),
    LinkState.CLOSED: N_("Closed"),
    LinkState.EXPIRED: N_("Expired"),
    LinkState.REVOKED: N_("Link revoked"),
}


def token_for(link_key: str, ref: str, generation: int) -> str:
    """Return the token of one generation of a link: 43 characters that need no escaping in a URL.

    It is made from the random ref: a row's number may be given to another link when a backup is restored.

    Args:
        link_key: The installation's secret key for links; never in the database.
        ref: Which link.
        generation: Which of its tokens, from 1; raising it ends the old one.
    """
    return _keyed(link_key, f"link:{ref}:{generation}")


def old_token_for(link_key: str, link_id: int, generation: int) -> str:
    """Return the token as links made by earlier versions have it; those that were sent go on working."""
    return _keyed(link_key, f"invitation-link:{link_id}:{generation}")


def digest(token: str) -> bytes:
    """Return the SHA-256 of a token, 32 bytes: all that the database keeps of it."""
    return hashlib.sha256(token.encode("utf-8")).digest()


def is_token(text: str) -> bool:
    """Say whether a text has the shape of a token; anything else need not be looked up."""
    return len(text) == TOKEN_CHARS and text.isascii() and text.replace("-", "a").replace("_", "a").isalnum()


def tidied(text: str) -> str:
    """Return what was pasted as a token without what a mail or a sentence put behind it: 「…です。」, <…>, full-width ＞.

    Only the end is cleaned, by marks that no token holds; what remains is checked as strictly as ever.
    """
    while (shorter := text.removesuffix("&gt;").rstrip(AFTER_A_LINK)) != text:
        text = shorter
    return text


def entry_proof(secret_key: str, ref: str, generation: int) -> str:
    """Return the value of the cookie that lets a browser in: it proves exactly this ref and generation."""
    return _keyed(secret_key, f"invitation-entry:{ref}:{generation}")


def is_entry_proof(secret_key: str, ref: str, generation: int, value: str) -> bool:
    """Say, in constant time, whether a cookie's value proves this ref and generation."""
    return hmac.compare_digest(
        entry_proof(secret_key, ref, generation).encode("ascii"), value.encode("utf-8", "replace")
    )


def entry_cookie(ref: str, *, secure: bool) -> str:
    """Return the name of the cookie of one ref; its prefix makes browsers insist on HTTPS."""
    return f"__Host-cf-{ref}" if secure else f"cf-{ref}"


def link_state(
    *,
    campaign_opened_at: datetime | None,
    campaign_closed_at: datetime | None,
    opened_at: datetime | None,
    expires_at: datetime,
    revoked_at: datetime | None,
    now: datetime,
) -> LinkState:
    """Return the state of a link at `now` (all instants UTC).

    A passed deadline is no state: late answers are taken until the campaign is closed by hand.
    """
    if revoked_at is not None:
        return LinkState.REVOKED
    if now >= expires_at:
        return LinkState.EXPIRED
    if campaign_opened_at is None or now < campaign_opened_at:
        return LinkState.NOT_YET_OPEN
    if campaign_closed_at is not None and now >= campaign_closed_at:
        return LinkState.CLOSED
    return LinkState.SENT if opened_at is None else LinkState.OPENED


def may_enter(state: LinkState) -> bool:
    """Say whether the pages behind a link are shown at all."""
    return state in (LinkState.SENT, LinkState.OPENED, LinkState.CLOSED)


def deadline(closes_at: datetime, due_at: datetime | None) -> datetime:
    """Return until when this recipient is asked to answer: its own extension, else the campaign's."""
    return due_at if due_at is not None else closes_at


def days_left(due: datetime, now: datetime) -> int:
    """Return how many calendar days in Japan lie between `now` and the deadline; 0 on the last day and after it."""
    return max(0, (day_of(due) - day_of(now)).days)


def honorific(kind: str, municipality_type: str | None) -> str:
    """Return the message id for how an organisation is addressed: 貴町, 貴社 and so on."""
    towns = {"city": N_("your city"), "town": N_("your town"), "village": N_("your village")}
    if kind == "municipality":
        return towns.get(municipality_type or "", N_("your municipality"))
    return {"company": N_("your company"), "department": N_("your division")}.get(
        kind, N_("your organisation")
    )


def _keyed(key: str, text: str) -> str:
    made = hmac.new(key.encode("utf-8"), text.encode("utf-8"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")
