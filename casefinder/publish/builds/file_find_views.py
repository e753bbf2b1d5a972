"""Staff pages: what the finished files of a book say that may not be printed, and a person's word on it."""

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.edit.casebooks.composing import told
from casefinder.edit.gate.find_rules import KIND_LABELS
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.publish.builds import file_find_queries, file_find_service, queries
from casefinder.publish.builds.models import Build
from casefinder.publish.installation import installation_of
from casefinder.templating import say

bp = FaceBlueprint("file_finds", __name__, face=Face.STAFF, url_prefix="/staff/builds")


@bp.get("/<int:build_id>/finds")
@allow(Role.EDITOR)
def index(build_id: int) -> ResponseReturnValue:
    """List what was found in the files, with what was decided."""
    return _page(build_id)


@bp.post("/<int:build_id>/finds/<find_key>")
@allow(Role.EDITOR)
def decide(build_id: int, find_key: str) -> ResponseReturnValue:
    """Decide that something may stand in the files, for a reason."""
    reason = request.form.get("reason", "")
    with reading() as session:
        find = next(
            (
                e
                for e in _searched(session, file_find_queries.build_of(session, build_id)).finds
                if e.key == find_key
            ),
            None,
        )
    if find is None:
        raise file_find_service.FileFindGone
    try:
        with transaction() as session:
            build = file_find_queries.build_of(session, build_id)
            file_find_service.allow(session, build, find, reason, account_id=g.account.id, now=utc_now())
    except file_find_service.BadReason as error:
        return _page(build_id, problem=(find_key, say(error), reason)), 422
    flash(_("Kept. It may stand in the files of this edition."), "ok")
    return redirect(url_for(".index", build_id=build_id), code=303)


@bp.post("/<int:build_id>/finds/<find_key>/undo")
@allow(Role.EDITOR)
def undo(build_id: int, find_key: str) -> ResponseReturnValue:
    """Take a decision back."""
    with transaction() as session:
        build = file_find_queries.build_of(session, build_id)
        file_find_service.take_back(session, build, find_key, account_id=g.account.id, now=utc_now())
    flash(_("The decision is taken back."), "ok")
    return redirect(url_for(".index", build_id=build_id), code=303)


def _page(build_id: int, *, problem: tuple[str, str, str] = ("", "", "")) -> str:
    with reading() as session:
        view = queries.build_view(session, build_id)
        searched = _searched(session, file_find_queries.build_of(session, build_id))
    return render_template(
        "publish/builds/finds.html", build=view, searched=searched, kinds=KIND_LABELS, problem=problem
    )


def _searched(session: Session, build: Build) -> file_find_queries.Searched:
    place = installation_of(current_app.extensions)
    known = told(session, build.edition_id)
    return file_find_queries.search(session, build, place.builds, known, place.publisher)
