"""The three faces and who may pass: every route has a face and a policy, without one it is closed.

A room's views file makes one `FaceBlueprint` and says beside each route who may use it:

    bp = FaceBlueprint("campaigns", __name__, face=Face.STAFF, url_prefix="/staff/campaigns")

    @bp.get("/")
    @allow(Role.READER)
    def index() -> ResponseReturnValue: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, TypeVar

from flask import Blueprint, Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., Any])


class Face(StrEnum):
    """Who a page is made for."""

    RESPONDENT = "respondent"
    STAFF = "staff"
    PUBLIC = "public"


class Role(IntEnum):
    """Roles of accounts; a higher one may do what a lower one may."""

    READER = 1
    EDITOR = 2
    PUBLISHER = 3
    ADMINISTRATOR = 4

    @property
    def key(self) -> str:
        """The role as stored: `editor`."""
        return self.name.lower()


class Open(StrEnum):
    """Policies that need no account."""

    EVERYONE = "everyone"  # public pages, sign-in, a personal link's first page
    INVITED = "invited"  # the cookie of the link named in the URL, of a scope that the page takes


Policy = Role | Open


@dataclass(frozen=True)
class SignedIn:
    """The account behind the present request: `g.account` on staff pages."""

    id: int
    name: str
    email: str
    role: Role
    session_id: int


class FaceBlueprint(Blueprint):
    """A blueprint of one face."""

    def __init__(self, name: str, import_name: str, *, face: Face, url_prefix: str = "") -> None:
        super().__init__(name, import_name, url_prefix=url_prefix)
        self.face = face


def allow(policy: Policy, *scopes: str) -> Callable[[View], View]:
    """Say who may use a view; stands directly above the function.

    Args:
        policy: A role, or for whom it is open without an account.
        scopes: With `Open.INVITED`, of which scopes a link must be; a page that takes none would open to nobody.
    """
    if bool(scopes) is not (policy is Open.INVITED):
        raise ValueError("a page of invited persons says which links it takes, and no other page does")

    def mark(view: View) -> View:
        view.policy, view.scopes = policy, frozenset(scopes)  # type: ignore[attr-defined]
        return view

    return mark


Gate = Callable[[Policy], ResponseReturnValue | None]


def set_gate(app: Flask, face: Face, gate: Gate) -> None:
    """Let a room decide about a face: it returns None to let pass, or the answer instead."""
    app.extensions.setdefault("gates", {})[face] = gate


ErrorPage = Callable[[int, str, str], ResponseReturnValue]


def set_error_page(app: Flask, face: Face, page: ErrorPage) -> None:
    """Let a room show what went wrong on the pages of a face: status, message, number of the error."""
    app.extensions.setdefault("error_pages", {})[face] = page


def error_page_of(app: Flask, face: Face) -> ErrorPage | None:
    """Return what shows the errors of a face, None when no room does."""
    found: ErrorPage | None = app.extensions.get("error_pages", {}).get(face)
    return found


def present_face() -> Face:
    """Return the face of the present request, also of one that was stopped before its door or leads nowhere."""
    known = getattr(g, "face", None) or face_of(current_app, request.endpoint or "")
    if known is not None:
        return Face(known)
    by_path = {"/staff/": Face.STAFF, "/r/": Face.RESPONDENT, "/i/": Face.RESPONDENT}
    return next((face for start, face in by_path.items() if request.path.startswith(start)), Face.PUBLIC)


def face_of(app: Flask, endpoint: str) -> Face | None:
    """Return the face of an endpoint, None if it has none."""
    blueprint = app.blueprints.get(endpoint.rpartition(".")[0])
    return blueprint.face if isinstance(blueprint, FaceBlueprint) else None


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """Return the policy of an endpoint, None if it has none."""
    return getattr(app.view_functions.get(endpoint), "policy", None)


def scopes_of(app: Flask, endpoint: str) -> frozenset[str]:
    """Return the scopes of links that an endpoint takes."""
    return getattr(app.view_functions.get(endpoint), "scopes", frozenset())


def guard() -> ResponseReturnValue | None:
    """Run before every request: no face or no policy means no entry."""
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None
    face, policy = face_of(current_app, endpoint), policy_of(current_app, endpoint)
    if face is None or policy is None:
        abort(404)
    g.face = face
    gate: Gate | None = current_app.extensions.get("gates", {}).get(face)
    if gate is not None:
        return gate(policy)
    if policy is not Open.EVERYONE:
        abort(404)
    return None


CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


def add_headers(response: Any) -> Any:
    """Give every answer its security headers; pages of persons are never cached."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    has_secret_path = "token" in (request.view_args or {})
    headers.setdefault("Referrer-Policy", "no-referrer" if has_secret_path else "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if getattr(g, "face", None) in (Face.RESPONDENT, Face.STAFF):
        headers["Cache-Control"] = "no-store"
        headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.vary.add("Cookie")
    return response
