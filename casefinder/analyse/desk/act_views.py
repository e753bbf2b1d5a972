"""Staff pages: what an editor does to a sentence on the desk."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.analyse.coding import service
from casefinder.analyse.desk import page as desk
from casefinder.analyse.desk.forms import CodingForm, SpanForm
from casefinder.analyse.desk.views import bp, chosen_filters, query_of
from casefinder.analyse.suggestions import service as suggestions
from casefinder.analyse.suggestions.queries import deciders
from casefinder.analyse.themes.rules import FAMILIES, family_of
from casefinder.answer.reading import service as reading_service
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.errors import NotFoundError
from casefinder.faces import Role, allow
from casefinder.spans import Span
from casefinder.staff.accounts.queries import account_of


@bp.post("/<int:response_id>/suggestions/<int:suggestion_id>/accept")
@allow(Role.EDITOR)
def accept(response_id: int, suggestion_id: int) -> ResponseReturnValue:
    """Accept a suggestion, on its sentence or on the span given."""
    form = SpanForm()
    span = None
    if form.validate() and form.start.data is not None and form.end.data is not None:
        span = _span(form.start.data, form.end.data)
    with transaction() as session:
        coding = suggestions.accept(session, suggestion_id, account_id=g.account.id, now=utc_now(), span=span)
        _begin(session, response_id, coding.response_id)
        name, key = coding.theme.name, coding.source.key
    undo = url_for(".undo", response_id=response_id, suggestion_id=suggestion_id)
    return _acted(response_id, key, _("Accepted: %(theme)s", theme=name), undo)


@bp.post("/<int:response_id>/suggestions/<int:suggestion_id>/reject")
@allow(Role.EDITOR)
def reject(response_id: int, suggestion_id: int) -> ResponseReturnValue:
    """Reject a suggestion."""
    with transaction() as session:
        row = suggestions.reject(session, suggestion_id, account_id=g.account.id, now=utc_now())
        _begin(session, response_id, row.response_id)
        name, key = row.theme.name, row.source.key
    undo = url_for(".undo", response_id=response_id, suggestion_id=suggestion_id)
    return _acted(response_id, key, _("Rejected: %(theme)s", theme=name), undo)


@bp.post("/<int:response_id>/suggestions/<int:suggestion_id>/undo")
@allow(Role.EDITOR)
def undo(response_id: int, suggestion_id: int) -> ResponseReturnValue:
    """Make a suggestion undecided again."""
    with transaction() as session:
        whose = deciders(session, suggestion_id)
        row = suggestions.undo_decision(session, suggestion_id, account_id=g.account.id, now=utc_now())
        _begin(session, response_id, row.response_id)
        name, key = row.theme.name, row.source.key
    said = _("Undone: %(theme)s", theme=name)
    if whose and g.account.id not in whose:
        said = _("Undone: %(theme)s, decided by %(name)s", theme=name, name="・".join(whose.values()))
    return _acted(response_id, key, said, None)


@bp.post("/<int:response_id>/codings")
@allow(Role.EDITOR)
def add(response_id: int) -> ResponseReturnValue:
    """Put a theme on a span."""
    form = CodingForm()
    if not form.validate():
        raise service.SpanInvalid
    with transaction() as session:
        coding = service.add_coding(
            session, response_id, form.question.data, *form.offsets(), form.theme.data,
            account_id=g.account.id, now=utc_now(), seen_hash=form.hash.data,
        )  # fmt: skip
        _begin(session, response_id, coding.response_id)
        name, key, coding_id, start = coding.theme.name, coding.source.key, coding.id, coding.start_char
    undo = url_for(".remove", response_id=response_id, coding_id=coding_id)
    return _acted(response_id, key, _("Theme set: %(theme)s", theme=name), undo, start)


@bp.post("/<int:response_id>/codings/<int:coding_id>/remove")
@allow(Role.EDITOR)
def remove(response_id: int, coding_id: int) -> ResponseReturnValue:
    """Take a coding away."""
    with transaction() as session:
        coding = service.remove_coding(session, coding_id, account_id=g.account.id, now=utc_now())
        _begin(session, response_id, coding.response_id)
        key, said = coding.source.key, _taken_away(session, coding.theme.name, coding.account_id)
    undo = url_for(".restore", response_id=response_id, coding_id=coding_id)
    return _acted(response_id, key, said, undo)


@bp.post("/<int:response_id>/codings/<int:coding_id>/restore")
@allow(Role.EDITOR)
def restore(response_id: int, coding_id: int) -> ResponseReturnValue:
    """Put a coding back."""
    with transaction() as session:
        coding = service.restore_coding(session, coding_id, account_id=g.account.id, now=utc_now())
        _begin(session, response_id, coding.response_id)
        name, key = coding.theme.name, coding.source.key
    return _acted(response_id, key, _("Theme set: %(theme)s", theme=name), None)


@bp.post("/<int:response_id>/codings/<int:coding_id>/move")
@allow(Role.EDITOR)
def move(response_id: int, coding_id: int) -> ResponseReturnValue:
    """Give a coding another span; its undo is the same act with the span that it had."""
    form = SpanForm(request.values)
    if not form.validate() or form.start.data is None or form.end.data is None:
        raise service.SpanInvalid
    span = _span(form.start.data, form.end.data)
    with transaction() as session:
        before = service.span_of(session, coding_id)
        coding = service.move_coding(
            session, coding_id, span.start, span.end, account_id=g.account.id, now=utc_now()
        )
        _begin(session, response_id, coding.response_id)
        name, key, moved_id = coding.theme.name, coding.source.key, coding.id
    undo = url_for(".move", response_id=response_id, coding_id=moved_id, start=before.start, end=before.end)
    return _acted(response_id, key, _("Range changed: %(theme)s", theme=name), undo, span.start)


@bp.post("/<int:response_id>/read-again")
@allow(Role.EDITOR)
def read_again(response_id: int) -> ResponseReturnValue:
    """Let the engine try a failed reading once more, or read anew as the codebook is now."""
    with transaction() as session:
        suggestions.read_again(session, response_id, now=utc_now())
    return redirect(url_for(".read", response_id=response_id), code=303)


def _span(start: int, end: int) -> Span:
    try:
        return Span(start, end)
    except ValueError as error:
        raise service.SpanInvalid from error


def _taken_away(session: Session, theme: str, whose: int) -> str:
    """Say what was taken away, and whose it was where it was not one's own."""
    if whose == g.account.id:
        return str(_("Taken away: %(theme)s", theme=theme))
    name = account_of(session, whose).name
    return str(_("Taken away: %(theme)s, set by %(name)s", theme=theme, name=name))


def _begin(session: Session, response_id: int, of: int) -> None:
    """Refuse an act on another response than the address names, and note that reading began."""
    if response_id != of:
        raise NotFoundError
    reading_service.note_first_read(session, response_id, now=utc_now())


def _acted(
    response_id: int, question_key: str, said: str, undo: str | None, start: int = 0
) -> ResponseReturnValue:
    """Answer an act: the changed question for a script, a redirect to the next sentence otherwise."""
    at = request.form.get("at", 0, type=int)
    with reading() as session:
        page = desk.read_page(session, response_id)
        themes = desk.themes_in_use(session)
    at = at or page.number_at(question_key, start)
    following = page.next_open(at) if request.form.get("next") else at
    if request.accept_mimetypes.best != "application/json":
        flash(said, "ok")
        return redirect(
            url_for(".read", response_id=response_id, at=following, **query_of(chosen_filters()))
            + f"#s{following}",
            code=303,
        )
    question = next(q for q in page.questions if q.text.question_key == question_key)
    values = {"page": page, "question": question, "at": following, "themes": themes}
    values |= {"families": FAMILIES, "family_of": family_of, "query": query_of(chosen_filters())}
    values["act"] = {"response_id": response_id, **query_of(chosen_filters())}
    return {
        "said": said,
        "undo": undo,
        "question": question_key,
        "text": render_template("analyse/desk/_text.html", **values),
        "notes": render_template("analyse/desk/_notes.html", **values),
        "progress": _("%(settled)s of %(total)s sentences settled", settled=page.settled, total=page.total),
        "left": _("%(number)s left", number=page.total - page.settled) if page.total > page.settled else "",
        "settled": page.settled,
        "total": page.total,
        "next": following,
    }
