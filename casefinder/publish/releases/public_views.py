"""Public pages: the released casebooks, one with its downloads, and the frozen files themselves."""

from pathlib import PurePosixPath

from flask import abort, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from casefinder.db import reading
from casefinder.faces import Face, FaceBlueprint, Open, allow
from casefinder.publish.builds.rules import judgement_state
from casefinder.publish.installation import installation_of
from casefinder.publish.releases import queries

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
        found = queries.releases(session, only_public=True)
    return render_template("publish/releases/library.html", releases=found)


@bp.get("/casebooks/<slug>/")
@allow(Open.EVERYONE)
def casebook(slug: str) -> ResponseReturnValue:
    """Show one casebook with its downloads."""
    with reading() as session:
        found = queries.public_release(session, slug)
    sizes = queries.sizes(installation_of(current_app.extensions).releases / found.slug, found)
    return render_template(
        "publish/releases/casebook.html", release=found, sizes=sizes, data=[name for name in DATA if name in sizes],
        judged=judgement_state(found.judgement), zip_name=f"{found.slug}.zip",
    )  # fmt: skip


@bp.get("/casebooks/<slug>/<path:path>")
@allow(Open.EVERYONE)
def file(slug: str, path: str) -> ResponseReturnValue:
    """Serve a frozen file; only what the release lists, byte for byte."""
    with reading() as session:
        digest = queries.may_be_read(session, slug, path)
    if digest is None:
        abort(404)
    target = installation_of(current_app.extensions).releases / slug / path
    if not target.is_file():
        abort(404)
    ending = PurePosixPath(path).suffix
    answer = send_file(
        target, mimetype=_TYPES.get(ending, "application/octet-stream"), etag=digest, conditional=True,
        as_attachment=ending in _DOWNLOADED,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer
