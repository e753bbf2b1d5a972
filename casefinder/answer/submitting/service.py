"""Submitting a response and taking it back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from casefinder import events
from casefinder.answer.answers.history import keep_history
from casefinder.answer.answers.queries import AnswerView, answers_of
from casefinder.answer.answers.storing import store
from casefinder.answer.attachments import service as attaching
from casefinder.answer.responses import queries, rules
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.rows import after, happened, locked, queue_letter, refuse_when_closed
from casefinder.answer.returns.messages import answer_messages, reopen_messages
from casefinder.answer.snapshots import service as snapshots
from casefinder.answer.submitting import receipts
from casefinder.answer.submitting.consents import said_consents
from casefinder.answer.submitting.errors import CannotTakeBack, IncompleteResponse, StaleResponse
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import Given
from casefinder.errors import N_
from casefinder.mail.rules import LetterClass, LetterKind
from casefinder.staff.consent import service as consent
from casefinder.tokyo import local

# The name is stored with every letter; it stays, whatever the rooms are called.
RECEIPT = LetterKind("answer/responses/receipt", N_("Receipt"), LetterClass.RECEIPT)


def save_consents(
    session: Session,
    response_id: int,
    consents: Mapping[str, Given],
    *,
    seen: int,
    now: datetime,
    link_id: int | None = None,
) -> None:
    """Keep the consents that were chosen on a check page whose response cannot be submitted yet.

    Nothing is saved when the response is not what the page showed, or not the respondent's to change.

    Args:
        session: A writing session.
        response_id: Whose.
        consents: Key of an item that asks for a consent → what was chosen.
        seen: The response's revision that the check page showed.
        now: When (UTC).
        link_id: By whose link.

    Raises:
        CampaignClosed: The campaign takes no answers any more.
    """
    response = locked(session, response_id)
    if queries.state_of(response) not in rules.WITH_EDITORS and response.revision == seen:
        _with_consents(session, response, consents, now, link_id)


def submit_response(
    session: Session,
    response_id: int,
    *,
    seen: int,
    now: datetime,
    link_id: int | None = None,
    consents: Mapping[str, Given] | None = None,
) -> receipts.Receipt:
    """Hand a response in; a second click, or twenty at once, get the same receipt.

    Args:
        session: A writing session.
        response_id: Whose.
        seen: The response's revision that the check page showed.
        now: When (UTC).
        link_id: By whose link.
        consents: What was chosen on the check page itself: item key → answer; saved and submitted at once.

    Raises:
        StaleResponse: The content is not what the check page showed.
        IncompleteResponse: Something required is missing or something is wrong.
        CampaignClosed: The campaign takes no answers any more.
    """
    response = locked(session, response_id)
    state = queries.state_of(response)
    if state in rules.WITH_EDITORS:
        return receipts.receipt_of(response)
    if response.revision != seen:
        raise StaleResponse
    document = questionnaires.document_of(response.version)
    answers = _with_consents(session, response, consents or {}, now, link_id)
    problems = questions.submit_problems(document, answers, today=local(now).date())
    for key, found in attaching.problems_of(
        session, response_id, document, answers, with_waiting=True
    ).items():
        problems[key] = (*problems.get(key, ()), *found)
    if problems:
        raise IncompleteResponse(problems)
    keep_history(session, response_id, "submit", now=now)
    again = response.returned_at is not None
    receipt_number = response.receipt_number or receipts.new_receipt_number(session)
    submitted_at = after(now, response.returned_at, response.taken_back_at, response.submitted_at)
    said, wording_hash = said_consents(document, answers), response.version.content_hash
    kind = "resubmit" if again else "submit"
    snapshot = snapshots.take(session, response, kind, said, wording_hash=wording_hash, now=submitted_at)
    response.receipt_number = receipt_number
    response.submitted_at, response.submitted_revision = submitted_at, response.revision
    if again:
        answer_messages(session, response_id, now)
    happened(session, response, "resubmitted" if again else "submitted", now, link_id=link_id)
    consent.note_consents(
        session,
        response_id,
        said,
        wording_hash=wording_hash,
        now=now,
        respondent_invitation_id=response.invitation_id,
        link_id=link_id,
    )
    once_key = f"{RECEIPT.name}:{response_id}:snapshot-{snapshot.id}"
    queue_letter(session, response, RECEIPT, now=now, once_key=once_key)
    events.publish(session, events.Submitted(response_id, snapshot.id, again), now)
    return receipts.receipt_of(response)


def _with_consents(
    session: Session, response: Response, consents: Mapping[str, Given], now: datetime, link_id: int | None
) -> dict[str, AnswerView]:
    """Store consents over the answers of a locked response; returns all answers as they are then."""
    refuse_when_closed(response, queries.state_of(response))
    document = questionnaires.document_of(response.version)
    stored = answers_of(session, response.id)
    seen = {key: stored[key].seen for key in consents if key in stored}
    outcome = store(session, response, document, consents, seen=seen, now=now, link_id=link_id, stored=stored)
    return {**stored, **outcome.answers}


def take_back(session: Session, response_id: int, *, now: datetime, link_id: int | None = None) -> None:
    """Open a submitted response again for its respondent; a second click changes nothing.

    Raises:
        CannotTakeBack: An editor has opened it.
        CampaignClosed: Nothing could be submitted again.
    """
    response = locked(session, response_id)
    state = queries.state_of(response)
    if state in rules.WRITABLE and response.taken_back_at is not None:
        return
    if not rules.may_take_back(state):
        raise CannotTakeBack
    refuse_when_closed(response, rules.state_when_taken_back(state))
    response.taken_back_at = after(now, response.submitted_at)
    if response.returned_at is not None:
        reopen_messages(session, response)
    snapshots.take_back(session, response, now=response.taken_back_at)
    happened(session, response, "taken_back", now, link_id=link_id)
    events.publish(session, events.TakenBack(response_id), now)
