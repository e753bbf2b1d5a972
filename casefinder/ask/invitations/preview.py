"""The letter as an organisation will get it, with a note where its own link will stand."""

from dataclasses import dataclass

from flask_babel import gettext as _

from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.letters import request_subject, request_text
from casefinder.mail.jobs import desk


@dataclass(frozen=True)
class Preview:
    """Subject and text of a letter."""

    subject: str
    body: str


def invite_preview(campaign: Campaign, organisation_name: str) -> Preview:
    """Return the letter of request to one organisation; no link is made for it."""
    body = request_text(
        desk(), campaign, organisation_name, due=campaign.closes_at, link=_("(the organisation's own link)")
    )
    return Preview(request_subject(campaign, campaign.closes_at), body)
