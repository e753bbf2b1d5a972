"""Staff: the board as a file, as it is narrowed down and ordered; and those who have not answered, for the telephone."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.answer.board import queries
from casefinder.answer.board.contact_queries import Person, persons_of
from casefinder.answer.board.rules import BOARD_LABELS
from casefinder.answer.board.views import bp, campaign_or_404, chosen_filter
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.organisations.rules import KIND_LABELS, OrganisationKind
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say, stamp

NOBODY = Person("", "", "")


@files(bp, "/<int:campaign_id>/board")
@allow(Role.EDITOR)
def export(campaign_id: int, form: str) -> ResponseReturnValue:
    """Hand out the board as it is narrowed down and ordered."""
    return _file(campaign_id, form, chosen_filter(), request.args.get("sort", "oldest"), _("Board"))


@bp.get("/<int:campaign_id>/missing.csv")
@allow(Role.EDITOR)
def missing(campaign_id: int) -> ResponseReturnValue:
    """Hand out those who have not answered, for the telephone."""
    return _file(campaign_id, "csv", queries.Filter(state="missing"), "place", "missing")


def _file(campaign_id: int, form: str, chosen: queries.Filter, sort: str, name: str) -> ResponseReturnValue:
    with reading() as session:
        campaign = campaign_or_404(session, campaign_id)
        found = queries.ordered(queries.board(session, campaign, chosen, now=utc_now()), sort)
        count = queries.count(session, found)
    head = (
        _("Sub-prefecture"), _("Organisation"), _("Code"), _("Kind"), _("State"), _("Sections done"), _("Mail address"),
        _("Name"), _("Post"), _("Telephone number"), _("Letter"), _("Last movement"), _("Deadline"), _("Receipt number"),
    )  # fmt: skip

    def read(session: Session, size: int, at: int) -> Sequence[Row]:
        rows = queries.batch(session, found, size, at)
        persons = persons_of(session, (row.organisation_id for row in rows))
        return [_row(campaign, row, persons.get(row.organisation_id, NOBODY)) for row in rows]

    rows = ((0, row) for row in in_batches(read, count))
    return list_answer(
        form, f"{campaign.slug}-{name}", [Sheet(_("Board"), head)], rows, count=count, subject_kind="campaign",
        subject_id=campaign_id,
    )  # fmt: skip


def _row(campaign: Campaign, row: queries.Row, person: Person) -> Row:
    return [
        row.place, row.organisation, row.code or "", say(KIND_LABELS[OrganisationKind(row.kind)]),
        say(BOARD_LABELS[row.state]), row.finished_sections, row.email, person.name, person.post, person.phone,
        _("Not delivered") if row.is_undelivered else _("Link stopped") if row.revoked_at else "", stamp(row.moved_at),
        stamp(row.due_at or campaign.closes_at), row.receipt_number or "",
    ]  # fmt: skip
