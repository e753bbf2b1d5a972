"""Saving one item while it is being typed."""

from dataclasses import dataclass
from datetime import datetime

from casefinder.answer.answering import autosave_service as quick
from casefinder.answer.answering.answer_files import (
    has_files,
    own_files_only,
    save_files,
    wrong_details_of,
)
from casefinder.answer.answering.opened import Begun
from casefinder.answer.answers import queries, service
from casefinder.answer.answers.rules import Seen, Verdict, normal, verdict
from casefinder.answer.answers.storing import Conflict, Outcome, identified
from casefinder.ask.invitations.errors import LinkNotFound
from casefinder.ask.invitations.queries import Invited
from casefinder.ask.questionnaires.answers import GivenAnswer, parse_item
from casefinder.ask.questionnaires.document import Item
from casefinder.ask.questionnaires.kinds.base import Form
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.queries import document_by_hash
from casefinder.db import reading, transaction


@dataclass(frozen=True)
class SavedOne:
    """What became of one item while it is being typed."""

    item: Item
    sent: GivenAnswer  # as it is stored
    outcome: Outcome
    file_problems: tuple[Problem, ...] = ()  # what is wrong in what is said about its files


def save_one(invited: Invited, item_key: str, form: Form, seen: Seen, *, now: datetime) -> SavedOne:
    """Save one item while it is being typed: the quick way when all is as usual, else the long one.

    Raises:
        LinkNotFound: 開く was never pressed.
        NotFoundError: There is no such item, or the link does not open it.
        ResponseClosed: It was submitted, or its campaign is closed.
    """
    with reading() as session:
        was = quick.present(session, invited.response_id or 0, item_key)
        if was is None:
            raise LinkNotFound
        begun = Begun(invited, was.response_id, document_by_hash(session, was.content_hash))
    item = begun.item(item_key)
    given = parse_item(item, form).answer
    sent = normal(item, given)
    if not has_files(item) and was.is_usual(invited):
        found = verdict(item, sent, seen, was.answer, was.answer.revision if was.answer else 0)
        if found is not Verdict.STORE:
            return SavedOne(item, sent, _left(item_key, sent, was.answer, is_stale=found is Verdict.STALE))
        try:
            with transaction() as session:
                whole = identified(item, sent, was.answer)
                view = quick.write_over(session, was, item_key, whole, link_id=invited.link_id, now=now)
            return SavedOne(item, sent, Outcome({item_key: view}, (), (item_key,)))
        except quick.Overtaken:
            pass
    outcome = _save_the_long_way(begun, item, given, form, seen, now)
    return SavedOne(item, sent, outcome, wrong_details_of(item, form, outcome.answers.get(item.key)))


def _left(item_key: str, sent: GivenAnswer, stored: queries.AnswerView | None, *, is_stale: bool) -> Outcome:
    """Return the outcome of writing nothing."""
    conflicts = (Conflict(item_key, sent, stored),) if is_stale and stored else ()
    return Outcome({item_key: stored} if stored else {}, conflicts, ())


def _save_the_long_way(
    begun: Begun, item: Item, given: GivenAnswer, form: Form, seen: Seen, now: datetime
) -> Outcome:
    """Save one item under the response's lock, with what is said about its files."""
    with transaction() as session:
        own = own_files_only(session, begun.response_id, item, given)
        outcome = service.save_answer(
            session, begun.response_id, item.key, own, seen=seen, now=now, link_id=begun.invited.link_id
        )
        if not outcome.conflicts:
            save_files(session, begun, [item], form, outcome, now)
        return outcome
