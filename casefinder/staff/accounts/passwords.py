"""Argon2id with its library's low-memory profile; at most a few hashes at once, for each takes 64 MiB."""

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

_AT_ONCE = threading.BoundedSemaphore(3)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no look-alikes


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """Return the encoded argon2id hash."""
    with _AT_ONCE:
        return _hasher().hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Say whether the password is right; an unknown account (None) takes the same time."""
    known = password_hash if password_hash is not None else _nobodys_hash()
    try:
        with _AT_ONCE:
            _hasher().verify(known, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def one_time_password() -> str:
    """Return 20 random characters in groups of five (about 98 bits), easy to type."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups)
