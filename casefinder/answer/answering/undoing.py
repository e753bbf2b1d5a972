"""Deleting a row, and bringing back what was: a row, a file, an earlier state."""

from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.answer.answering.answer_files import plain, with_file
from casefinder.answer.answering.opened import Begun
from casefinder.answer.answers import amending, queries, service
from casefinder.answer.answers.history import keep_history
from casefinder.answer.answers.rules import Seen
from casefinder.answer.answers.storing import Outcome
from casefinder.answer.attachments import service as attaching
from casefinder.ask.questionnaires.answers import parse_item
from casefinder.ask.questionnaires.document import Item, Section
from casefinder.ask.questionnaires.kinds.base import Form


def remove_row(
    session: Session,
    begun: Begun,
    section: Section,
    items: list[Item],
    form: Form,
    outcome: Outcome,
    now: datetime,
) -> tuple[str, int] | None:
    name = (form.get("remove_row") or "").rpartition(".")[0]
    item = next((one for one in items if any(each.key == name for each in one.fields)), None)
    if item is None or item.key in {conflict.item_key for conflict in outcome.conflicts}:
        return None
    before = outcome.answers.get(item.key)
    if before is None:
        return None
    keep_history(session, begun.response_id, "section", now=now, keys=(item.key,))
    parsed = parse_item(item, form).answer
    service.save_section(
        session,
        begun.response_id,
        section.key,
        {item.key: parsed},
        seen={item.key: before.seen},
        now=now,
        link_id=begun.invited.link_id,
    )
    after = queries.answers_of(session, begun.response_id, (item.key,))[item.key]
    return (item.key, before.revision) if after.revision != before.revision else None


def bring_back(session: Session, begun: Begun, section: Section, form: Form, now: datetime) -> None:
    key, _, number = (form.get("undo") or "").partition(":")
    if is_id(number) and any(item.key == key for item in section.items):
        link_id = begun.invited.link_id
        amending.restore_answer(session, begun.response_id, key, int(number), now=now, link_id=link_id)
    key, _, number = (form.get("restore") or "").partition(":")
    item = next((one for one in section.items if one.key == key), None)
    if item is None or not is_id(number):
        return
    ref = int(number)
    if ref not in attaching.own_ids(session, begun.response_id, key):
        return
    each = next(one for one in item.fields if one.kind == "file")
    view = queries.answers_of(session, begun.response_id, (key,)).get(key)
    answers = {key: with_file(plain(view), each, ref)}
    service.save_section(
        session,
        begun.response_id,
        section.key,
        answers,
        seen={key: view.seen if view else Seen()},
        now=now,
        link_id=begun.invited.link_id,
    )
    kept = answers[key].value.get(each.entry)
    attaching.keep_only(session, begun.response_id, key, kept if isinstance(kept, list) else [], now=now)


def is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
