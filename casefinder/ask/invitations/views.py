"""Staff pages: whom to ask, the letters that leave, and one invitation."""

from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder import tokyo
from casefinder.ask.campaigns import queries as campaigns
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.campaigns.rules import campaign_state
from casefinder.ask.invitations import post_queries, queries, rules, service, staff_queries, staff_service
from casefinder.ask.invitations.forms import AddressForm, ExtensionForm
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.invitations.preview import invite_preview
from casefinder.ask.organisations import queries as organisations
from casefinder.ask.organisations.rules import KIND_LABELS
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.errors import CasefinderError, NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.mail import service as mail
from casefinder.mail.troubles import LABELS
from casefinder.measure import is_row_id
from casefinder.paging import asked_page
from casefinder.staff.consent.seeing_rules import PERSONAL, Purpose, may_see
from casefinder.staff.trail.watching import shows_personal_data
from casefinder.templating import full_day, say

bp = FaceBlueprint(
    "invitations", __name__, face=Face.STAFF, url_prefix="/staff/campaigns/<int:campaign_id>/invitations"
)


def asked_filters() -> dict[str, Any]:
    given = request.args
    return {
        "words": given.get("q", "").strip()[:100], "kind": given.get("kind", ""),
        "subprefecture": given.get("place", ""), "asked": given.get("asked", "no"), "reach": given.get("reach", ""),
        "sort": given.get("sort", "place"),
        "with_contacts": may_see(PERSONAL, g.account.role, Purpose.SEARCH),
    }  # fmt: skip


@bp.get("/")
@allow(Role.READER)
@shows_personal_data("invitation")
def index(campaign_id: int) -> ResponseReturnValue:
    """Choose whom to ask."""
    filters = asked_filters()
    with reading() as session:
        campaign = campaign_or_404(session, campaign_id)
        found = staff_queries.choices(campaign_id, **filters)
        page = asked_page(staff_queries.count(session, found), staff_queries.PAGE_SIZE)
        return render_template(
            "ask/invitations/choose.html", campaign=campaign, state=_state(campaign), page=page,
            rows=staff_queries.page_of(session, found, page=page.number), filters=filters,
            kinds=KIND_LABELS, places=organisations.places(session), most=staff_queries.MOST_AT_ONCE,
        )  # fmt: skip


@bp.get("/preview")
@allow(Role.EDITOR)
@shows_personal_data("invitation")
def preview(campaign_id: int) -> ResponseReturnValue:
    """Show every recipient and the letter before anything leaves."""
    with reading() as session:
        campaign = campaign_or_404(session, campaign_id)
        chosen = _chosen(session, campaign_id)
        new = [each for each in chosen if each.invitation_id is None]
        ready = [each for each in new if each.email]
        return render_template(
            "ask/invitations/preview.html", campaign=campaign, state=_state(campaign), ready=ready,
            without=[each for each in new if not each.email], kinds=KIND_LABELS,
            already=[each for each in chosen if each.invitation_id is not None],
            letter=invite_preview(campaign, ready[0].name) if ready else None,
        )  # fmt: skip


@bp.post("/send")
@allow(Role.EDITOR)
def send(campaign_id: int) -> ResponseReturnValue:
    """Invite those who were shown; their letters leave one after the other."""
    ids = _ids(request.form.get("ids", "").split(","))
    with transaction() as session:
        invited = service.invite(
            session, campaign_id, ids, link_key=_link_key(), now=utc_now(), account_id=g.account.id
        )
        count, (stop, hold) = len(invited), post_queries.keepers(session)
    if stop or hold:
        why = LABELS[stop.trouble] if stop else post_queries.HELD
        flash(
            _(
                "%(count)s organisations are asked, but no letter leaves at present: %(why)s",
                count=count, why=_(why),
            ),
            "bad",
        )  # fmt: skip
    else:
        flash(_("%(count)s organisations are asked. Their letters are leaving now.", count=count), "ok")
    return redirect(url_for("board.show", campaign_id=campaign_id), code=303)


@bp.get("/<int:invitation_id>")
@allow(Role.READER)
@shows_personal_data("invitation", "invitation_id")
def show(campaign_id: int, invitation_id: int) -> ResponseReturnValue:
    """Show one invitation: link, deadline, letters."""
    return _page(campaign_id, invitation_id)


def _page(
    campaign_id: int,
    invitation_id: int,
    *,
    extension: ExtensionForm | None = None,
    address: AddressForm | None = None,
) -> str:
    now = utc_now()
    with reading() as session:
        invitation = _invitation(session, campaign_id, invitation_id)
        due = rules.deadline(invitation.campaign.closes_at, invitation.due_at)
        local = tokyo.local(due)
        return render_template(
            "ask/invitations/show.html", invitation=invitation, campaign=invitation.campaign,
            organisation=invitation.organisation, link=invitation.main_link, due=due,
            state=queries.state_of(invitation.main_link, now),
            state_labels=rules.STATE_LABELS, letters=staff_queries.letters_of(session, invitation_id),
            letter_names=letter_names(), kinds=KIND_LABELS,
            extension=extension or ExtensionForm(closes_on=local.date(), closes_time=local.time()),
            address=address or AddressForm(email=invitation.recipient_email),
        )  # fmt: skip


def letter_names() -> dict[str, str]:
    """Return what each kind of letter is called."""
    return {kind.name: _(kind.label) for kind in mail.kinds()}


@bp.post("/<int:invitation_id>/extend")
@allow(Role.EDITOR)
def extend(campaign_id: int, invitation_id: int) -> ResponseReturnValue:
    """Give this organisation a deadline of its own."""
    form = ExtensionForm()
    if not form.validate_on_submit():
        return _page(campaign_id, invitation_id, extension=form), 422
    try:
        with transaction() as session:
            _invitation(session, campaign_id, invitation_id)
            staff_service.extend_deadline(
                session, invitation_id, form.closes_at(), now=utc_now(), account_id=g.account.id
            )
    except staff_service.BadExtension as error:
        form.closes_on.errors = [say(error)]
        return _page(campaign_id, invitation_id, extension=form), 422
    return _back(
        campaign_id, invitation_id, _("The deadline is now %(day)s.", day=full_day(form.closes_at()))
    )


@bp.post("/<int:invitation_id>/extend/clear")
@allow(Role.EDITOR)
def clear_extension(campaign_id: int, invitation_id: int) -> ResponseReturnValue:
    """Let the campaign's deadline hold again."""
    with transaction() as session:
        _invitation(session, campaign_id, invitation_id)
        staff_service.extend_deadline(session, invitation_id, None, now=utc_now(), account_id=g.account.id)
    return _back(campaign_id, invitation_id, _("The deadline of the campaign holds again."))


@bp.post("/<int:invitation_id>/renew")
@allow(Role.EDITOR)
def renew(campaign_id: int, invitation_id: int) -> ResponseReturnValue:
    """Send a new link; the old one stops working."""
    with transaction() as session:
        _invitation(session, campaign_id, invitation_id)
        service.renew(session, invitation_id, link_key=_link_key(), now=utc_now(), account_id=g.account.id)
    return _back(
        campaign_id, invitation_id, _("A letter with a new link is leaving. The old link works no more.")
    )


@bp.post("/<int:invitation_id>/same-link")
@allow(Role.EDITOR)
def send_same_link(campaign_id: int, invitation_id: int) -> ResponseReturnValue:
    """Send the letter once more with the link that it had."""
    with transaction() as session:
        _invitation(session, campaign_id, invitation_id)
        service.send_same_link(session, invitation_id, now=utc_now(), account_id=g.account.id)
    return _back(campaign_id, invitation_id, _("The letter is leaving once more, with the same link."))


@bp.post("/<int:invitation_id>/revoke")
@allow(Role.EDITOR)
def revoke(campaign_id: int, invitation_id: int) -> ResponseReturnValue:
    """Make the link stop working."""
    with transaction() as session:
        _invitation(session, campaign_id, invitation_id)
        service.revoke(session, invitation_id, now=utc_now(), account_id=g.account.id)
    return _back(campaign_id, invitation_id, _("The link works no more. What was answered is kept."))


@bp.post("/<int:invitation_id>/address")
@allow(Role.EDITOR)
def correct_address(campaign_id: int, invitation_id: int) -> ResponseReturnValue:
    """Correct the address and send the letter again."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(campaign_id, invitation_id, address=form), 422
    try:
        with transaction() as session:
            _invitation(session, campaign_id, invitation_id)
            staff_service.correct_address(
                session, invitation_id, form.email.data, link_key=_link_key(), now=utc_now(),
                keep_for_next_time=form.keep_for_next_time.data, account_id=g.account.id,
            )  # fmt: skip
    except CasefinderError as error:
        form.email.errors = [say(error)]
        return _page(campaign_id, invitation_id, address=form), 422
    return _back(
        campaign_id, invitation_id, _("The address is corrected. A letter with a new link is leaving.")
    )


@bp.post("/<int:invitation_id>/letters/<int:letter_id>/again")
@allow(Role.EDITOR)
def send_again(campaign_id: int, invitation_id: int, letter_id: int) -> ResponseReturnValue:
    """Try a failed letter once more."""
    with transaction() as session:
        _invitation(session, campaign_id, invitation_id)
        staff_service.send_again(session, invitation_id, letter_id, now=utc_now(), account_id=g.account.id)
    return _back(campaign_id, invitation_id, _("The letter is leaving again."))


def _back(campaign_id: int, invitation_id: int, message: str) -> ResponseReturnValue:
    flash(message, "ok")
    return redirect(url_for(".show", campaign_id=campaign_id, invitation_id=invitation_id), code=303)


def campaign_or_404(session: Session, campaign_id: int) -> Campaign:
    """Return a campaign."""
    campaign = campaigns.campaign_of(session, campaign_id)
    if campaign is None:
        raise NotFoundError
    return campaign


def _state(campaign: Campaign) -> str:
    return campaign_state(
        opened_at=campaign.opened_at,
        closes_at=campaign.closes_at,
        closed_at=campaign.closed_at,
        now=utc_now(),
    ).value


def _invitation(session: Session, campaign_id: int, invitation_id: int) -> Invitation:
    invitation = staff_queries.invitation_of(session, campaign_id, invitation_id)
    if invitation is None:
        raise NotFoundError
    return invitation


def _link_key() -> str:
    key: str = current_app.extensions["settings"].link_key
    return key


def _ids(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if is_row_id(text)][: staff_queries.MOST_AT_ONCE]


def _chosen(session: Session, campaign_id: int) -> list[staff_queries.Choice]:
    if request.args.get("all"):
        found = staff_queries.choices(campaign_id, **asked_filters())
        return staff_queries.page_of(session, found, size=staff_queries.MOST_AT_ONCE)
    return staff_queries.chosen(session, campaign_id, _ids(request.args.getlist("organisation")))


def _query(filters: dict[str, str]) -> dict[str, Any]:
    return {
        "q": filters["words"] or None, "kind": filters["kind"] or None, "place": filters["subprefecture"] or None,
        "asked": filters["asked"], "reach": filters["reach"] or None,
    }  # fmt: skip
