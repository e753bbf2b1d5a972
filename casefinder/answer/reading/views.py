"""Staff pages: the list of responses; one response in full, to return or accept it."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.answer.board.rules import BOARD_LABELS, BoardState
from casefinder.answer.reading import list_queries, service
from casefinder.answer.reading import page as reading_page
from casefinder.answer.responses import queries, rules
from casefinder.answer.returns.forms import ReturnForm
from casefinder.answer.returns.service import return_response
from casefinder.ask.campaigns import queries as campaigns
from casefinder.ask.organisations import queries as organisations
from casefinder.ask.organisations.rules import KIND_LABELS
from casefinder.ask.questionnaires.kinds.file import RIGHTS
from casefinder.ask.questionnaires.rules import AUDIENCE_LABELS
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.measure import row_id
from casefinder.paging import asked_page
from casefinder.staff.consent import rules as consent_rules
from casefinder.staff.trail.watching import shows_personal_data

bp = FaceBlueprint("responses", __name__, face=Face.STAFF, url_prefix="/staff/responses")


def asked_list() -> tuple[list_queries.ListFilter, str]:
    """Return the filter and the order that the address asks for."""
    given = request.args
    chosen = list_queries.ListFilter(
        given.get("q", "").strip()[:100], given.get("state", ""), given.get("place", ""), given.get("kind", ""),
        given.get("topic", ""), given.get("campaign", type=row_id), given.get("wish", ""),
        g.account.role,
    )  # fmt: skip
    return chosen, given.get("sort", "newest")


@bp.get("/")
@allow(Role.READER)
@shows_personal_data("response")
def index() -> ResponseReturnValue:
    """List the responses, with states and filters."""
    chosen, sort = asked_list()

    def here(**changes: Any) -> str:
        now_chosen: dict[str, Any] = {
            "q": chosen.words, "state": chosen.state, "place": chosen.place, "kind": chosen.kind,
            "topic": chosen.topic, "campaign": chosen.campaign_id, "wish": chosen.wish, "sort": sort if sort != "newest" else "",
        }  # fmt: skip
        now_chosen.update(changes)
        query: dict[str, Any] = {k: v or None for k, v in now_chosen.items()}
        return url_for(".index", **query)

    with reading() as session:
        labels = list_queries.topics(session)
        found = list_queries.responses(session, chosen)
        page = asked_page(list_queries.count(session, found), list_queries.PAGE_SIZE)
        return render_template(
            "answer/reading/index.html", chosen=chosen, sort=sort, page=page,
            lines=list_queries.lines(session, list_queries.ordered(found, sort), page=page.number, role=g.account.role), topics=labels,
            counts=list_queries.state_counts(session, chosen.campaign_id), spoken=list_queries.spoken_count(session), state_labels=rules.STATE_LABELS,
            kinds=KIND_LABELS, places=organisations.places(session), here=here, none_label=BOARD_LABELS[BoardState.NONE],
            campaigns=campaigns.titles(session),
        )  # fmt: skip


@bp.get("/of/<int:invitation_id>")
@allow(Role.READER)
def find(invitation_id: int) -> ResponseReturnValue:
    """Go on to the response of an invitation."""
    with reading() as session:
        response = queries.response_of(session, invitation_id)
        if response is None:
            raise NotFoundError(_("This link has not been opened yet; there is no response."))
        return redirect(url_for(".show", response_id=response.id), code=303)


@bp.get("/<int:response_id>")
@allow(Role.READER)
@shows_personal_data("response", "response_id")
def show(response_id: int) -> ResponseReturnValue:
    """Show one response in full; looking at it changes nothing."""
    return _page(response_id, ReturnForm())


def _page(response_id: int, form: ReturnForm) -> str:
    with reading() as session:
        page = reading_page.load(session, response_id, role=g.account.role)
    return render_template(
        "answer/reading/show.html", page=page, form=form, state_labels=rules.STATE_LABELS, kinds=KIND_LABELS,
        levels=AUDIENCE_LABELS, events=_events(), consent_names=consent_rules.SCOPE_LABELS, choices=_choices(),
        rights={choice.code: choice.label for choice in RIGHTS}, scopes=tuple(consent_rules.Scope),
    )  # fmt: skip


@bp.post("/<int:response_id>/read")
@allow(Role.EDITOR)
def begin_reading(response_id: int) -> ResponseReturnValue:
    """Note that an editor begins to read: from now on it cannot be taken back."""
    with transaction() as session:
        service.note_first_read(session, response_id, now=utc_now())
    return redirect(url_for(".show", response_id=response_id), code=303)


@bp.post("/<int:response_id>/return")
@allow(Role.EDITOR)
def give_back(response_id: int) -> ResponseReturnValue:
    """Return the response with a message; its letter leaves."""
    form = ReturnForm()
    if not form.validate_on_submit():
        return _page(response_id, form), 422
    with transaction() as session:
        return_response(session, response_id, form.message.data, account_id=g.account.id, now=utc_now())
    flash(_("The response is returned. The letter with your message is leaving."), "ok")
    return redirect(url_for(".show", response_id=response_id), code=303)


@bp.post("/<int:response_id>/accept")
@allow(Role.EDITOR)
def accept(response_id: int) -> ResponseReturnValue:
    """Note that the reading is done."""
    with transaction() as session:
        service.accept_response(session, response_id, account_id=g.account.id, now=utc_now())
    flash(_("The response is accepted."), "ok")
    return redirect(url_for(".show", response_id=response_id), code=303)


@bp.post("/<int:response_id>/reopen")
@allow(Role.EDITOR)
def reopen(response_id: int) -> ResponseReturnValue:
    """Take the acceptance back."""
    with transaction() as session:
        service.reopen_reading(session, response_id, account_id=g.account.id, now=utc_now())
    flash(_("The acceptance is taken back. The response is being read again."), "ok")
    return redirect(url_for(".show", response_id=response_id), code=303)


def _events() -> dict[str, str]:
    return {
        "opened": _("Opened the letter"), "submitted": _("Submitted"), "taken_back": _("Taken back"),
        "returned": _("Returned with a message"), "resubmitted": _("Submitted again"), "accepted": _("Accepted"),
        "reading": _("Reading begun"), "reopened": _("Read again"),
    }  # fmt: skip


def _choices() -> dict[str, str]:
    return {"yes": _("Agreed"), "anonymous": _("Agreed, without the name"), "no": _("Not agreed")}
