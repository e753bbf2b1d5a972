"""Why a letter was not taken: what a mail server's words mean, whose fault that is, and when to try again. Plain Python.

Codes are those of RFC 5321 (421, 450, 550 …), the words' own codes (4.3.2, 5.7.1 …) those of RFC 3463.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from casefinder.errors import N_

FIRST_WAIT_S = 30.0
LONGEST_STOP_S = 900.0  # our own server's fault: looked at again at least each quarter of an hour
LONGEST_WAIT_S = 7200.0
MOST_TRIES = 30  # with these waits the last try is two days after the first
MOST_UNANSWERED = 3  # each of them may have arrived
WORDS_CHARS = 300


class Stage(StrEnum):
    """How far a conversation with the mail server came."""

    CONNECT = "connect"
    TLS = "tls"
    SIGN_IN = "sign_in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    TEXT = "text"
    SENT = "sent"  # all was said, the answer is awaited


class Trouble(StrEnum):
    """What is wrong; the first seven are our own house's, whoever the letter is for."""

    UNREACHABLE = "unreachable"
    NOT_ENCRYPTED = "not_encrypted"
    CERTIFICATE = "certificate"
    SIGN_IN = "sign_in"
    SENDER = "sender"
    RELAY = "relay"
    BUSY = "busy"
    ADDRESS = "address"
    LATER = "later"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


OURS = frozenset(
    {
        Trouble.UNREACHABLE, Trouble.NOT_ENCRYPTED, Trouble.CERTIFICATE, Trouble.SIGN_IN, Trouble.SENDER,
        Trouble.RELAY, Trouble.BUSY,
    }
)  # fmt: skip
FOR_GOOD = frozenset({Trouble.ADDRESS, Trouble.REFUSED})
LABELS = {
    Trouble.UNREACHABLE: N_("The mail server cannot be reached"),
    Trouble.NOT_ENCRYPTED: N_("No encrypted connection with the mail server"),
    Trouble.CERTIFICATE: N_("The mail server's certificate cannot be trusted"),
    Trouble.SIGN_IN: N_("The mail server does not accept our user name and password"),
    Trouble.SENDER: N_("The mail server refuses our sender's address"),
    Trouble.RELAY: N_("The mail server passes no letters of ours on"),
    Trouble.BUSY: N_("The mail server takes no letters at present"),
    Trouble.ADDRESS: N_("The recipient's address does not exist or takes no letters"),
    Trouble.LATER: N_("The recipient's side asks us to come back later"),
    Trouble.REFUSED: N_("The letter was refused"),
    Trouble.UNANSWERED: N_("No answer came after the letter was handed over; it may have arrived"),
}
ADVICE = {
    Trouble.UNREACHABLE: N_(
        "Check smtp_host and smtp_port, and whether this machine may connect there. With port 465 set smtp_tls = true."
    ),
    Trouble.NOT_ENCRYPTED: N_(
        "Check which way the server encrypts: smtp_starttls = true (mostly port 587) or smtp_tls = true (mostly port 465)."
    ),
    Trouble.CERTIFICATE: N_(
        "If the certificate comes from an authority of your own, name its file (PEM) in smtp_ca_file. Otherwise write "
        "smtp_host as it stands in the certificate, or have it renewed."
    ),
    Trouble.SIGN_IN: N_(
        "Check smtp_user and store the password anew with `bin/casefinder mail password`. Some providers want a password made "
        "for programs."
    ),
    Trouble.SENDER: N_(
        "Check mail_from: most providers take only the address that belongs to the account, or that was registered with them."
    ),
    Trouble.RELAY: N_(
        "Set smtp_user and its password, or have the mail server's keeper allow this machine's address."
    ),
    Trouble.BUSY: N_("Wait; it is tried again by itself. If it goes on, ask the mail server's keeper."),
    Trouble.ADDRESS: N_("Correct the address and send it again, or call."),
    Trouble.LATER: N_(
        "It is tried again by itself for two days. If it is urgent, call, or send it to another address."
    ),
    Trouble.REFUSED: N_(
        "The address need not be wrong: the recipient's side refuses by rules of its own. Call, and have the keeper of our mail "
        "domain check how the sender is proved (SPF, DKIM)."
    ),
    Trouble.UNANSWERED: N_("Ask the recipient whether it arrived before sending it again."),
}


@dataclass(frozen=True)
class Verdict:
    """What came of an attempt that was not taken.

    Args:
        trouble: What is wrong.
        words: The server's words in one line, addresses and links struck out; or the system's, if it said nothing.
    """

    trouble: Trouble
    words: str

    @property
    def is_ours(self) -> bool:
        """Say whether it is our own house's fault and not the letter's."""
        return self.trouble in OURS


class NotTaken(Exception):
    """The mail server did not take a letter; `verdict` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"{verdict.trouble.value}: {verdict.words}")
        self.verdict = verdict


_ADDRESS = re.compile(r"([\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]*@(?=[\w\[])")
_LINK = re.compile(r"/i/[^\s/?#'\"<>]+")
_OWN_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_RELAY = re.compile(r"\brelay|rcpthosts|5\.7\.54", re.IGNORECASE)
_WHO_ARE_YOU = re.compile(r"authenti(?:cat|fi)|must (?:log|sign) ?in", re.IGNORECASE)
# Many servers judge sender and machine only when they know the recipient; what they say is about us all the same.
_OUR_SENDER = re.compile(
    r"sender (?:address |domain )?(?:is )?(?:rejected|denied|refused|not (?:allowed|authorized|verified))"
    r"|send as this sender|not owned by (?:user|auth)|from address (?:is )?(?:not|rejected)|5\.1\.[78](?!\d)|5\.7\.60(?!\d)",
    re.IGNORECASE,
)
_OUR_MACHINE = re.compile(
    r"client host rejected|helo command rejected|reverse (?:hostname|dns)|need fully.qualified hostname|5\.7\.25(?!\d)|4\.7\.25(?!\d)",
    re.IGNORECASE,
)
_THEIRS = re.compile(r"recipient address rejected|host said|undeliverable address", re.IGNORECASE)
_ENCRYPT_FIRST = re.compile(r"\b(?:start)?tls\b|encrypt", re.IGNORECASE)
_SERVICE = ("4.3.", "5.3.2", "5.4.5")  # of the server itself; a quota of ours


def masked(words: str) -> str:
    """Return a server's words in one line, without the names of addresses and without the token of a link."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in words).split())
    return _LINK.sub("/i/***", _ADDRESS.sub(r"\1***@", plain))[:WORDS_CHARS]


def judged(stage: Stage, code: int, words: str, fault: Trouble | None = None) -> Verdict:
    """Say what is wrong.

    Args:
        stage: How far the conversation came.
        code: The server's code, 0 when it said nothing (any more).
        words: Its words, or the system's.
        fault: What the sender found by itself: no encryption, a wrong certificate, no common way to sign in.
    """
    said = masked(f"{code} {words}" if code else words)
    return Verdict(fault or _trouble(stage, code, words), said)


def _trouble(stage: Stage, code: int, words: str) -> Trouble:
    if code == 0:
        return Trouble.UNANSWERED if stage is Stage.SENT else Trouble.UNREACHABLE
    if stage is Stage.CONNECT:
        return Trouble.BUSY if code < 500 else Trouble.UNREACHABLE
    if code == 421 or _own_code(words).startswith(_SERVICE):
        return Trouble.BUSY
    if stage is Stage.TLS:
        return Trouble.NOT_ENCRYPTED
    if stage is Stage.SIGN_IN:
        return Trouble.BUSY if code < 500 else Trouble.SIGN_IN
    return _of_letter(stage, code, words)


def _of_letter(stage: Stage, code: int, words: str) -> Trouble:
    if code in (530, 534, 538) and _ENCRYPT_FIRST.search(words):
        return Trouble.NOT_ENCRYPTED
    if code in (530, 534, 535, 538) or (
        code >= 500 and _WHO_ARE_YOU.search(words) and stage is not Stage.SENT
    ):
        return Trouble.SIGN_IN
    if stage is Stage.SENDER:
        return Trouble.BUSY if code < 500 else Trouble.SENDER
    if not _THEIRS.search(words):
        if _OUR_SENDER.search(words):
            return Trouble.SENDER
        if _OUR_MACHINE.search(words):
            return Trouble.RELAY
    if stage is Stage.RECIPIENT and code >= 500 and _RELAY.search(words):
        return Trouble.RELAY
    if code < 500:
        return Trouble.LATER
    is_address = stage is Stage.RECIPIENT and not _own_code(words).startswith("5.7.")
    return Trouble.ADDRESS if is_address else Trouble.REFUSED


def _own_code(words: str) -> str:
    found = _OWN_CODE.search(words[:40])
    return found[1] if found else ""


def stop_s(failures: int) -> float:
    """Return for how many seconds no letter is tried after our own house failed so many times in a row."""
    return min(FIRST_WAIT_S * 4.0 ** min(failures - 1, 10), LONGEST_STOP_S)


def wait_s(verdict: Verdict, tries: int, attempt: int) -> float:
    """Return how many seconds one letter waits for its next try.

    Args:
        verdict: What came of the last one.
        tries: How often the letter itself was put off, this time included.
        attempt: How often it was begun, whatever came of it.
    """
    if verdict.is_ours:
        return stop_s(attempt)
    patience = 3 if verdict.trouble is Trouble.UNANSWERED else 0  # it may lie there already
    return min(FIRST_WAIT_S * 4.0 ** min(tries - 1 + patience, 10), LONGEST_WAIT_S)


def is_last(verdict: Verdict, tries: int) -> bool:
    """Say whether a letter is not tried again by itself after so many tries of its own."""
    if verdict.trouble in FOR_GOOD:
        return True
    return tries >= (MOST_UNANSWERED if verdict.trouble is Trouble.UNANSWERED else MOST_TRIES)
