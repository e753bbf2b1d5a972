"""The letter as an organisation will get it, with a note where its own link will stand."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.letters import deadline_words, short_day, wrapped
from casefinder.ask.questionnaires import service as questionnaires


@dataclass(frozen=True)
class Preview:
    """Subject and text of a letter."""

    subject: str
    body: str


def invite_preview(campaign: Campaign, organisation_name: str) -> Preview:
    """Return the letter of request to one organisation; no link is made for it."""
    document = questionnaires.document_of(campaign.version)
    body = current_app.jinja_env.get_template("mail/ask/invitations/invite.ja.txt").render(
        organisation=organisation_name, campaign=campaign, settings=current_app.extensions["settings"],
        introduction=wrapped(document.introduction), purpose=wrapped(campaign.purpose, indent="　"),
        legal_basis=wrapped(campaign.legal_basis, indent="　"),
        publication=wrapped(campaign.publication, indent="　"),
        minutes=sum(section.minutes for section in document.sections),
        deadline=deadline_words(campaign.closes_at), link=_("(the organisation's own link)"), is_new_link=False,
    )  # fmt: skip
    return Preview(f"【要回答 {short_day(campaign.closes_at)}まで】{campaign.title}", body)
