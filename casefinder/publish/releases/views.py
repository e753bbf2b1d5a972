"""Staff pages: releases, the gates before one."""

from collections.abc import Sequence

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.clock import utc_now
from casefinder.db import database, reading
from casefinder.edit.casebooks import queries as casebooks
from casefinder.edit.casebooks.rules import Gate
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.publish.builds import queries as builds
from casefinder.publish.builds.rules import JUDGEMENT_LABELS, judgement_state
from casefinder.publish.installation import Installation, installation_of
from casefinder.publish.releases import concern_queries, gates, queries, rules, service
from casefinder.publish.releases.standing_rules import KIND_LABELS, STATE_LABELS, may_be_kept

bp = FaceBlueprint("releases", __name__, face=Face.STAFF, url_prefix="/staff/releases")


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List the releases, and the books that are made but not released."""
    asked = asked_list()
    with reading() as session:
        found, made = queries.listed(session, **asked, now=utc_now()), queries.made_books(session)
    return render_template(
        "publish/releases/index.html", releases=found, made=made, states=STATE_LABELS, **asked
    )


def asked_list() -> dict[str, str]:
    """Return the words, the state and the order that the address asks for."""
    given = request.args
    return {
        "words": given.get("q", "").strip()[:100], "state": given.get("state", ""), "sort": given.get("sort", "newest")
    }  # fmt: skip


@bp.get("/prepare/<int:build_id>")
@allow(Role.READER)
def prepare(build_id: int) -> ResponseReturnValue:
    """Show what stands in the way of releasing a book, and offer to release it."""
    with reading() as session:
        view = builds.build_view(session, build_id)
        if (release_id := queries.release_of(session, build_id)) is not None:
            return redirect(url_for(".show", release_id=release_id), code=303)
        found = gates.gates_of(
            session, builds.build_of(session, build_id), now=utc_now(), place=_installation()
        )
        lines = _titles(session, found)
    return render_template(
        "publish/releases/prepare.html", build=view, gates=found, cases=lines, may=rules.may_release(found)
    )


@bp.post("/prepare/<int:build_id>")
@allow(Role.PUBLISHER)
def make(build_id: int) -> ResponseReturnValue:
    """Release a book."""
    release_id = service.release(
        database(), build_id, account_id=g.account.id, now=utc_now(), installation=_installation()
    )
    flash(_("The casebook is public now."), "ok")
    return redirect(url_for(".show", release_id=release_id), code=303)


@bp.get("/<int:release_id>")
@allow(Role.READER)
def show(release_id: int) -> ResponseReturnValue:
    """Show one release with its files, checksums and judgement."""
    with reading() as session:
        found = queries.release_view(session, release_id, now=utc_now())
        concerns = concern_queries.open_concerns(session, [release_id])
        newer = queries.newest_of(session, found.casebook_id, now=utc_now())
    sizes = queries.sizes(_installation().releases / found.slug, found)
    main = [
        path
        for path in found.checksums
        if path in ("book.pdf", f"{found.slug}.zip") or path.startswith("data/")
    ]
    state = judgement_state(found.judgement)
    return render_template(
        "publish/releases/show.html", release=found, sizes=sizes, main=sorted(main), judged=state,
        judgement_words=JUDGEMENT_LABELS[state], concerns=concerns, kinds=KIND_LABELS, may_be_kept=may_be_kept,
        newer=newer if newer and newer.id != release_id else None,
    )  # fmt: skip


def _installation() -> Installation:
    return installation_of(current_app.extensions)


def _titles(session: Session, found: Sequence[Gate]) -> dict[int, str]:
    """Return the titles of the cases that gates name."""
    ids = sorted({case_id for gate in found for case_id in gate.case_ids})
    return {key: line.title for key, line in casebooks.case_lines(session, ids).items()} if ids else {}
