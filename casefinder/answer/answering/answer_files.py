"""The files of an answer: added to it, described, kept or removed."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.answer.answering.opened import Begun
from casefinder.answer.answering.uploads import Uploads
from casefinder.answer.answers import queries, service
from casefinder.answer.answers.rules import Seen
from casefinder.answer.answers.storing import Outcome
from casefinder.answer.attachments import service as attaching
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.document import Field, Item, Section
from casefinder.ask.questionnaires.kinds.base import Form
from casefinder.ask.questionnaires.kinds.file import file_details, wrong_details
from casefinder.ask.questionnaires.problems import Problem


def append_files(
    session: Session, begun: Begun, section: Section, uploads: Uploads, outcome: Outcome, now: datetime
) -> Outcome:
    """Add new files to what is stored now, so that two who add files at once lose none."""
    answers = dict(outcome.answers)
    for key, files in uploads.stored.items():
        view = queries.answers_of(session, begun.response_id, (key,)).get(key)
        given = plain(view)
        for each, stored in files:
            given = with_file(
                given, each, attaching.add_file(session, begun.response_id, key, stored, now=now)
            )
        saved = service.save_section(
            session,
            begun.response_id,
            section.key,
            {key: given},
            seen={key: view.seen if view else Seen()},
            now=now,
            link_id=begun.invited.link_id,
        )
        answers.update(saved.answers)
    return replace(outcome, answers=answers)


def plain(view: queries.AnswerView | None) -> GivenAnswer:
    if view is None:
        return GivenAnswer()
    return GivenAnswer(view.value, view.audience, view.is_spoken, view.alternative)


def with_file(given: GivenAnswer, each: Field, ref: int) -> GivenAnswer:
    before = given.value.get(each.entry)
    ids = list(before) if isinstance(before, list) else []
    return replace(given, value={**given.value, each.entry: [*ids, *([] if ref in ids else [ref])]})


def own_files_only(session: Session, response_id: int, item: Item, given: GivenAnswer) -> GivenAnswer:
    entries = [each.entry for each in item.fields if each.kind == "file"]
    if not entries:
        return given
    own = attaching.own_ids(session, response_id, item.key)
    value = dict(given.value)
    for entry in entries:
        ids = value.get(entry)
        value[entry] = [ref for ref in ids if ref in own] if isinstance(ids, list) else []
    return replace(given, value=value)


def save_files(
    session: Session, begun: Begun, items: list[Item], form: Form, outcome: Outcome, now: datetime
) -> tuple[int, ...]:
    removed: tuple[int, ...] = ()
    for item in items:
        fields = [each for each in item.fields if each.kind == "file"]
        if not fields or item.key in {conflict.item_key for conflict in outcome.conflicts}:
            continue
        view = outcome.answers.get(item.key)
        kept = [ref for each in fields for ref in ((view.value.get(each.entry) or []) if view else [])]
        removed += attaching.keep_only(session, begun.response_id, item.key, kept, now=now)
        for each in fields:
            details = file_details(each, each.key, form)
            known = {ref: said for ref, said in details.items() if ref in kept}
            attaching.describe_files(session, begun.response_id, known)
    return removed


def wrong_details_of(item: Item, form: Form, view: queries.AnswerView | None) -> tuple[Problem, ...]:
    """Return what is wrong in what a form says about the files that an answer holds."""
    found: list[Problem] = []
    for each in item.fields:
        held = view.value.get(each.entry) if view and each.kind == "file" else None
        if isinstance(held, list):
            details = file_details(each, each.key, form)
            known = {ref: said for ref, said in details.items() if ref in held}
            found += wrong_details(each, each.key, known)
    return tuple(found)


def has_files(item: Item) -> bool:
    return any(each.kind == "file" for each in item.fields)
