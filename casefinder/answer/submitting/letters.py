"""The receipt as a letter."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.answer.answers.ending_rules import is_ended
from casefinder.answer.responses import queries, rules
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.submitting.consents import publishes
from casefinder.answer.submitting.service import RECEIPT
from casefinder.ask.invitations.letters import deadline_words
from casefinder.ask.questionnaires import rules as questions
from casefinder.errors import N_
from casefinder.mail.models import Letter
from casefinder.mail.service import Desk, Mail, Skip
from casefinder.mail.wrapping import wrapped


def build_receipt(session: Session, letter: Letter, desk: Desk, now: datetime) -> Mail | Skip:
    """Return the letter with the receipt number; it goes to the address that was invited."""
    response = session.get_one(Response, letter.context["response_id"])
    if queries.state_of(response) in rules.WRITABLE or response.submitted_at is None:
        return Skip(N_("The response was taken back or returned."))
    invitation = response.invitation
    said = snapshots.statement(session, response.id)
    if said is None:
        return Skip(N_("The response was taken back or returned."))
    edition = queries.submissions(session, response.id)
    body = desk.render(
        "mail/answer/submitting/receipt.ja.txt",
        organisation=invitation.organisation.display_name,
        campaign=invitation.campaign,
        settings=desk.settings,
        number=response.receipt_number,
        submitted=deadline_words(response.submitted_at),
        edition=edition,
        is_ended=is_ended(said.document, said.answers),
        counts=questions.counts(said.document, said.answers),
        may_take_back=invitation.campaign.closed_at is None or response.returned_at is not None,
        publishes=publishes(said.document, said.answers),
        publication=wrapped(invitation.campaign.publication, indent="　"),
    )
    again = f"（第{edition}版）" if edition > 1 else ""
    subject = f"【受付 {response.receipt_number}】{invitation.campaign.title}{again}"
    return Mail(to=invitation.recipient_email, subject=subject, body=body)


KINDS = {RECEIPT: build_receipt}
