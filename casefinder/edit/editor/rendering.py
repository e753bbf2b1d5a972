"""What the editor's pages are made from, and where a change leads back to."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.analyse.themes.rules import family_of
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.edit.cases import rules
from casefinder.edit.changes.errors import StaleCase
from casefinder.edit.editor import history_queries as histories
from casefinder.edit.editor import page as pages
from casefinder.edit.editor.forms import DetailsForm
from casefinder.edit.gate.rules import WAY_LABELS
from casefinder.edit.layout import places
from casefinder.edit.layout.pressed import Pressed, TooLong


def edit_page(case_id: int, *, form: DetailsForm | None = None, problem: str = "", opened: str = "") -> str:
    """Return the editor's page, after a mistake with what was typed and what is wrong."""
    now = utc_now()
    with reading() as session:
        view = pages.read_page(session, case_id, now=now)
        history = histories.history(session, case_id)
    return render_template(
        "edit/editor/edit.html", view=view, form=_details_form(view, form), problem=problem,
        opened=opened or request.args.get("open", ""), only_unused=request.args.get("sources") == "unused",
        places=places.BY_KEY, all_places=places.PLACES, chapters=places.CHAPTERS, history=history,
        state_labels=rules.STATE_LABELS, family_of=family_of, ways=WAY_LABELS,
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


def does_not_fit(pressed: Pressed) -> str:
    """Return which pages run over by how much, and which places make it so."""
    pages = [
        _("The left page runs over by %(lines)s lines.", lines=lines) if side == "left"
        else _("The right page runs over by %(lines)s lines.", lines=lines)
        for side, lines in pressed.over.items() if lines
    ]  # fmt: skip
    named = [f"{_(places.BY_KEY[each.place].label)}{_by_how_much(each)}" for each in pressed.too_long]
    return " ".join((*pages, "、".join(named)))


def _by_how_much(each: TooLong) -> str:
    if each.characters:
        return str(
            _(": its words stick out at the side by %(characters)s characters", characters=each.characters)
        )
    about = places.BY_KEY[each.place].characters_of(each.lines)
    return str(
        _(": %(lines)s lines too long (about %(characters)s characters)", lines=each.lines, characters=about)
    )


def say_saved(seen: int, revision: int) -> None:
    """Say whether something was saved, and whether somebody else changed other places."""
    if revision > seen + 1:
        flash(_("Saved. Somebody else changed other places in the meantime."), "warn")
    elif revision == seen:
        flash(_("Nothing was changed."), "ok")
    else:
        flash(_("Saved."), "ok")


def back(case_id: int, place: str, *, stay_open: bool = False) -> ResponseReturnValue:
    """Lead back to the block of a place."""
    kept: dict[str, Any] = {"open": place} if stay_open else {}
    if request.args.get("sources"):
        kept["sources"] = request.args["sources"]
    return redirect(url_for("cases.edit", case_id=case_id, **kept) + f"#b-{place}", code=303)


def conflict_page(case_id: int, error: StaleCase) -> str:
    """Return the page that shows both texts."""
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
