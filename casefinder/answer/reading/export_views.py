"""Staff: the list of responses as a file, and all answers of a campaign."""

from collections.abc import Iterator
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.answer.board.rules import BOARD_LABELS, BoardState
from casefinder.answer.reading import list_queries
from casefinder.answer.reading.answer_sheets import Words, layout_of, rows_of
from casefinder.answer.reading.views import asked_list, bp
from casefinder.answer.responses.rules import STATE_LABELS
from casefinder.answer.snapshots.queries import statements
from casefinder.ask.campaigns import queries as campaigns
from casefinder.ask.organisations.rules import KIND_LABELS, OrganisationKind
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.rules import AUDIENCE_LABELS
from casefinder.db import reading
from casefinder.errors import NotFoundError
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say, stamp


@files(bp, "/responses")
@allow(Role.EDITOR)
def export(form: str) -> ResponseReturnValue:
    """Hand out the list as it is narrowed down and ordered."""
    chosen, sort = asked_list()
    with reading() as session:
        found = list_queries.ordered(list_queries.responses(session, chosen), sort)
        count = list_queries.count(session, found)
    head = (
        _("Receipt number"), _("Organisation"), _("Kind"), _("Sub-prefecture"), _("Campaign"), _("Initiative"),
        _("Field"), _("State"), _("Submitted"), _("Last movement"), _("By word of mouth"),
        _("Name"), _("Telephone number"),
    )  # fmt: skip
    lines = in_batches(
        lambda session, size, at: list_queries.batch(session, found, size, at, g.account.role), count
    )
    rows = ((0, _line(line)) for line in lines)
    return list_answer(
        form, _("Responses"), [Sheet(_("Responses"), head)], rows, count=count, subject_kind="response"
    )


def _line(line: list_queries.Line) -> Row:
    wish = line.wish
    return [
        line.receipt_number or "", line.organisation, say(KIND_LABELS[OrganisationKind(line.kind)]), line.place,
        line.campaign, line.title or (say(BOARD_LABELS[BoardState.NONE]) if line.is_none else ""),
        "、".join(line.topics), say(STATE_LABELS[line.state]), stamp(line.submitted_at), stamp(line.moved_at),
        "" if wish is None else _("the whole questionnaire") if wish.is_for_all else "・".join(wish.numbers),
        *((wish.name, wish.phone) if wish else ("", "")),
    ]  # fmt: skip


@files(bp, "/campaign/<int:campaign_id>/answers")
@allow(Role.EDITOR)
def export_answers(campaign_id: int, form: str) -> ResponseReturnValue:
    """Hand out all submitted answers of a campaign: one row a response, tables apart."""
    with reading() as session:
        campaign = campaigns.campaign_of(session, campaign_id)
        if campaign is None:
            raise NotFoundError
        found, slug = list_queries.submitted_of(session, campaign_id), campaign.slug
        versions = {campaign.version_id: None} | dict.fromkeys(row.version_id for row in found)
        documents = questionnaires.documents(session, versions)
    facts = [
        _("Receipt number"), _("Organisation"), _("Code"), _("Kind"), _("Sub-prefecture"), _("State"), _("Submitted"),
    ]  # fmt: skip
    words = Words(
        _("By word of mouth"), _("audience"), {key: say(name) for key, name in AUDIENCE_LABELS.items()}
    )
    layout = layout_of((documents[key] for key in versions), _("Answers"), facts, words)
    rows = _answer_rows(found, layout, words, g.account.role)
    return list_answer(
        form, f"{slug}-{_('Answers')}", layout.sheets, rows, count=len(found), subject_kind="campaign",
        subject_id=campaign_id,
    )  # fmt: skip


def _answer_rows(found: list[Any], layout: Any, words: Words, role: Role) -> Iterator[tuple[int, Row]]:
    told = {row.id: row for row in found}
    ids = list(told)
    for said in in_batches(
        lambda session, size, at: _in_order(statements(session, ids[at : at + size]), ids[at : at + size]),
        len(ids),
        100,
    ):
        row = told[said.response_id]
        facts = (
            row.receipt_number or "", row.organisation, row.code or "", say(KIND_LABELS[OrganisationKind(row.kind)]),
            row.place, say(STATE_LABELS[row.state]), stamp(row.submitted_at),
        )  # fmt: skip
        yield from rows_of(layout, said, facts, role, words)


def _in_order(found: dict[int, Any], ids: list[int]) -> list[Any]:
    return [found[each] for each in ids if each in found]
