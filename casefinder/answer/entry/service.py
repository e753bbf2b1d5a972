"""Opening a response by its link."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.answer.responses.errors import CampaignClosed
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.rows import happened
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import link_service as links
from casefinder.ask.invitations.models import Link


def begun(session: Session, link: Link, now: datetime) -> Response:
    """Begin the response that a locked link opens, with the campaign's pinned version.

    Raises:
        CampaignClosed: The campaign takes no answers any more.
    """
    campaign = session.get_one(Campaign, link.invitation.campaign_id)
    if campaign.closed_at is not None:
        raise CampaignClosed
    response = Response(
        invitation_id=link.invitation_id, version_id=campaign.version_id, revision=0, started_at=now
    )
    session.add(response)
    session.flush()
    link.response_id = response.id
    happened(session, response, "opened", now, link_id=link.id)
    return response


def open_response(session: Session, link_id: int, *, now: datetime) -> Response:
    """Return the response behind a link; the first time it is begun, with the campaign's pinned version.

    Raises:
        CampaignClosed: It was never begun, and the campaign takes no answers any more.
    """
    link = links.locked(session, link_id)
    if link.response_id is not None:
        links.note_opened(session, link, now=now)
        return session.get_one(Response, link.response_id)
    response = begun(session, link, now)
    links.note_opened(session, link, now=now)
    return response
