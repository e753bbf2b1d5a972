"""Staff pages: published questionnaires, and how a version will look."""

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.ask.questionnaires import queries
from casefinder.ask.questionnaires.asking import question_state
from casefinder.ask.questionnaires.document import Document, canonical_json
from casefinder.ask.questionnaires.kinds.labels import KIND_LABELS
from casefinder.ask.questionnaires.rules import AUDIENCE_LABELS
from casefinder.db import reading
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page

bp = FaceBlueprint("questionnaires", __name__, face=Face.STAFF, url_prefix="/staff/questionnaires")


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List the published versions."""
    words, sort = asked_list()
    with reading() as session:
        found = queries.versions(words=words, sort=sort)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        rows = queries.page_of(session, found, page.number)
    return render_template(
        "ask/questionnaires/index.html", rows=rows, page=page, words=words, sort=sort,
    )  # fmt: skip


def asked_list() -> tuple[str, str]:
    """Return the words and the order that the address asks for."""
    sort = request.args.get("sort", "")
    return request.args.get("q", "").strip()[:100], sort if sort in queries.SORTS else "newest"


def _version(version_id: int) -> tuple[Document, queries.VersionRow]:
    with reading() as session:
        version = queries.version_of(session, version_id)
        return queries.document_of(version), queries.row_of(version)


@bp.get("/versions/<int:version_id>")
@allow(Role.READER)
def show(version_id: int) -> ResponseReturnValue:
    """Read one version: every question with its kind, limits and audience."""
    document, row = _version(version_id)
    return render_template(
        "ask/questionnaires/show.html", document=document, row=row, kind_labels=KIND_LABELS,
        audience_labels=AUDIENCE_LABELS,
    )  # fmt: skip


@bp.get("/versions/<int:version_id>/questionnaire.json")
@allow(Role.READER)
def export(version_id: int) -> ResponseReturnValue:
    """Give a version as JSON, in the spelling its hash is taken from."""
    document, row = _version(version_id)
    answer = Response(canonical_json(document), mimetype="application/json")
    name = f"{document.name}-{row.content_hash[:12]}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/versions/<int:version_id>/preview")
@allow(Role.READER)
def begin_preview(version_id: int) -> ResponseReturnValue:
    """Go to the first section as it will look."""
    document, _row = _version(version_id)
    return redirect(
        url_for(".preview", version_id=version_id, section_key=document.sections[0].key), code=303
    )


@bp.get("/versions/<int:version_id>/preview/<section_key>")
@allow(Role.READER)
def preview(version_id: int, section_key: str) -> ResponseReturnValue:
    """Show one section as a respondent will see it; nothing can be sent from here."""
    document, row = _version(version_id)
    keys = [section.key for section in document.sections]
    if section_key not in keys:
        raise NotFoundError
    place = keys.index(section_key)
    section = document.sections[place]
    facts = [
        (_("Name of the organisation"), "見本町（見本）"),
        (_("Code"), "019003"),
        (_("Sub-prefecture"), f"見本{current_app.extensions['settings'].here.region}"),
    ]
    return render_template(
        "ask/questionnaires/preview.html", document=document, row=row, section=section, number=place + 1,
        states=[question_state(item, facts=facts) for item in section.items],
        following=document.sections[place + 1] if place + 1 < len(keys) else None,
    )  # fmt: skip
