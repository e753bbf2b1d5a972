"""The letter that gives a response back with the editors' message."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.answer.responses import queries, rules
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.models import ReturnMessage
from casefinder.answer.returns.service import RETURNED
from casefinder.ask.invitations.letters import link_of
from casefinder.ask.invitations.queries import own_link_of, state_of
from casefinder.ask.invitations.rules import LinkState
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.errors import N_
from casefinder.mail.models import Letter
from casefinder.mail.service import Desk, Mail, Skip
from casefinder.mail.wrapping import wrapped
from casefinder.templating import WEEKDAYS_JA
from casefinder.tokyo import local


def build_returned(session: Session, letter: Letter, desk: Desk, now: datetime) -> Mail | Skip:
    """Return the letter that gives a response back, with the editors' message and the link."""
    response = session.get_one(Response, letter.context["response_id"])
    message = session.get_one(ReturnMessage, letter.context["message_id"])
    if queries.state_of(response) is not rules.ResponseState.RETURNED or message.answered_at is not None:
        return Skip(N_("The response was submitted again."))
    link = own_link_of(session, response.id)
    if link is None or state_of(link, now) in (LinkState.REVOKED, LinkState.EXPIRED):
        return Skip(N_("The link is not in use."))
    invitation, document = response.invitation, questionnaires.document_of(response.version)
    body = desk.render(
        "mail/answer/returns/returned.ja.txt",
        organisation=invitation.organisation.display_name,
        campaign=invitation.campaign,
        settings=desk.settings,
        number=response.receipt_number,
        message=wrapped(message.message, indent="　"),
        numbers="、".join(document.number_of(str(key)) for key in message.question_keys),
        link=link_of(desk.settings, link),
    )
    when = local(message.returned_at)
    day = f"{when.month}/{when.day}（{WEEKDAYS_JA[when.weekday()]}）"
    subject = f"【差戻し {response.receipt_number}】{invitation.campaign.title}（{day}の確認）"
    return Mail(to=invitation.recipient_email, subject=subject, body=body)


KINDS = {RETURNED: build_returned}
