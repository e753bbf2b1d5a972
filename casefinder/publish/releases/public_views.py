"""Public pages: the released casebooks, one with its downloads, and the frozen files themselves."""

from pathlib import PurePosixPath

from flask import abort, current_app, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.faces import Face, FaceBlueprint, Open, allow
from casefinder.publish.builds.rules import judgement_state
from casefinder.publish.installation import installation_of
from casefinder.publish.releases import checking_service, concern_queries, queries, wholeness
from casefinder.publish.releases.standing_rules import ConcernKind, ReleaseState

bp = FaceBlueprint("library", __name__, face=Face.PUBLIC)
_TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".css": "text/css",
    ".csv": "text/csv",
    ".json": "application/json",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".zip": "application/zip",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
_DOWNLOADED = frozenset({".csv", ".zip", ".json"})
DATA = (
    "data/cases.csv",
    "data/case_themes.csv",
    "data/case_indicators.csv",
    "data/codes.csv",
    "data/cases.json",
)


@bp.get("/")
@allow(Open.EVERYONE)
def index() -> ResponseReturnValue:
    """List the released casebooks."""
    with reading() as session:
        found = queries.releases(session, now=utc_now(), only_public=True)
    return render_template("publish/releases/library.html", releases=found)


@bp.get("/casebooks/<slug>/")
@allow(Open.EVERYONE)
def casebook(slug: str) -> ResponseReturnValue:
    """Show one casebook with its downloads; the collection's own name leads to its newest release."""
    now = utc_now()
    with reading() as session:
        found = queries.release_at(session, slug, now=now)
        if found is None:
            return _lead_on(queries.leading_of(session, slug, now=now))
        newest = queries.newest_of(session, found.casebook_id, now=now)
        closed = queries.closed_numbers(session, found.build_id)
    newer = newest if newest and newest.id != found.id else None
    if not found.is_public:
        return _notice(found, newer)
    sizes = queries.sizes(installation_of(current_app.extensions).releases / found.slug, found)
    return render_template(
        "publish/releases/casebook.html", release=found, sizes=sizes, data=[name for name in DATA if name in sizes],
        judged=judgement_state(found.judgement), zip_name=f"{found.slug}.zip", newer=newer, closed=closed,
    )  # fmt: skip


@bp.get("/casebooks/<slug>/<path:path>")
@allow(Open.EVERYONE)
def file(slug: str, path: str) -> ResponseReturnValue:
    """Serve a frozen file; only what the release lists, byte for byte as it was released."""
    now = utc_now()
    with reading() as session:
        found = queries.access(session, slug, path, now=now)
        if found is None:
            return _lead_on(queries.leading_of(session, slug, now=now), path)
        if found.state is not ReleaseState.PUBLIC:
            release = queries.release_at(session, slug, now=now)
            newest = queries.newest_of(session, release.casebook_id, now=now) if release else None
            return _notice(release, newest)
    target = installation_of(current_app.extensions).releases / slug / path
    if not wholeness.is_whole(target, found.digest):
        return _damaged(found.release_id, path)
    ending = PurePosixPath(path).suffix
    answer = send_file(
        target, mimetype=_TYPES.get(ending, "application/octet-stream"), etag=found.digest, conditional=True,
        as_attachment=ending in _DOWNLOADED,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def _lead_on(newest: queries.ReleaseLine | None, path: str = "") -> ResponseReturnValue:
    """Go on from a collection's own name to its newest release; a zip is called after the release."""
    if newest is None:
        abort(404)
    if not path:
        return redirect(url_for(".casebook", slug=newest.slug), code=302)
    path = f"{newest.slug}.zip" if path.endswith(".zip") else path
    return redirect(url_for(".file", slug=newest.slug, path=path), code=302)


def _notice(found: queries.ReleaseView | None, newer: queries.ReleaseLine | None) -> ResponseReturnValue:
    """Say calmly that a release cannot be opened at present, and where to turn; never why, if it is about somebody."""
    page = render_template("publish/releases/notice.html", release=found, newer=newer)
    return page, 410, {"Cache-Control": "no-store"}


def _damaged(release_id: int, path: str) -> ResponseReturnValue:
    """Hand out nothing that is not what was released, and tell the staff once."""
    with reading() as session:
        is_known = concern_queries.is_known(session, release_id, ConcernKind.FILE, path)
    if not is_known:
        with transaction() as session:
            checking_service.note_damage(session, release_id, path, now=utc_now())
    return render_template("publish/releases/damaged.html"), 503, {"Cache-Control": "no-store"}
