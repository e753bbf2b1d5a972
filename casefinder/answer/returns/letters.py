"""The letter that gives a response back with the editors' message."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.answer.answers.queries import answers_of
from casefinder.answer.responses import queries, rules
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.named import Named, named_questions
from casefinder.answer.returns.queries import Message, open_message
from casefinder.answer.returns.service import RETURNED
from casefinder.ask.invitations.letters import deadline_words, link_of
from casefinder.ask.invitations.queries import own_link_of, state_of
from casefinder.ask.invitations.rules import LinkState, deadline
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.document import Item
from casefinder.errors import N_
from casefinder.mail.models import Letter
from casefinder.mail.service import Desk, Mail, Skip
from casefinder.mail.wrapping import wrapped
from casefinder.templating import WEEKDAYS_JA
from casefinder.tokyo import local


def build_returned(session: Session, letter: Letter, desk: Desk, now: datetime) -> Mail | Skip:
    """Return the letter that gives a response back, with the editors' message and the link."""
    response = session.get_one(Response, letter.context["response_id"])
    message = open_message(session, response.id)
    is_asked = message is not None and message.id == letter.context["message_id"]
    if message is None or not is_asked or queries.state_of(response) is not rules.ResponseState.RETURNED:
        return Skip(N_("The response was submitted again."))
    link = own_link_of(session, response.id)
    if link is None or state_of(link, now) in (LinkState.REVOKED, LinkState.EXPIRED):
        return Skip(N_("The link is not in use."))
    invitation = response.invitation
    body = desk.render(
        "mail/answer/returns/returned.ja.txt",
        organisation=invitation.organisation.display_name,
        campaign=invitation.campaign,
        settings=desk.settings,
        number=response.receipt_number,
        returned=deadline_words(message.returned_at),
        message=wrapped(message.text, indent="　"),
        questions=[_by_words(each.item) for each in asked_back(session, response, message)],
        link=link_of(desk.settings, link),
        is_late=deadline(invitation.campaign.closes_at, invitation.due_at) <= now,
    )
    when = local(message.returned_at)
    day = f"{when.month}/{when.day}（{WEEKDAYS_JA[when.weekday()]}）"
    subject = f"【差戻し {response.receipt_number}】{invitation.campaign.title}（{day}の確認）"
    return Mail(to=invitation.recipient_email, subject=subject, body=body)


def asked_back(session: Session, response: Response, message: Message) -> list[Named]:
    """Return the questions that the response's first page names now: the letter names the same."""
    document = questionnaires.document_of(response.version)
    return named_questions(document, message, answers_of(session, response.id))


def _by_words(item: Item) -> str:
    """Return a question by its number and its words, a long one on several lines."""
    return wrapped(f"{item.number}　{item.title}", indent="　")


KINDS = {RETURNED: build_returned}
