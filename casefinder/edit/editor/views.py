"""Staff pages: the list of cases, the case editor, the small paper, the history."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.analyse.themes.rules import family_of
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.edit.cases import queries, rules
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import BadDetail, Discarded, StaleCase
from casefinder.edit.checks import queries as checks
from casefinder.edit.decisions import approving, discarding
from casefinder.edit.decisions.errors import NotDiscardable, NotReady
from casefinder.edit.drafts import service as drafts
from casefinder.edit.editor import page as pages
from casefinder.edit.editor.forms import DetailsForm, number, taken_span, typed_rows
from casefinder.edit.layout import places
from casefinder.errors import CasefinderError, NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.measure import row_id
from casefinder.paging import asked_page
from casefinder.templating import say

bp = FaceBlueprint("cases", __name__, face=Face.STAFF, url_prefix="/staff/cases")
STATES = tuple(rules.CaseState)


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List candidates and cases."""
    words = request.args.get("q", "").strip()[:100]
    state = request.args.get("state", "")
    chapter, sort = request.args.get("chapter", ""), request.args.get("sort", "edited")
    state = state if state in set(STATES) else ""
    with reading() as session:
        query = queries.listed(session, words=words, state=state, chapter=chapter, sort=sort)
        counts = queries.counts_by_state(session)
        is_narrowed = bool(words or chapter)
        number = queries.count(session, query) if is_narrowed else queries.total(counts, state)
        page = asked_page(number, queries.PAGE_SIZE)
        rows = queries.page_of(session, query, page.number)
        drafts = [row.case_id for row in rows if row.case_id and row.state is rules.CaseState.DRAFT]
        points = checks.points_to_fix(session, drafts, now=utc_now())

    def url(**other: Any) -> str:
        present: dict[str, Any] = {"q": words, "state": state, "chapter": chapter, "sort": sort}
        return url_for(".index", **{key: value or None for key, value in {**present, **other}.items()})

    return render_template(
        "edit/editor/index.html", rows=rows, page=page, words=words,
        state=state, chapter=chapter, sort=sort, counts=counts, points=points, chapters=places.CHAPTERS,
        state_labels=rules.STATE_LABELS, states=STATES, url=url,
    )  # fmt: skip


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
    return _edit_page(case_id)


def _edit_page(case_id: int, *, form: DetailsForm | None = None, problem: str = "", opened: str = "") -> str:
    now = utc_now()
    with reading() as session:
        view = pages.read_page(session, case_id, now=now)
        history = queries.history(session, case_id)
    return render_template(
        "edit/editor/edit.html", view=view, form=_details_form(view, form), problem=problem,
        opened=opened or request.args.get("open", ""), only_unused=request.args.get("sources") == "unused",
        places=places.BY_KEY, all_places=places.PLACES, chapters=places.CHAPTERS, history=history,
        state_labels=rules.STATE_LABELS, family_of=family_of,
    )  # fmt: skip


def _details_form(view: pages.CasePageView, form: DetailsForm | None) -> DetailsForm:
    details = view.content.details
    if form is None:
        form = DetailsForm(
            chapter=details.chapter or "", trouble=details.trouble or "", headcount=details.headcount,
            months=details.months, confirmed_on=details.confirmed_on,
            illustration=str(details.illustration.attachment_id) if details.illustration else "",
        )  # fmt: skip
    form.offer((each.id, each.name) for each in view.pictures)
    return form


@bp.post("/<int:case_id>/places/<place>")
@allow(Role.EDITOR)
def save(case_id: int, place: str) -> ResponseReturnValue:
    """Save what was typed into a place."""
    where = places.BY_KEY.get(place)
    if where is None:
        raise NotFoundError
    typed = typed_rows(where, request.form)
    seen = number(request.form.get("seen"))
    try:
        with transaction() as session:
            revision = changes.set_sentences(
                session, case_id, place, typed.rows, account_id=g.account.id, seen_revision=seen,
                came_from=typed.came_from, now=utc_now(),
            )  # fmt: skip
    except StaleCase as error:
        return _conflict_page(case_id, error), 409
    _say_saved(seen, revision)
    return _back(case_id, place, stay_open=bool({"remove", "up", "down", "more"} & set(request.form)))


def _say_saved(seen: int, revision: int) -> None:
    if revision > seen + 1:
        flash(_("Saved. Somebody else changed other places in the meantime."), "warn")
    elif revision == seen:
        flash(_("Nothing was changed."), "ok")
    else:
        flash(_("Saved."), "ok")


def _back(case_id: int, place: str, *, stay_open: bool = False) -> ResponseReturnValue:
    kept: dict[str, Any] = {"open": place} if stay_open else {}
    if request.args.get("sources"):
        kept["sources"] = request.args["sources"]
    return redirect(url_for(".edit", case_id=case_id, **kept) + f"#b-{place}", code=303)


def _conflict_page(case_id: int, error: StaleCase) -> str:
    with reading() as session:
        view = pages.read_page(session, case_id, now=utc_now())
    place = places.BY_KEY.get(error.place)
    theirs = [
        {column.key: "".join(s.text for s in row.get(column.key, ())) for column in place.columns}
        for row in error.theirs
    ] if place else []  # fmt: skip
    return render_template(
        "edit/editor/conflict.html",
        view=view,
        place=place,
        theirs=theirs,
        mine=list(error.mine),
        revision=error.revision,
    )


@bp.post("/<int:case_id>/take")
@allow(Role.EDITOR)
def take(case_id: int) -> ResponseReturnValue:
    """Take a sentence of an answer over into a place."""
    span = taken_span(request.form.get("span", ""))
    if span is None:
        raise NotFoundError
    place = request.form.get("place") or request.form.get(f"home-{span.ref}", "background")
    try:
        with transaction() as session:
            changes.take_over(
                session, case_id, place, span.ref, span.start, span.end, account_id=g.account.id,
                seen_revision=number(request.form.get("seen")), now=utc_now(),
            )  # fmt: skip
    except StaleCase as error:
        return _conflict_page(case_id, error), 409
    except CasefinderError as error:
        return _edit_page(case_id, problem=say(error)), error.status
    flash(_("Taken over: %(place)s", place=_(places.BY_KEY[place].label)), "ok")
    return _back(case_id, place)


@bp.post("/<int:case_id>/details")
@allow(Role.EDITOR)
def set_details(case_id: int) -> ResponseReturnValue:
    """Set chapter, trouble, people, months, day of confirmation and picture."""
    form = DetailsForm()
    if not form.validate_on_submit():
        return _edit_page(case_id, form=form, opened="details"), 422
    seen = number(request.form.get("seen"))
    try:
        with transaction() as session:
            revision = changes.set_details(
                session, case_id, chapter=form.chapter.data or None, trouble=form.trouble.data or None,
                headcount=form.headcount.data, months=form.months.data, confirmed_on=form.day(),
                illustration_id=form.illustration_id(), account_id=g.account.id, seen_revision=seen,
                now=utc_now(),
            )  # fmt: skip
    except BadDetail as error:
        form[{"illustration_id": "illustration"}.get(error.name, error.name)].errors = [say(error)]
        return _edit_page(case_id, form=form, opened="details"), 422
    except StaleCase:
        problem = _("Somebody else set the details in the meantime. What you chose is still in the form.")
        return _edit_page(case_id, form=form, problem=problem, opened="details"), 409
    _say_saved(seen, revision)
    return _back(case_id, "details")


@bp.post("/<int:case_id>/digits")
@allow(Role.EDITOR)
def narrow_digits(case_id: int) -> ResponseReturnValue:
    """Put full-width digits of one cell into half width."""
    place, column = request.form.get("place", ""), request.form.get("column", "")
    with transaction() as session:
        changes.narrow_digits(
            session, case_id, place, number(request.form.get("row")), column, account_id=g.account.id,
            seen_revision=number(request.form.get("seen")), now=utc_now(),
        )  # fmt: skip
    flash(_("Saved."), "ok")
    return _back(case_id, place)


@bp.post("/<int:case_id>/approve")
@allow(Role.EDITOR)
def approve(case_id: int) -> ResponseReturnValue:
    """Approve the case as it was shown."""
    try:
        with transaction() as session:
            approving.approve(
                session, case_id, account_id=g.account.id, now=utc_now(),
                seen_revision=number(request.form.get("seen")),
            )  # fmt: skip
    except (NotReady, Discarded) as error:
        return _edit_page(case_id, problem=say(error)), 409
    except StaleCase:
        problem = _("The case was changed in the meantime. Look through it once more, then approve it.")
        return _edit_page(case_id, problem=problem), 409
    flash(_("The case is approved. It can be put into an edition."), "ok")
    return redirect(url_for(".edit", case_id=case_id), code=303)


@bp.post("/<int:case_id>/reopen")
@allow(Role.EDITOR)
def reopen(case_id: int) -> ResponseReturnValue:
    """Take the approval back."""
    with transaction() as session:
        approving.reopen(session, case_id, account_id=g.account.id, now=utc_now())
    flash(_("The approval is taken back. The text is unchanged."), "ok")
    return redirect(url_for(".edit", case_id=case_id), code=303)


@bp.post("/<int:case_id>/discard")
@allow(Role.EDITOR)
def discard(case_id: int) -> ResponseReturnValue:
    """Put a draft away."""
    try:
        with transaction() as session:
            discarding.discard(
                session, case_id, account_id=g.account.id, now=utc_now(),
                seen_revision=number(request.form.get("seen")),
            )  # fmt: skip
    except StaleCase:
        problem = _("The case was changed in the meantime. Look through it once more, then discard it.")
        return _edit_page(case_id, problem=problem), 409
    except NotDiscardable as error:
        return _edit_page(case_id, problem=say(error)), error.status
    flash(_("The draft is discarded. It can be taken up again here."), "ok")
    return redirect(url_for(".edit", case_id=case_id), code=303)


@bp.post("/<int:case_id>/take-up")
@allow(Role.EDITOR)
def take_up(case_id: int) -> ResponseReturnValue:
    """Make a discarded case a draft again."""
    with transaction() as session:
        discarding.take_up(session, case_id, account_id=g.account.id, now=utc_now())
    flash(_("The draft is taken up again, as it was."), "ok")
    return redirect(url_for(".edit", case_id=case_id), code=303)


@bp.post("/<int:case_id>/restore")
@allow(Role.EDITOR)
def restore(case_id: int) -> ResponseReturnValue:
    """Bring back an earlier state."""
    revision = number(request.form.get("revision"))
    with transaction() as session:
        changes.restore(
            session, case_id, revision, account_id=g.account.id,
            seen_revision=number(request.form.get("seen")), now=utc_now(),
        )  # fmt: skip
    flash(_("State %(number)s is brought back. This, too, can be undone.", number=revision), "ok")
    return redirect(url_for(".edit", case_id=case_id), code=303)


@bp.get("/<int:case_id>/history")
@allow(Role.READER)
def history(case_id: int) -> ResponseReturnValue:
    """List the kept states, and what one of them changed."""
    with reading() as session:
        view = pages.read_page(session, case_id, now=utc_now())
        kept = queries.history(session, case_id)
        shown = request.args.get("state", 0, type=row_id) or (kept[0].revision if kept else 0)
        changes = pages.changes(session, case_id, shown)
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
