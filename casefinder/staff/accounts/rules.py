"""What a password must be, how long to wait after failures, when a session ends, where one may go on to."""

import gzip
import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address, ip_network
from itertools import pairwise
from pathlib import Path

from casefinder import addresses
from casefinder.errors import N_
from casefinder.notations import Unclear
from casefinder.notations.plain import plain

MIN_PASSWORD_CHARS = 12
MIN_CORE_CHARS = 6
MAX_PASSWORD_CHARS = 128
MAX_NAME_CHARS = 60
FREE_TRIES = 4
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=24)
FREE_TRIES_OF_NETWORK = 20
NETWORK_FORGETS_AFTER = timedelta(hours=1)
INITIAL_PASSWORD_LASTS = timedelta(days=7)
TOUCH_EVERY = timedelta(minutes=1)

ROLE_NAMES: Mapping[str, str] = {
    "reader": N_("Reader"),
    "editor": N_("Editor"),
    "publisher": N_("Publisher"),
    "administrator": N_("Administrator"),
}

_COMMON = (
    "password", "passw0rd", "qwerty", "asdfgh", "zxcvbn", "letmein", "welcome", "iloveyou", "administrator",
    "casefinder", "hokkaido", "sapporo", "abcdef", "pasuwado", "himitsu",
)  # fmt: skip


def normal_email(text: str) -> str:
    """Return an address as kept and compared: in one width, without marks around it and what nobody sees, lower case."""
    typed = text[: addresses.MAX_CHARS * 2]
    read = addresses.read_email(typed)
    return (plain(typed) if isinstance(read, Unclear) else read).lower()


def failure_key(email: str) -> str:
    """Return the key under which tries of one typed address are counted; the address itself is not kept."""
    return hashlib.sha256(normal_email(email).encode()).hexdigest()


def wait_after(failures: int) -> timedelta:
    """Return how long an address rests after so many tries: nothing at first, then doubling up to a quarter hour."""
    if failures < FREE_TRIES:
        return timedelta(0)
    doublings: int = 2 ** min(failures - FREE_TRIES, 20)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def wait_of_network(failures: int) -> timedelta:
    """Return how long a network rests after so many tries at whatever addresses; an office of many is one network."""
    return wait_after(max(0, failures - FREE_TRIES_OF_NETWORK + FREE_TRIES))


def network_of(address: str | None) -> str:
    """Return the network that an address of the internet belongs to: /24, of IPv6 /56."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    mapped = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network(f"{mapped}/{24 if mapped.version == 4 else 56}", strict=False))


def password_problem(password: str, *, email: str, name: str) -> str | None:
    """Return an English message id saying why a password is not good enough, or None.

    Length counts code points; nothing is cut off, nothing has to be mixed in.
    """
    if len(password) < MIN_PASSWORD_CHARS:
        return N_("Use at least 12 characters. A sentence is easy to remember.")
    if len(password) > MAX_PASSWORD_CHARS:
        return N_("Use at most 128 characters.")
    if is_common(password):
        return N_(
            "This is one of the passwords that everybody tries first. Choose words that others would not think of."
        )
    if _is_guessable(password, email=email, name=name):
        return N_("This is easy to guess. Choose words that others would not think of.")
    return None


def is_common(password: str) -> bool:
    """Say whether a password is among the 10,000 commonest: as it is, without figures and marks around it, or twice."""
    folded = unicodedata.normalize("NFKC", password).lower()
    core = folded.strip("0123456789!?.,#$%&*+-_@ ")
    half = folded[: len(folded) // 2]
    tried = {folded, folded.replace(" ", ""), half if half * 2 == folded else folded}
    if len(core) >= MIN_CORE_CHARS:
        tried.add(core)
    return not tried.isdisjoint(_commonest())


@cache
def _commonest() -> frozenset[str]:
    """Return the list; see `THIRD-PARTY-NOTICES.md` for where it comes from."""
    packed = Path(__file__).with_name("common_passwords.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().split())


def _is_guessable(password: str, *, email: str, name: str) -> bool:
    folded = unicodedata.normalize("NFKC", password).lower()
    words = {*_COMMON, email.partition("@")[0].lower(), unicodedata.normalize("NFKC", name).lower()}
    rest = folded
    for word in words:
        if len(word) >= 3:
            rest = rest.replace(word, "")
    return len(set(rest)) < 5 or _is_a_run(folded)


def _is_a_run(text: str) -> bool:
    steps = [ord(b) - ord(a) for a, b in pairwise(text)]
    return sum(step in (0, 1, -1) for step in steps) > len(steps) * 0.7


def session_is_live(
    *,
    seen_at: datetime,
    expires_at: datetime,
    ended_at: datetime | None,
    disabled_at: datetime | None,
    idle: timedelta,
    now: datetime,
) -> bool:
    """Say whether a session still counts: not ended, not idle for too long, not too old, its account not disabled."""
    return ended_at is None and disabled_at is None and now < expires_at and now - seen_at < idle


def local_path(text: str | None) -> str | None:
    """Return a path of our own site to go on to, or None if the text leads anywhere else.

    Only what begins with exactly one slash and holds no backslash, control character or space passes.
    """
    if not text or len(text) > 2000 or not text.startswith("/") or text.startswith("//"):
        return None
    if "\\" in text or any(ord(c) <= 0x20 or ord(c) == 0x7F for c in text):
        return None
    return text
