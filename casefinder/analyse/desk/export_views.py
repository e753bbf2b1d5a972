"""Staff: the order of reading as a file, and the codings of all responses in it."""

from collections.abc import Iterator
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.analyse.coding.queries import CodingView, codings_on
from casefinder.analyse.desk import queue
from casefinder.analyse.desk.views import bp, chosen_filters, chosen_sort
from casefinder.answer.snapshots.queries import statements
from casefinder.answer.snapshots.rules import Statement
from casefinder.ask.questionnaires.rules import AUDIENCE_LABELS
from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say, stamp


@files(bp, "/queue")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the order of reading as it is narrowed down."""
    filters, count = _asked()
    head = (
        _("State"), _("Organisation"), _("Sub-prefecture"), _("Initiative"), _("Field"), _("Sentences"), _("settled"),
        _("Doubts"), _("Submitted"), _("Read"), _("By word of mouth"),
    )  # fmt: skip
    names = {
        "reading": _("Begun"), "unread": _("Unread"), "returned": _("Returned to the respondent"),
        "read": _("Read through"),
    }  # fmt: skip
    rows = ((0, _line(row, names)) for row in _queue(filters, count))
    return list_answer(
        form, _("Reading desk"), [Sheet(_("Reading desk"), head)], rows, count=count, subject_kind="response"
    )


def _line(row: queue.QueueRow, names: dict[str, str]) -> Row:
    return [
        names[row.group], row.organisation, row.subprefecture, row.title, "、".join(row.fields), row.sentences,
        row.settled, row.doubts, stamp(row.submitted_at), stamp(row.accepted_at), "○" if row.wants_to_speak else "",
    ]  # fmt: skip


@files(bp, "/codings")
@allow(Role.EDITOR)
def export_codings(form: str) -> ResponseReturnValue:
    """Hand out what people coded in the responses of the list: one row a mark."""
    filters, count = _asked()
    head = (
        _("Organisation"), _("Initiative"), _("Question"), _("Title of the question"), _("Family"), _("Theme"),
        _("Key"), _("Passage"), _("Coded by"), _("When"), _("audience"),
    )  # fmt: skip
    return list_answer(
        form, _("Codings"), [Sheet(_("Codings"), head)], ((0, row) for row in _codings(filters, count)), count=count,
        subject_kind="coding",
    )  # fmt: skip


def _asked() -> tuple[queue.Filters, int]:
    filters = chosen_filters()
    with reading() as session:
        counts = queue.counts(session, filters)
    return filters, counts.get(filters.group, 0) if filters.group else sum(counts.values())


def _queue(filters: queue.Filters, count: int) -> Iterator[queue.QueueRow]:
    sort = chosen_sort()
    return in_batches(
        lambda session, size, at: queue.rows(session, filters, limit=size, offset=at, sort=sort), count
    )


def _codings(filters: queue.Filters, count: int) -> Iterator[Row]:
    def read(
        session: Session, size: int, at: int
    ) -> list[tuple[queue.QueueRow, Statement, list[CodingView]]]:
        rows = queue.rows(session, filters, limit=size, offset=at)
        said = statements(session, [row.response_id for row in rows])
        marks = codings_on(session, said)
        return [(row, said[row.response_id], marks.get(row.response_id, [])) for row in rows]

    for row, said, marks in in_batches(read, count, 100):
        titles: dict[str, Any] = {item.key: item.title for item in said.document.items()}
        for mark in marks:
            yield [
                row.organisation, row.title, said.document.number_of(mark.question_key),
                titles.get(mark.question_key.partition(".")[0], ""), mark.family, mark.theme_name, mark.theme_key,
                mark.text, "、".join(mark.names), stamp(mark.created_at), say(AUDIENCE_LABELS[said.level(mark.question_key)]),
            ]  # fmt: skip
