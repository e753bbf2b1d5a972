"""Answers that are put in place by one click: an earlier state brought back, 今回は該当なし."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.answer.answers import queries, rules
from casefinder.answer.answers.ending_rules import ending_of
from casefinder.answer.answers.history import keep_history
from casefinder.answer.answers.storing import store
from casefinder.answer.responses import rows
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.errors import NotFoundError


def restore_answer(
    session: Session,
    response_id: int,
    item_key: str,
    revision: int,
    *,
    now: datetime,
    link_id: int | None = None,
) -> None:
    """Bring back a kept earlier state of an item as its newest one.

    Raises:
        NotFoundError: No such state was kept.
    """
    response = rows.open_for_writing(session, response_id)
    earlier = queries.answer_at(session, response_id, item_key, revision)
    if earlier is None:
        raise NotFoundError
    keep_history(session, response_id, "section", now=now, keys=(item_key,))
    document = questionnaires.document_of(response.version)
    present = queries.answers_of(session, response_id, (item_key,)).get(item_key)
    seen = {item_key: present.seen if present else rules.Seen()}
    store(session, response, document, {item_key: earlier}, seen=seen, now=now, link_id=link_id)


def answer_not_applicable(
    session: Session, response_id: int, *, now: datetime, link_id: int | None = None
) -> bool:
    """Answer 今回は該当なし; returns False when the questionnaire has no such answer.

    Raises:
        ResponseClosed: It was submitted already.
    """
    response = rows.open_for_writing(session, response_id)
    document = questionnaires.document_of(response.version)
    ending = ending_of(document)
    if ending is None:
        return False
    keep_history(session, response_id, "section", now=now, keys=(ending.item_key,))
    present = queries.answers_of(session, response_id, (ending.item_key,)).get(ending.item_key)
    seen = {ending.item_key: present.seen if present else rules.Seen()}
    answer = {ending.item_key: GivenAnswer(ending.value)}
    store(session, response, document, answer, seen=seen, now=now, link_id=link_id)
    return True
