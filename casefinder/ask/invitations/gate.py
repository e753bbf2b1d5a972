"""The door of the respondent face: each request needs the cookie of the ref in its own URL."""

from flask import Response as Answer
from flask import current_app, g, request
from flask.typing import ResponseReturnValue

from casefinder.ask.invitations import queries, rules
from casefinder.ask.invitations.errors import LinkNotFound
from casefinder.clock import utc_now
from casefinder.config import Settings
from casefinder.db import reading
from casefinder.faces import Open, Policy, scopes_of

COOKIE_DAYS = 120


def gate(policy: Policy) -> ResponseReturnValue | None:
    """Let everyone see a link's first page; behind it, only who holds the cookie of this ref, of a scope the page takes.

    Raises:
        LinkNotFound: No cookie, another ref's or an old link's cookie, no such ref, another scope or section.
    """
    if policy is Open.EVERYONE:
        return None
    ref = (request.view_args or {}).get("ref")
    if policy is not Open.INVITED or not isinstance(ref, str):
        raise LinkNotFound
    settings: Settings = current_app.extensions["settings"]
    with reading() as session:
        found = queries.by_ref(session, ref, now=utc_now())
    cookie = request.cookies.get(rules.entry_cookie(ref, secure=settings.secure_cookies), "")
    if found is None or not rules.is_entry_proof(settings.secret_key, ref, found.generation, cookie):
        raise LinkNotFound
    if not rules.may_enter(found.state) or found.scope not in scopes_of(current_app, request.endpoint or ""):
        raise LinkNotFound
    g.invited = found
    return None


def let_in(answer: Answer, invited: queries.Invited) -> None:
    """Set the cookie that lets this browser into the pages of this ref, and of no other."""
    settings: Settings = current_app.extensions["settings"]
    answer.set_cookie(
        rules.entry_cookie(invited.ref, secure=settings.secure_cookies),
        rules.entry_proof(settings.secret_key, invited.ref, invited.generation),
        max_age=COOKIE_DAYS * 86400,
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
