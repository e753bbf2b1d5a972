"""Opening, saving, submitting, taking back, returning and accepting a response."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from casefinder import events
from casefinder.answer.attachments import service as attaching
from casefinder.answer.responses import queries, rows, rules
from casefinder.answer.responses.errors import (
    CannotTakeBack,
    EmptyMessage,
    IncompleteResponse,
    NothingToReturn,
    StaleResponse,
)
from casefinder.answer.responses.models import Response, ReturnMessage
from casefinder.answer.responses.storing import Outcome, keep_history, mark_section, store
from casefinder.answer.snapshots import service as snapshots
from casefinder.ask.invitations import link_service as links
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.ask.questionnaires.answers import Given
from casefinder.errors import N_, NotFoundError
from casefinder.mail.rules import LetterClass, LetterKind
from casefinder.staff.consent import service as consent

RECEIPT = LetterKind("answer/responses/receipt", N_("Receipt"), LetterClass.RECEIPT)
RETURNED = LetterKind("answer/responses/returned", N_("Returned with a message"), LetterClass.NOTICE)


def open_response(session: Session, link_id: int, *, now: datetime) -> Response:
    """Return the response behind a link; the first time it is begun, with the campaign's pinned version.

    Raises:
        CampaignClosed: It was never begun, and the campaign takes no answers any more.
    """
    link = links.locked(session, link_id)
    if link.response_id is not None:
        links.note_opened(session, link, now=now)
        return session.get_one(Response, link.response_id)
    response = rows.begun(session, link, now)
    links.note_opened(session, link, now=now)
    return response


def check_writable(session: Session, response_id: int) -> None:
    """Lock a response and make sure that its respondent may change it now.

    Raises:
        ResponseClosed: It was submitted, or its campaign is closed.
    """
    rows.open_for_writing(session, response_id)


def save_section(
    session: Session,
    response_id: int,
    section_key: str,
    answers: Mapping[str, Given],
    *,
    seen: Mapping[str, rules.Seen],
    now: datetime,
    is_finished: bool | None = None,
    link_id: int | None = None,
) -> Outcome:
    """Save a section as it was typed, right or wrong; a newer text of somebody else is never overwritten.

    Args:
        session: A writing session.
        response_id: Whose.
        section_key: The section that is left; its history is cut here.
        answers: Item key → answer; items of other sections are refused.
        seen: Item key → what the page had seen of it.
        now: When (UTC).
        is_finished: 入力を終えた, あとで続ける, or nothing said.
        link_id: By whose link it was written.

    Raises:
        ResponseClosed: It was submitted meanwhile; nothing is stored.
    """
    response = rows.open_for_writing(session, response_id)
    document = questionnaires.document_of(response.version)
    section = document.section(section_key)
    own = {item.key for item in section.items}
    if not own.issuperset(answers):
        raise NotFoundError
    outcome = store(session, response, document, answers, seen=seen, now=now, link_id=link_id)
    keep_history(session, response_id, "section", now=now, keys=tuple(own))
    if not outcome.conflicts:
        mark_section(session, response_id, section_key, is_finished, now=now)
    return outcome


def save_answer(
    session: Session,
    response_id: int,
    item_key: str,
    answer: Given,
    *,
    seen: rules.Seen,
    now: datetime,
    link_id: int | None = None,
) -> Outcome:
    """Save one item while it is being typed (autosave); no history is cut.

    Raises:
        NotFoundError: The questionnaire has no such item.
        ResponseClosed: It was submitted meanwhile; nothing is stored.
    """
    response = rows.open_for_writing(session, response_id)
    document = questionnaires.document_of(response.version)
    if all(item.key != item_key for item in document.items()):
        raise NotFoundError
    return store(
        session, response, document, {item_key: answer}, seen={item_key: seen}, now=now, link_id=link_id
    )


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
    response = rows.locked(session, response_id)
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
) -> rows.Receipt:
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
    response = rows.locked(session, response_id)
    state = queries.state_of(response)
    if state in rules.WITH_EDITORS:
        return rows.receipt_of(response)
    if response.revision != seen:
        raise StaleResponse
    document = questionnaires.document_of(response.version)
    answers = _with_consents(session, response, consents or {}, now, link_id)
    problems = questions.submit_problems(document, answers)
    for key, found in attaching.problems_of(session, response_id, document, answers).items():
        problems[key] = (*problems.get(key, ()), *found)
    if problems:
        raise IncompleteResponse(problems)
    keep_history(session, response_id, "submit", now=now)
    again = response.returned_at is not None
    receipt_number = response.receipt_number or rows.new_receipt_number(session)
    submitted_at = rows.after(now, response.returned_at, response.taken_back_at, response.submitted_at)
    said, wording_hash = rows.consents(document, answers), response.version.content_hash
    kind = "resubmit" if again else "submit"
    snapshot = snapshots.take(session, response, kind, said, wording_hash=wording_hash, now=submitted_at)
    response.receipt_number = receipt_number
    response.submitted_at, response.submitted_revision = submitted_at, response.revision
    if again:
        rows.answer_messages(session, response_id, now)
    rows.happened(session, response, "resubmitted" if again else "submitted", now, link_id=link_id)
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
    rows.queue_letter(session, response, RECEIPT, now=now, once_key=once_key)
    events.publish(session, events.Submitted(response_id, snapshot.id, again), now)
    return rows.receipt_of(response)


def _with_consents(
    session: Session, response: Response, consents: Mapping[str, Given], now: datetime, link_id: int | None
) -> dict[str, queries.AnswerView]:
    """Store consents over the answers of a locked response; returns all answers as they are then."""
    rows.refuse_when_closed(response, queries.state_of(response))
    document = questionnaires.document_of(response.version)
    stored = queries.answers_of(session, response.id)
    seen = {key: stored[key].seen for key in consents if key in stored}
    outcome = store(session, response, document, consents, seen=seen, now=now, link_id=link_id, stored=stored)
    return {**stored, **outcome.answers}


def take_back(session: Session, response_id: int, *, now: datetime, link_id: int | None = None) -> None:
    """Open a submitted response again for its respondent; a second click changes nothing.

    Raises:
        CannotTakeBack: An editor has opened it.
    """
    response = rows.locked(session, response_id)
    state = queries.state_of(response)
    if state in rules.WRITABLE and response.taken_back_at is not None:
        return
    if not rules.may_take_back(state):
        raise CannotTakeBack
    response.taken_back_at = rows.after(now, response.submitted_at)
    if response.returned_at is not None:
        rows.reopen_messages(session, response)
    snapshots.take_back(session, response, now=response.taken_back_at)
    rows.happened(session, response, "taken_back", now, link_id=link_id)
    events.publish(session, events.TakenBack(response_id), now)


def return_response(
    session: Session,
    response_id: int,
    message: str,
    *,
    account_id: int,
    now: datetime,
    question_keys: tuple[str, ...] = (),
) -> ReturnMessage:
    """Give a submitted response back with a message, and queue the letter that says so.

    Args:
        session: A writing session.
        response_id: Whose.
        message: Why, in the editor's words.
        account_id: Who returns it.
        now: When (UTC).
        question_keys: Items the message is about; none means the whole response.

    Raises:
        EmptyMessage: The message says nothing.
        NothingToReturn: It has not been submitted, or is with the respondent already.
    """
    text = message.replace("\r\n", "\n").strip()
    if not text:
        raise EmptyMessage
    response = rows.locked(session, response_id)
    if queries.state_of(response) not in rules.WITH_EDITORS:
        raise NothingToReturn
    keep_history(session, response_id, "return", now=now)
    response.returned_at = rows.after(
        now, response.submitted_at, response.accepted_at, response.first_read_at
    )
    returned = ReturnMessage(
        response_id=response_id,
        account_id=account_id,
        message=text,
        question_keys=list(question_keys),
        returned_at=response.returned_at,
    )
    session.add(returned)
    session.flush()
    snapshots.take_again(session, response, "return", now=response.returned_at)
    rows.happened(session, response, "returned", now, account_id=account_id)
    events.publish(session, events.Returned(response_id), now)
    once_key = f"{RETURNED.name}:{returned.id}"
    rows.queue_letter(session, response, RETURNED, now=now, once_key=once_key, message_id=returned.id)
    return returned


def accept_response(session: Session, response_id: int, *, account_id: int, now: datetime) -> None:
    """Note that the editors are done reading; a second click changes nothing.

    Raises:
        NothingToReturn: It has not been submitted.
    """
    response = rows.locked(session, response_id)
    state = queries.state_of(response)
    if state is rules.ResponseState.ACCEPTED:
        return
    if state not in rules.WITH_EDITORS:
        raise NothingToReturn
    response.accepted_at = rows.not_before(now, response.submitted_at)
    if state is not rules.ResponseState.READING:
        response.first_read_at = rows.not_before(now, response.submitted_at)
    rows.happened(session, response, "accepted", now, account_id=account_id)
    events.publish(session, events.Decided(response_id), now)


def reopen_reading(session: Session, response_id: int, *, account_id: int, now: datetime) -> None:
    """Take an acceptance back: the response is being read again. In any other state nothing changes."""
    response = rows.locked(session, response_id)
    if queries.state_of(response) is not rules.ResponseState.ACCEPTED:
        return
    response.accepted_at = None
    rows.happened(session, response, "reopened", now, account_id=account_id)


def note_first_read(session: Session, response_id: int, *, now: datetime) -> bool:
    """Note that an editor opened what was submitted; returns whether this was the first time."""
    response = rows.locked(session, response_id)
    if not rules.may_take_back(queries.state_of(response)):
        return False
    response.first_read_at = rows.not_before(now, response.submitted_at)
    return True
