"""Staff pages: preparing a campaign, opening and closing it. Their list is a page of the invitations."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from casefinder import tokyo
from casefinder.ask.campaigns import queries, rules, service
from casefinder.ask.campaigns.forms import CampaignForm, DeadlineForm
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.errors import CasefinderError, NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.templating import full_day, say

bp = FaceBlueprint("campaigns", __name__, face=Face.STAFF, url_prefix="/staff/campaigns")


@bp.get("/new")
@allow(Role.EDITOR)
def new() -> ResponseReturnValue:
    """Ask for what a campaign is made of."""
    return _form_page(_campaign_form(None), None)


@bp.post("/new")
@allow(Role.EDITOR)
def create() -> ResponseReturnValue:
    """Prepare a campaign."""
    form = _campaign_form(None)
    if not form.validate_on_submit():
        return _form_page(form, None), 422
    try:
        with transaction() as session:
            campaign_id = service.create_campaign(
                session, _values(form), now=utc_now(), account_id=g.account.id
            ).id
    except CasefinderError as error:
        _beside_field(form, error)
        return _form_page(form, None), 422
    flash(_("The campaign is prepared. Nobody has been asked yet."), "ok")
    return redirect(url_for(".prepare", campaign_id=campaign_id), code=303)


@bp.get("/<int:campaign_id>/edit")
@allow(Role.EDITOR)
def edit(campaign_id: int) -> ResponseReturnValue:
    """Show a draft for changing."""
    with reading() as session:
        campaign = _campaign(queries.campaign_of(session, campaign_id))
        if campaign.opened_at is not None:
            raise service.NotDraft
        return _form_page(_campaign_form(campaign), campaign_id)


@bp.post("/<int:campaign_id>/edit")
@allow(Role.EDITOR)
def change(campaign_id: int) -> ResponseReturnValue:
    """Change a draft."""
    form = _campaign_form(None)
    if not form.validate_on_submit():
        return _form_page(form, campaign_id), 422
    try:
        with transaction() as session:
            service.change_draft(session, campaign_id, _values(form), now=utc_now(), account_id=g.account.id)
    except (service.SlugTaken, service.BadDeadline) as error:
        _beside_field(form, error)
        return _form_page(form, campaign_id), 422
    flash(_("The draft is saved."), "ok")
    return redirect(url_for(".prepare", campaign_id=campaign_id), code=303)


@bp.get("/<int:campaign_id>/open")
@allow(Role.READER)
def prepare(campaign_id: int) -> ResponseReturnValue:
    """Show what the respondents will be told, and offer to open the campaign."""
    with reading() as session:
        campaign = _campaign(queries.campaign_of(session, campaign_id))
        if campaign.opened_at is not None:
            return redirect(_board(campaign_id), code=303)
        texts = {name: getattr(campaign, name) for name in ("title", "legal_basis", "purpose", "publication")}
        return render_template(
            "ask/campaigns/prepare.html", campaign=campaign, missing=rules.missing_texts(texts),
            deadline_problem=rules.deadline_problem(campaign.closes_at, utc_now()),
            document=questionnaires.document_of(campaign.version),
        )  # fmt: skip


@bp.post("/<int:campaign_id>/open")
@allow(Role.EDITOR)
def open_it(campaign_id: int) -> ResponseReturnValue:
    """Open the campaign; the next step is to choose whom to ask."""
    with transaction() as session:
        service.open_campaign(session, campaign_id, now=utc_now(), account_id=g.account.id)
    flash(_("The campaign is open. Now choose whom to ask."), "ok")
    return redirect(url_for("invitations.index", campaign_id=campaign_id), code=303)


@bp.get("/<int:campaign_id>/deadline")
@allow(Role.EDITOR)
def deadline(campaign_id: int) -> ResponseReturnValue:
    """Ask for a new deadline."""
    with reading() as session:
        campaign = _campaign(queries.campaign_of(session, campaign_id))
        local = tokyo.local(campaign.closes_at)
        return _deadline_page(DeadlineForm(closes_on=local.date(), closes_time=local.time()), campaign_id)


@bp.post("/<int:campaign_id>/deadline")
@allow(Role.EDITOR)
def move_deadline(campaign_id: int) -> ResponseReturnValue:
    """Move the deadline of all who have none of their own."""
    form = DeadlineForm()
    if not form.validate_on_submit():
        return _deadline_page(form, campaign_id), 422
    try:
        with transaction() as session:
            service.move_deadline(
                session, campaign_id, form.closes_at(), now=utc_now(), account_id=g.account.id
            )
    except service.BadDeadline as error:
        form.closes_on.errors = [say(error)]
        return _deadline_page(form, campaign_id), 422
    flash(_("The deadline is now %(day)s.", day=full_day(form.closes_at())), "ok")
    return redirect(_board(campaign_id), code=303)


def _deadline_page(form: DeadlineForm, campaign_id: int) -> str:
    with reading() as session:
        campaign = _campaign(queries.campaign_of(session, campaign_id))
        return render_template("ask/campaigns/deadline.html", form=form, campaign=campaign)


@bp.post("/<int:campaign_id>/close")
@allow(Role.EDITOR)
def close(campaign_id: int) -> ResponseReturnValue:
    """Take no more answers."""
    with transaction() as session:
        service.close_campaign(session, campaign_id, now=utc_now(), account_id=g.account.id)
    flash(_("The campaign is closed. No more answers are taken; you can reopen it."), "ok")
    return redirect(_board(campaign_id), code=303)


@bp.post("/<int:campaign_id>/reopen")
@allow(Role.EDITOR)
def reopen(campaign_id: int) -> ResponseReturnValue:
    """Take answers again."""
    with transaction() as session:
        service.reopen_campaign(session, campaign_id, now=utc_now(), account_id=g.account.id)
    flash(_("The campaign takes answers again."), "ok")
    return redirect(_board(campaign_id), code=303)


def _board(campaign_id: int) -> str:
    return url_for("board.show", campaign_id=campaign_id)


def _campaign(campaign: Campaign | None) -> Campaign:
    if campaign is None:
        raise NotFoundError
    return campaign


def _campaign_form(campaign: Campaign | None) -> CampaignForm:
    if campaign is None:
        form = CampaignForm()
    else:
        local = tokyo.local(campaign.closes_at)
        form = CampaignForm(
            title=campaign.title, slug=campaign.slug, survey_number=campaign.survey_number,
            version_id=campaign.version_id, legal_basis=campaign.legal_basis, purpose=campaign.purpose,
            publication=campaign.publication, closes_on=local.date(), closes_time=local.time(),
        )  # fmt: skip
    with reading() as session:
        form.version_id.choices = [
            SelectChoice(v.id, f"{v.title}　{v.edition}（{_('%(count)s questions', count=v.items)}）")
            for v in queries.versions(session)
        ]
    return form


def _form_page(form: CampaignForm, campaign_id: int | None) -> str:
    return render_template("ask/campaigns/form.html", form=form, campaign_id=campaign_id)


def _values(form: CampaignForm) -> service.NewCampaign:
    return service.NewCampaign(
        slug=form.slug.data, title=form.title.data, version_id=form.version_id.data, closes_at=form.closes_at(),
        legal_basis=form.legal_basis.data, purpose=form.purpose.data, publication=form.publication.data,
        survey_number=form.survey_number.data,
    )  # fmt: skip


def _beside_field(form: CampaignForm, error: CasefinderError) -> None:
    field = form.closes_on if isinstance(error, service.BadDeadline) else form.slug
    field.errors = [say(error)]
