"""Saving answers: a whole section, or one item while it is typed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.answer.answers import rules
from casefinder.answer.answers.history import keep_history
from casefinder.answer.answers.storing import Outcome, mark_section, store
from casefinder.answer.responses import rows
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.answers import Given
from casefinder.errors import NotFoundError


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
