"""Reading what a section's form sent, and saving it with its files in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict

from casefinder.answer.answering import autosave_service as answering
from casefinder.answer.answering.pages import Begun
from casefinder.answer.answers import amending, queries, service
from casefinder.answer.answers.history import keep_history
from casefinder.answer.answers.rules import Seen, Verdict, normal, parse_seen, verdict
from casefinder.answer.answers.storing import Conflict, Outcome, identified
from casefinder.answer.attachments import rules as filing
from casefinder.answer.attachments import service as attaching
from casefinder.answer.attachments.intake import FileRefused, StoredFile, take_in
from casefinder.ask.invitations.errors import LinkNotFound
from casefinder.ask.invitations.queries import Invited
from casefinder.ask.questionnaires import kinds
from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT, Given, GivenAnswer, parse_item
from casefinder.ask.questionnaires.document import Field, Item, Section
from casefinder.ask.questionnaires.kinds.base import Form, FormValues
from casefinder.ask.questionnaires.kinds.file import file_details
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.queries import document_by_hash
from casefinder.config import Settings
from casefinder.db import reading, transaction


@dataclass
class Uploads:
    """Files that were sent with a form: those in the store, and why others were not taken."""

    stored: dict[str, list[tuple[Field, StoredFile]]] = field(default_factory=dict)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Posted:
    """What became of a posted section."""

    outcome: Outcome
    file_problems: Mapping[str, tuple[Problem, ...]]
    removed: tuple[int, ...]
    undo: tuple[str, int] | None  # item and revision to go back to after a row was deleted


def sent_items(section: Section, form: Form) -> list[Item]:
    """Return the items that a form speaks of; others are left as they are."""
    names = list(form)
    return [
        item
        for item in section.items
        if f"seen.{item.key}" in names
        or any(name == item.key or name.startswith((f"{item.key}.",)) for name in names)
        or f"alternative.{item.key}" in names
        or f"spoken.{item.key}" in names
    ]


def seen_of(form: Form, keys: list[str]) -> dict[str, Seen]:
    """Return what the page had seen of each item."""
    return {key: parse_seen(form.get(f"seen.{key}")) for key in keys}


def form_of(item: Item, given: Given) -> FormValues:
    """Return the form that would be posted to give this answer: hidden inputs of the comparison page."""
    form = FormValues()
    for each in item.fields:
        form.update(kinds.of(each.kind).form(each, each.key, item.field_value(each, given.value)))
    if text := given.value.get(ALTERNATIVE_TEXT):
        form[f"{ALTERNATIVE_TEXT}.{item.key}"] = [str(text)]
    if given.audience:
        form[f"audience.{item.key}"] = [given.audience]
    if given.is_spoken:
        form[f"spoken.{item.key}"] = ["yes"]
    if given.alternative:
        form[f"alternative.{item.key}"] = [given.alternative]
    return form


def without_row_buttons(form: "MultiDict[str, str]") -> "MultiDict[str, str]":
    """Return the form as typed, before a row is deleted."""
    copy = form.copy()
    copy.poplist("remove_row")
    return copy


def take_uploads(begun: Begun, section: Section, sent: "MultiDict[str, FileStorage]") -> Uploads:
    """Judge and store the files that came with a form; runs before the transaction."""
    settings: Settings = current_app.extensions["settings"]
    uploads = Uploads()
    if not any(upload.filename for upload in sent.values()):
        return uploads
    with reading() as session:
        present = queries.answers_of(session, begun.response_id, [item.key for item in section.items])
    for item in section.items:
        for each in (one for one in item.fields if one.kind == "file"):
            given = present.get(item.key)
            there = len((given.value.get(each.entry) or []) if given else [])
            for upload in sent.getlist(f"{each.key}.upload"):
                if not upload.filename:
                    continue
                taken = uploads.stored.setdefault(item.key, [])
                try:
                    _refuse_one_more(each, there + len(taken), upload.filename)
                    stored = take_in(
                        upload.filename,
                        upload.stream.read(settings.max_upload_bytes + 1),
                        files=current_app.extensions["files"],
                        max_bytes=settings.max_upload_bytes,
                    )
                    taken.append((each, stored))
                except FileRefused as error:
                    problem = Problem(error.message, error.values, each.key)
                    uploads.problems[item.key] = (*uploads.problems.get(item.key, ()), problem)
    return uploads


def _refuse_one_more(each: Field, count: int, name: str) -> None:
    maximum = each.maximum or 1
    if count >= maximum:
        raise FileRefused(filing.NO_MORE, name=filing.clean_name(name), maximum=maximum)


def save_posted(
    begun: Begun,
    section: Section,
    form: "MultiDict[str, str]",
    uploads: Uploads,
    *,
    is_finished: bool | None,
    now: datetime,
) -> Posted:
    """Save a posted section: answers, what is said about files, new and removed files, a deleted row, an undo.

    Raises:
        ResponseClosed: It was submitted meanwhile.
    """
    chosen = [item for item in sent_items(section, form) if form.get(f"keep.{item.key}") != "theirs"]
    seen = seen_of(form, [item.key for item in chosen])
    with transaction() as session:
        removes_row = "remove_row" in form
        outcome = _save(
            session,
            begun,
            section,
            chosen,
            without_row_buttons(form),
            seen,
            uploads,
            None if removes_row else is_finished,
            now,
        )
        removed = _save_files(session, begun, chosen, form, outcome, now)
        undo = _remove_row(session, begun, section, chosen, form, outcome, now) if removes_row else None
        _bring_back(session, begun, section, form, now)
        return Posted(outcome, uploads.problems, removed, undo)


def _save(
    session: Session,
    begun: Begun,
    section: Section,
    items: list[Item],
    form: Form,
    seen: Mapping[str, Seen],
    uploads: Uploads,
    is_finished: bool | None,
    now: datetime,
) -> Outcome:
    if any(_has_files(item) for item in items):
        service.check_writable(session, begun.response_id)  # holds the row while its files are looked at
    answers = {
        item.key: _own_files_only(session, begun.response_id, item, parse_item(item, form).answer)
        for item in items
    }
    outcome = service.save_section(
        session,
        begun.response_id,
        section.key,
        answers,
        seen=seen,
        now=now,
        is_finished=is_finished,
        link_id=begun.invited.link_id,
    )
    return _append_files(session, begun, section, uploads, outcome, now)


def _append_files(
    session: Session, begun: Begun, section: Section, uploads: Uploads, outcome: Outcome, now: datetime
) -> Outcome:
    """Add new files to what is stored now, so that two who add files at once lose none."""
    answers = dict(outcome.answers)
    for key, files in uploads.stored.items():
        view = queries.answers_of(session, begun.response_id, (key,)).get(key)
        given = _plain(view)
        for each, stored in files:
            given = _with_file(
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


def _plain(view: queries.AnswerView | None) -> GivenAnswer:
    if view is None:
        return GivenAnswer()
    return GivenAnswer(view.value, view.audience, view.is_spoken, view.alternative)


def _with_file(given: GivenAnswer, each: Field, ref: int) -> GivenAnswer:
    before = given.value.get(each.entry)
    ids = list(before) if isinstance(before, list) else []
    return replace(given, value={**given.value, each.entry: [*ids, *([] if ref in ids else [ref])]})


def _own_files_only(session: Session, response_id: int, item: Item, given: GivenAnswer) -> GivenAnswer:
    entries = [each.entry for each in item.fields if each.kind == "file"]
    if not entries:
        return given
    own = attaching.own_ids(session, response_id, item.key)
    value = dict(given.value)
    for entry in entries:
        ids = value.get(entry)
        value[entry] = [ref for ref in ids if ref in own] if isinstance(ids, list) else []
    return replace(given, value=value)


def _save_files(
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


def _remove_row(
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


def _bring_back(session: Session, begun: Begun, section: Section, form: Form, now: datetime) -> None:
    key, _, number = (form.get("undo") or "").partition(":")
    if _is_id(number) and any(item.key == key for item in section.items):
        link_id = begun.invited.link_id
        amending.restore_answer(session, begun.response_id, key, int(number), now=now, link_id=link_id)
    key, _, number = (form.get("restore") or "").partition(":")
    item = next((one for one in section.items if one.key == key), None)
    if item is None or not _is_id(number):
        return
    ref = int(number)
    if ref not in attaching.own_ids(session, begun.response_id, key):
        return
    each = next(one for one in item.fields if one.kind == "file")
    view = queries.answers_of(session, begun.response_id, (key,)).get(key)
    answers = {key: _with_file(_plain(view), each, ref)}
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


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@dataclass(frozen=True)
class SavedOne:
    """What became of one item while it is being typed."""

    item: Item
    sent: GivenAnswer  # as it is stored
    outcome: Outcome


def save_one(invited: Invited, item_key: str, form: Form, seen: Seen, *, now: datetime) -> SavedOne:
    """Save one item while it is being typed: the quick way when all is as usual, else the long one.

    Raises:
        LinkNotFound: 開く was never pressed.
        NotFoundError: There is no such item, or the link does not open it.
        ResponseClosed: It was submitted, or its campaign is closed.
    """
    with reading() as session:
        was = answering.present(session, invited.response_id or 0, item_key)
        if was is None:
            raise LinkNotFound
        begun = Begun(invited, was.response_id, document_by_hash(session, was.content_hash))
    item = begun.item(item_key)
    given = parse_item(item, form).answer
    sent = normal(item, given)
    if not _has_files(item) and was.is_usual(invited):
        found = verdict(item, sent, seen, was.answer, was.answer.revision if was.answer else 0)
        if found is not Verdict.STORE:
            return SavedOne(item, sent, _left(item_key, sent, was.answer, is_stale=found is Verdict.STALE))
        try:
            with transaction() as session:
                whole = identified(item, sent, was.answer)
                view = answering.write_over(session, was, item_key, whole, link_id=invited.link_id, now=now)
            return SavedOne(item, sent, Outcome({item_key: view}, (), (item_key,)))
        except answering.Overtaken:
            pass
    return SavedOne(item, sent, _save_the_long_way(begun, item, given, form, seen, now))


def _left(item_key: str, sent: GivenAnswer, stored: queries.AnswerView | None, *, is_stale: bool) -> Outcome:
    """Return the outcome of writing nothing."""
    conflicts = (Conflict(item_key, sent, stored),) if is_stale and stored else ()
    return Outcome({item_key: stored} if stored else {}, conflicts, ())


def _save_the_long_way(
    begun: Begun, item: Item, given: GivenAnswer, form: Form, seen: Seen, now: datetime
) -> Outcome:
    """Save one item under the response's lock, with what is said about its files."""
    with transaction() as session:
        own = _own_files_only(session, begun.response_id, item, given)
        outcome = service.save_answer(
            session, begun.response_id, item.key, own, seen=seen, now=now, link_id=begun.invited.link_id
        )
        if not outcome.conflicts:
            _save_files(session, begun, [item], form, outcome, now)
        return outcome


def _has_files(item: Item) -> bool:
    return any(each.kind == "file" for each in item.fields)
