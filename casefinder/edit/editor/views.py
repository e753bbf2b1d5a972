"""Staff pages: the list of cases, the case editor, the small paper, the history."""

from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.edit.cases import list_queries as lists
from casefinder.edit.cases import queries, rules
from casefinder.edit.checks.verdict_queries import Verdicts
from casefinder.edit.drafts import service as drafts
from casefinder.edit.editor import history_queries as histories
from casefinder.edit.editor import page as pages
from casefinder.edit.editor.forms import number
from casefinder.edit.editor.rendering import edit_page
from casefinder.edit.gate import word_queries
from casefinder.edit.layout import places
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.measure import row_id
from casefinder.paging import LAST_PAGE, Page, page_at

bp = FaceBlueprint("cases", __name__, face=Face.STAFF, url_prefix="/staff/cases")
STATES = tuple(rules.CaseState)


def asked_list() -> dict[str, str]:
    """Return how the address narrows the list down and orders it."""
    given = request.args
    state = given.get("state", "")
    return {
        "words": given.get("q", "").strip()[:100], "state": state if state in set(STATES) else "",
        "chapter": given.get("chapter", ""), "sort": given.get("sort", "edited"),
    }  # fmt: skip


def asked_word() -> str:
    """Return what the address asks for about the organisation's word: `none`, `given`, or empty."""
    word = request.args.get("word", "")
    return word if word in ("none", "given") else ""


def asked_query(session: Session) -> lists.Lines:
    """Return the query behind the list as the address narrows it down and orders it."""
    query = lists.listed(session, **asked_list(), role=g.account.role)
    if not (word := asked_word()):
        return query
    lacks = word_queries.lacks_word(word_queries.outdated(session))
    return query.where(lacks if word == "none" else word_queries.IS_DRAFT & ~lacks)


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List candidates and cases."""
    (words, state, chapter, sort), word = asked_list().values(), asked_word()
    with reading() as session:
        query = asked_query(session)
        counts = lists.counts_by_state(session)
        page, rows = _found(session, query, None if words or chapter or word else lists.total(counts, state))
        drafts = [row.case_id for row in rows if row.case_id and row.state is rules.CaseState.DRAFT]
        verdicts: Verdicts = current_app.extensions["verdicts"]
        found = verdicts.of(session, drafts, now=utc_now())
        points = {case_id: verdict.points_to_fix for case_id, verdict in found.items()}
        wordless = word_queries.without_word(session, drafts) if drafts else set()

    def url(**other: Any) -> str:
        present: dict[str, Any] = {"q": words, "state": state, "chapter": chapter, "sort": sort, "word": word}
        return url_for(".index", **{key: value or None for key, value in {**present, **other}.items()})

    return render_template(
        "edit/editor/index.html", rows=rows, page=page, words=words,
        state=state, chapter=chapter, sort=sort, counts=counts, points=points, chapters=places.CHAPTERS,
        state_labels=rules.STATE_LABELS, states=STATES, url=url, word=word, wordless=wordless,
    )  # fmt: skip


def _found(session: Session, query: lists.Lines, total: int | None) -> tuple[Page, list[lists.ListedCase]]:
    """Return the page that is asked for with its lines; how many lines there are is counted unless it is known."""
    asked = max(1, request.args.get("page", 1, type=int))
    rows: list[lists.ListedCase] | None = None
    if total is None:
        rows, total = lists.page_with_total(session, query, min(asked, LAST_PAGE), g.account.role)
    page = page_at(asked, total=total, size=lists.PAGE_SIZE)
    return page, rows or lists.page_of(session, query, page.number, g.account.role)


@bp.post("/draft")
@allow(Role.EDITOR)
def draft() -> ResponseReturnValue:
    """Make a draft of a response, or another one beside those that the editor has seen."""
    response_id, beside = number(request.form.get("response_id")), number(request.form.get("beside"))
    with reading() as session:
        known = queries.cases_of(session, response_id)
    if len(known) > beside:
        flash(_("There is a case of this response already."), "ok")
        return redirect(url_for(".edit", case_id=known[-1]), code=303)
    with transaction() as session:
        case_id = drafts.draft_case(
            session, response_id, account_id=g.account.id, now=utc_now(), beside=beside
        ).id
    flash(_("The case is drafted. Every sentence shows where it comes from."), "ok")
    return redirect(url_for(".edit", case_id=case_id), code=303)


@bp.get("/<int:case_id>")
@allow(Role.READER)
def edit(case_id: int) -> ResponseReturnValue:
    """Show the editor."""
    return edit_page(case_id)


@bp.get("/<int:case_id>/history")
@allow(Role.READER)
def history(case_id: int) -> ResponseReturnValue:
    """List the kept states, and what one of them changed."""
    with reading() as session:
        view = pages.read_page(session, case_id, now=utc_now())
        kept = histories.history(session, case_id)
        shown = request.args.get("state", 0, type=row_id) or (kept[0].revision if kept else 0)
        changes = histories.changes(session, case_id, shown)
    return render_template(
        "edit/editor/history.html", view=view, kept=kept, shown=shown, changes=changes, places=places.BY_KEY
    )


@bp.get("/<int:case_id>/paper")
@allow(Role.READER)
def paper(case_id: int) -> ResponseReturnValue:
    """Show the two pages with their text, as on paper."""
    with reading() as session:
        view = pages.read_page(session, case_id, now=utc_now())
    return render_template("edit/editor/paper.html", view=view, chapters=places.CHAPTERS)
