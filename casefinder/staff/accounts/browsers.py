"""Browsers that signed in before: a signed cookie says to which account, so that they are counted by themselves."""

import secrets
from collections.abc import Mapping

from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from casefinder.config import Settings

YEAR_S = 365 * 24 * 3600


def cookie_name(settings: Settings) -> str:
    """Return the name of the cookie; over HTTPS it is bound to this host."""
    return "__Host-cf-browser" if settings.secure_cookies else "cf-browser"


def known(cookies: Mapping[str, str], account_id: int | None, settings: Settings) -> str | None:
    """Return the mark of a browser that signed in to this account before, None if it did not."""
    try:
        owner, mark = _signer(settings).loads(cookies.get(cookie_name(settings), ""), max_age=YEAR_S)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(mark) if owner == account_id else None


def remember(answer: Response, account_id: int, settings: Settings) -> Response:
    """Let a browser be known by its next signing in."""
    value = str(_signer(settings).dumps([account_id, secrets.token_hex(8)]))
    answer.set_cookie(
        cookie_name(settings), value, max_age=YEAR_S, path="/", httponly=True, samesite="Lax",
        secure=settings.secure_cookies,
    )  # fmt: skip
    return answer


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_key, salt="known-browser")
