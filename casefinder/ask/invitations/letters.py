"""The letter that brings a personal link; the link is made when the letter leaves, and kept nowhere."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import rules
from casefinder.ask.invitations.link_service import token_of
from casefinder.ask.invitations.models import Link
from casefinder.ask.invitations.queries import state_of
from casefinder.ask.invitations.service import INVITE
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires import rules as questions
from casefinder.config import Settings
from casefinder.errors import N_
from casefinder.mail.models import Letter
from casefinder.mail.service import Desk, Mail, Skip
from casefinder.mail.wrapping import wrapped
from casefinder.templating import WEEKDAYS_JA, reiwa_day
from casefinder.tokyo import local


def build_invite(session: Session, letter: Letter, desk: Desk, now: datetime) -> Mail | Skip:
    """Return the letter of request with its link, or say why it is no longer to be sent."""
    link = session.get_one(Link, letter.link_id)
    if letter.context["generation"] != link.generation:
        return Skip(N_("A newer link was sent."))
    if state_of(link, now) not in (rules.LinkState.SENT, rules.LinkState.OPENED):
        return Skip(N_("The link is not in use."))
    campaign = link.invitation.campaign
    is_new_link = link.generation > 1
    body = request_text(
        desk, campaign, link.invitation.organisation.display_name, is_new_link=is_new_link,
        due=(due := rules.deadline(campaign.closes_at, link.invitation.due_at)),
        link=link_of(desk.settings, link),
    )  # fmt: skip
    subject = request_subject(campaign, due) + ("（新しいリンク）" if is_new_link else "")
    return Mail(to=link.recipient or link.invitation.recipient_email, subject=subject, body=body)


def request_subject(campaign: Campaign, due: datetime) -> str:
    """Return 【要回答 12/11まで】 and the campaign's title."""
    return f"【要回答 {short_day(due)}まで】{campaign.title}"


def request_text(
    desk: Desk, campaign: Campaign, organisation: str, *, due: datetime, link: str, is_new_link: bool = False
) -> str:
    """Return the text of the letter of request."""
    document = questionnaires.document_of(campaign.version)
    return desk.render(
        "mail/ask/invitations/invite.ja.txt",
        organisation=organisation,
        campaign=campaign,
        settings=desk.settings,
        introduction=wrapped(document.introduction),
        purpose=wrapped(campaign.purpose, indent="　"),
        legal_basis=wrapped(campaign.legal_basis, indent="　"),
        publication=wrapped(campaign.publication, indent="　"),
        minutes=sum(section.minutes for section in document.sections),
        required=questions.counts(document, {}).required,
        can_end=questions.can_end(document),
        approval=questions.approval_number(document),
        deadline=deadline_words(due),
        link=link,
        is_new_link=is_new_link,
    )


def link_of(settings: Settings, link: Link) -> str:
    """Return the personal link, built from the settings' public address; it goes into a letter and nowhere else."""
    token = token_of(settings.link_key, link)
    return f"{settings.public_base_url.rstrip('/')}/i/{token}"


KINDS = {INVITE: build_invite}


def deadline_words(due: datetime) -> str:
    """Return 令和8年12月11日（金）17:00."""
    when = local(due)
    return f"{reiwa_day(due)}（{WEEKDAYS_JA[when.weekday()]}）{when:%H:%M}"


def short_day(due: datetime) -> str:
    """Return 12/11, for a subject."""
    when = local(due)
    return f"{when.month}/{when.day}"
