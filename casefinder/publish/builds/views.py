"""Staff pages: the press: ask for a book, see how far it is, look at it."""

from flask import (
    abort,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.clock import utc_now
from casefinder.db import database, reading, transaction
from casefinder.edit.casebooks import queries as casebooks
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.measure import row_id
from casefinder.paging import asked_page
from casefinder.publish.builds import queries, service
from casefinder.publish.builds.rules import (
    JUDGEMENT_LABELS,
    STATE_LABELS,
    STEP_LABELS,
    BuildState,
    judgement_state,
)
from casefinder.publish.installation import installation_of

bp = FaceBlueprint("builds", __name__, face=Face.STAFF, url_prefix="/staff/builds")
_SHOWN = ("book.pdf", "site/", "data/", "judgement.json")


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List the books that were made, and offer to make one."""
    edition_id, words, sort = asked_list()
    query = queries.builds(edition_id=edition_id, words=words, sort=sort)
    with reading() as session:
        page = asked_page(queries.count(session, query), queries.PAGE_SIZE)
        found = queries.page_of(session, query, page.number)
        open_ones = casebooks.page_of(session, casebooks.editions(state="open"), 1)
    return render_template(
        "publish/builds/index.html", builds=found, page=page, words=words, sort=sort,
        editions=open_ones, edition_id=edition_id, state_labels=STATE_LABELS, states=BuildState,
    )  # fmt: skip


def asked_list() -> tuple[int | None, str, str]:
    """Return the edition, the words and the order that the address asks for."""
    given = request.args
    sort = given.get("sort", "")
    return (
        given.get("edition", type=row_id), given.get("q", "").strip()[:100],
        sort if sort in queries.SORTS else "newest",
    )  # fmt: skip


@bp.post("/")
@allow(Role.EDITOR)
def create() -> ResponseReturnValue:
    """Ask the press for a book of an edition."""
    edition_id = request.form.get("edition_id", type=row_id)
    if edition_id is None:
        abort(404)
    build_id = service.request_build(
        database(), edition_id, account_id=g.account.id, now=utc_now(),
        publisher=installation_of(current_app.extensions).publisher,
    )  # fmt: skip
    flash(_("The press has the order. A book takes about half a minute."), "ok")
    return redirect(url_for(".show", build_id=build_id), code=303)


@bp.get("/<int:build_id>")
@allow(Role.READER)
def show(build_id: int) -> ResponseReturnValue:
    """Show one book: how far it is, what the lint and the judge say."""
    with reading() as session:
        found = queries.build_view(session, build_id)
    state = judgement_state(found.judgement)
    return render_template(
        "publish/builds/show.html", build=found, states=BuildState, state_labels=STATE_LABELS,
        step=STEP_LABELS.get(found.progress.get("step", ""), ""), judged=state,
        judgement_words=JUDGEMENT_LABELS[state],
    )  # fmt: skip


@bp.get("/<int:build_id>/state")
@allow(Role.READER)
def state(build_id: int) -> ResponseReturnValue:
    """Say how far a book is, for the page's script."""
    with reading() as session:
        found = queries.build_view(session, build_id)
    words = STEP_LABELS.get(found.progress.get("step", ""), STATE_LABELS[found.state])
    return jsonify(
        state=found.state.value,
        words=_(words),
        done=found.progress.get("done", 0),
        all=found.progress.get("all", 7),
    )


@bp.post("/<int:build_id>/again")
@allow(Role.EDITOR)
def again(build_id: int) -> ResponseReturnValue:
    """Try a build again that broke; its content stays as it was frozen."""
    with transaction() as session:
        queries.build_view(session, build_id)
        service.press_again(session, build_id)
    return redirect(url_for(".show", build_id=build_id), code=303)


@bp.get("/<int:build_id>/files/<path:path>")
@allow(Role.READER)
def file(build_id: int, path: str) -> ResponseReturnValue:
    """Show a file of a book that is not released."""
    with reading() as session:
        found = queries.build_view(session, build_id)
    if not found.folder or not path.startswith(_SHOWN) or ".." in path.split("/"):
        abort(404)
    return send_from_directory(installation_of(current_app.extensions).builds / found.folder, path)
