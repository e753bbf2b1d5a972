"""Letters about a response: the receipt, and the editors' return with its message."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from casefinder.answer.responses import queries, rules
from casefinder.answer.responses.models import Response, ReturnMessage
from casefinder.answer.responses.service import RECEIPT, RETURNED
from casefinder.ask.invitations.letters import deadline_words, link_of, wrapped
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.invitations.queries import state_of
from casefinder.ask.invitations.rules import InvitationState
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.config import Settings
from casefinder.errors import N_
from casefinder.mail.models import Letter
from casefinder.mail.service import Mail, Skip, letter_kind
from casefinder.templating import WEEKDAYS_JA, local


@letter_kind(RECEIPT)
def build_receipt(session: Session, letter: Letter, now: datetime) -> Mail | Skip:
    """Return the letter with the receipt number; it goes to the address that was invited."""
    response = session.get_one(Response, letter.context["response_id"])
    if queries.state_of(response) in rules.WRITABLE or response.submitted_at is None:
        return Skip(N_("The response was taken back or returned."))
    invitation = session.get_one(Invitation, response.invitation_id)
    document = questionnaires.document_of(response.version)
    answers = queries.answers_of(session, response.id)
    edition = queries.submissions(session, response.id)
    body = current_app.jinja_env.get_template("mail/answer/responses/receipt.ja.txt").render(
        organisation=invitation.organisation.display_name,
        campaign=invitation.campaign,
        settings=_settings(),
        number=response.receipt_number,
        submitted=deadline_words(response.submitted_at),
        edition=edition,
        is_ended=rules.is_ended(document, answers),
        counts=questions.counts(document, answers),
        publication=wrapped(invitation.campaign.publication, indent="　"),
    )
    again = f"（第{edition}版）" if edition > 1 else ""
    subject = f"【受付 {response.receipt_number}】{invitation.campaign.title}{again}"
    return Mail(to=invitation.recipient_email, subject=subject, body=body)


@letter_kind(RETURNED)
def build_returned(session: Session, letter: Letter, now: datetime) -> Mail | Skip:
    """Return the letter that gives a response back, with the editors' message and the link."""
    response = session.get_one(Response, letter.context["response_id"])
    message = session.get_one(ReturnMessage, letter.context["message_id"])
    if queries.state_of(response) is not rules.ResponseState.RETURNED or message.answered_at is not None:
        return Skip(N_("The response was submitted again."))
    invitation = session.get_one(Invitation, response.invitation_id)
    if state_of(invitation, now) in (InvitationState.REVOKED, InvitationState.EXPIRED):
        return Skip(N_("The link is not in use."))
    settings = _settings()
    body = current_app.jinja_env.get_template("mail/answer/responses/returned.ja.txt").render(
        organisation=invitation.organisation.display_name,
        campaign=invitation.campaign,
        settings=settings,
        number=response.receipt_number,
        message=wrapped(message.message, indent="　"),
        keys="、".join(str(key) for key in message.question_keys),
        link=link_of(settings, invitation),
    )
    when = local(message.returned_at)
    day = f"{when.month}/{when.day}（{WEEKDAYS_JA[when.weekday()]}）"
    subject = f"【差戻し {response.receipt_number}】{invitation.campaign.title}（{day}の確認）"
    return Mail(to=invitation.recipient_email, subject=subject, body=body)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
