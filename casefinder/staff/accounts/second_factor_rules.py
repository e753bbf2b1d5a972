"""The second factor: six digits that change every 30 seconds (RFC 6238), and recovery codes on paper.

The secret is derived from the installation's key and the account, never stored: a copy of the database opens nothing.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime, timedelta
from urllib.parse import quote

from casefinder.faces import Role
from casefinder.notations.plain import plain

STEP_S = 30
DIGITS = 6
TOLERANCE = 1  # steps before and after: a telephone's clock is not ours
SECRET_BYTES = 20
RECOVERY_CODES = 10
FREE_CODES = 5
FIRST_CODE_WAIT = timedelta(seconds=15)
LONGEST_CODE_WAIT = timedelta(hours=1)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no look-alikes
_RECOVERY_CHARS = 10


def needs_second_factor(role: str) -> bool:
    """Say whether an account of this role signs in with a second factor."""
    return Role[role.upper()] >= Role.PUBLISHER


def secret_for(key: str, account_id: int, created_at: datetime, generation: int) -> bytes:
    """Return an account's secret; raising the generation ends it.

    Args:
        key: The installation's secret key.
        account_id: Whose.
        created_at: When the account was made: after a restore a number may be another account's.
        generation: Which of its secrets.
    """
    text = f"second-factor:{account_id}:{created_at.isoformat()}:{generation}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()[:SECRET_BYTES]


def code_at(secret: bytes, step: int) -> str:
    """Return the six digits of a step (RFC 4226 with the step as its counter)."""
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(now: datetime) -> int:
    """Return the number of the present step."""
    return int(now.timestamp()) // STEP_S


def step_of_code(secret: bytes, typed: str, now: datetime, *, after: int) -> int | None:
    """Return the step whose code was typed, None if it is none of now; each code counts once.

    Args:
        secret: The account's.
        typed: As typed, in any width, with or without a space.
        now: When (UTC).
        after: The step of the last code that was taken: that one and earlier ones count no more.
    """
    digits = plain(typed[:40]).replace(" ", "").replace("-", "")
    present = step_of(now)
    if after > present + TOLERANCE:
        after = 0  # the clock was set back since
    found = None
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        is_it = hmac.compare_digest(code_at(secret, step).encode(), digits.encode())
        found = step if is_it and step > after else found
    return found


def shown_key(secret: bytes) -> str:
    """Return the secret as a person types it into a telephone: base32 in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def otpauth(secret: bytes, *, issuer: str, email: str) -> str:
    """Return the link that an authenticator program opens."""
    key = base64.b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{quote(issuer)}:{quote(email)}?secret={key}&issuer={quote(issuer)}"


def new_recovery_code() -> str:
    """Return a random code of ten characters, `abcde-fghjk` (about 49 bits)."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_CHARS))
    return f"{code[:5]}-{code[5:]}"


def recovery_digest(key: str, account_id: int, typed: str) -> bytes:
    """Return what is kept of a recovery code: keyed, so that a copy of the database cannot be tried out."""
    code = "".join(char for char in plain(typed[:60]).lower() if char in _ALPHABET)
    return hmac.new(key.encode(), f"recovery:{account_id}:{code}".encode(), hashlib.sha256).digest()


def is_recovery_code(typed: str) -> bool:
    """Say whether what was typed has the shape of a recovery code and not of six digits."""
    code = [char for char in plain(typed[:60]).lower() if char in _ALPHABET]
    return len(code) == _RECOVERY_CHARS


def wait_after_codes(failures: int) -> timedelta:
    """Return how long codes of an account rest after so many wrong ones; whoever tries them knows its password."""
    if failures < FREE_CODES:
        return timedelta(0)
    doublings: int = 2 ** min(failures - FREE_CODES, 20)
    return min(FIRST_CODE_WAIT * doublings, LONGEST_CODE_WAIT)
