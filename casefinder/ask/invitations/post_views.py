"""Staff pages: the post. What waits and why, what did not arrive, sending now, and a test letter."""

from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.ask.invitations import post_queries, post_service
from casefinder.ask.invitations.forms import TrialForm
from casefinder.ask.invitations.post_queries import Pile
from casefinder.ask.invitations.views import letter_names
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.mail import trial
from casefinder.mail.troubles import ADVICE, LABELS
from casefinder.paging import asked_page
from casefinder.staff.accounts.views import own_path
from casefinder.staff.trail.watching import shows_personal_data

bp = FaceBlueprint("post", __name__, face=Face.STAFF, url_prefix="/staff/post")


@bp.get("/")
@allow(Role.EDITOR)
@shows_personal_data("letter")
def index() -> ResponseReturnValue:
    """Show what keeps letters, and the letters of one pile."""
    return _page(_trial_form())


def _page(form: TrialForm | None, outcome: trial.Outcome | None = None) -> str:
    now = utc_now()
    with reading() as session:
        state = post_queries.state(session, now)
        pile, words, sort = asked_list(state)
        found = post_queries.count(session, post_queries.lines_of(pile, words)) if words else None
        page = asked_page(getattr(state, pile.value) if found is None else found, post_queries.PAGE_SIZE)
        rows = post_queries.page_of(session, pile, words=words, sort=sort, page=page.number)
    return render_template(
        "ask/invitations/post.html", state=state, pile=pile.value, words=words, sort=sort, page=page, rows=rows, form=form, outcome=outcome,
        labels=LABELS, advice=ADVICE, letter_names=letter_names(),
        server=trial.server_words(current_app.extensions["settings"]),
    )  # fmt: skip


def asked_list(state: post_queries.State) -> tuple[Pile, str, str]:
    """Return the pile, the words and the order that the address asks for."""
    pile, given = _pile(state), request.args
    sort = given.get("sort", "")
    return (
        pile,
        given.get("q", "").strip()[:100],
        sort if sort in post_queries.SORTS else post_queries.usual_order(pile),
    )


def _pile(state: post_queries.State) -> Pile:
    asked = request.args.get("pile", "")
    if asked in list(Pile):
        return Pile(asked)
    if state.waiting:
        return Pile.WAITING
    return Pile.FAILED if state.failed else Pile.SENT


def _trial_form() -> TrialForm | None:
    if g.account.role < Role.ADMINISTRATOR:
        return None
    return TrialForm(email=g.account.email)


@bp.post("/now")
@allow(Role.EDITOR)
def send_all() -> ResponseReturnValue:
    """Have all letters tried at once that wait."""
    with transaction() as session:
        count = post_service.send_all_now(session, now=utc_now(), account_id=g.account.id)
    flash(
        _("%(count)s letters are tried now. Load this page again to see what came of it.", count=count), "ok"
    )
    return _back()


@bp.post("/<int:letter_id>/now")
@allow(Role.EDITOR)
def send_one(letter_id: int) -> ResponseReturnValue:
    """Have one letter tried at once."""
    with transaction() as session:
        post_service.send_one_now(session, letter_id, now=utc_now(), account_id=g.account.id)
    flash(_("The letter is tried now. Load this page again to see what came of it."), "ok")
    return _back()


@bp.post("/release")
@allow(Role.PUBLISHER)
def let_go() -> ResponseReturnValue:
    """Let letters leave again after a restore."""
    with transaction() as session:
        post_service.let_go(session, now=utc_now(), account_id=g.account.id)
    flash(_("Letters leave again."), "ok")
    return _back()


@bp.post("/<int:letter_id>/aside")
@allow(Role.EDITOR)
def put_aside(letter_id: int) -> ResponseReturnValue:
    """Take out of the line what arrived before the restore."""
    with transaction() as session:
        post_service.put_aside(session, letter_id, now=utc_now(), account_id=g.account.id)
    flash(_("The letter is out of the line and will not be sent."), "ok")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(own_path(request.form.get("next", ""), otherwise=url_for(".index")), code=303)


@bp.post("/try")
@allow(Role.ADMINISTRATOR)
def try_out() -> ResponseReturnValue:
    """Hand a test letter to the mail server and say what it said."""
    form = TrialForm()
    if not form.validate_on_submit():
        return _page(form), 422
    now = utc_now()
    outcome = trial.try_out(
        current_app.extensions["postman"],
        current_app.extensions["settings"],
        form.address(),
        render=_render,
        now=now,
    )
    with transaction() as session:
        post_service.note_trial(session, outcome.verdict, now=now, account_id=g.account.id)
    return _page(form, outcome)


def _render(name: str, **values: Any) -> str:
    return current_app.jinja_env.get_template(name).render(**values)


@bp.app_context_processor
def post_state() -> dict[str, Any]:
    """Let pages that show letters say why none leaves."""
    return {"mail_keepers": _keepers, "trouble_labels": LABELS, "trouble_advice": ADVICE}


def _keepers() -> tuple[post_queries.Stop | None, post_queries.Hold | None]:
    with reading() as session:
        return post_queries.keepers(session)
