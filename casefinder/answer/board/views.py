"""Staff pages: the board of one campaign, and the list of those who have not answered."""

import csv
import io
from typing import Any

from flask import Response as Answer
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.answer.board import queries, rules
from casefinder.answer.board.rules import BOARD_LABELS, BoardState
from casefinder.ask.campaigns import queries as campaigns
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.campaigns.rules import STATE_LABELS
from casefinder.ask.invitations.rules import days_left
from casefinder.ask.organisations.rules import (
    KIND_LABELS,
    SUBPREFECTURES,
    WHOLE_PREFECTURE,
    OrganisationKind,
)
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page
from casefinder.sheets import plain_cell
from casefinder.templating import day_and_time, full_day, say

bp = FaceBlueprint("board", __name__, face=Face.STAFF, url_prefix="/staff/campaigns")
SHORT_PLACES = {place.name: place.short_name for place in SUBPREFECTURES}
SORTS = ("oldest", "newest", "name", "place", "state")


def chosen_filter() -> queries.Filter:
    """Return the filter that the address asks for."""
    given = request.args
    return queries.Filter(
        words=given.get("q", "").strip()[:100], state=given.get("state", ""), place=given.get("place", ""),
        kind=given.get("kind", ""), trouble=given.get("trouble", ""),
    )  # fmt: skip


@bp.get("/<int:campaign_id>")
@allow(Role.READER)
def show(campaign_id: int) -> ResponseReturnValue:
    """Show the board: map, states, and the organisations."""
    chosen, sort, now = chosen_filter(), request.args.get("sort", "oldest"), utc_now()
    with reading() as session:
        prepared = campaigns.campaign_of(session, campaign_id)
        if prepared is not None and prepared.opened_at is None:
            return redirect(url_for("campaigns.prepare", campaign_id=campaign_id), code=303)
        campaign = _campaign(session, campaign_id)
        found = queries.board(session, campaign, chosen, now=now)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        tally = queries.tally(session, campaign)
        document = questionnaires.document_of(campaign.version)

        def here(**changes: Any) -> str:
            given: dict[str, Any] = {
                "q": chosen.words, "state": chosen.state, "place": chosen.place, "kind": chosen.kind,
                "trouble": chosen.trouble, "sort": sort if sort != "oldest" else "",
            }  # fmt: skip
            given.update(changes)
            query: dict[str, Any] = {k: v or None for k, v in given.items()}
            return url_for(".show", campaign_id=campaign_id, **query)

        return render_template(
            "answer/board/show.html", campaign=campaign, chosen=chosen, sort=sort, page=page,
            rows=queries.rows(session, queries.ordered(found, sort), page=page.number),
            tally=tally, tiles=tiles(tally, chosen.place, here), state=campaigns.state_of(campaign, now).value,
            campaign_labels=STATE_LABELS, board_labels=BOARD_LABELS, kinds=KIND_LABELS,
            short_places=SHORT_PLACES,
            sections=len(document.sections), document=document, days=days_left(campaign.closes_at, now),
            percent=rules.percent, here=here,
        )  # fmt: skip


@bp.get("/<int:campaign_id>/missing.csv")
@allow(Role.EDITOR)
def missing(campaign_id: int) -> ResponseReturnValue:
    """Hand out those who have not answered, for the telephone."""
    now = utc_now()
    with reading() as session:
        campaign = _campaign(session, campaign_id)
        found = queries.board(session, campaign, queries.Filter(state="missing"), now=now)
        rows = queries.rows(session, queries.ordered(found, "place"))
        table = [
            [_("Sub-prefecture"), _("Organisation"), _("Kind"), _("State"), _("Mail address"), _("Letter"),
             _("Last movement"), _("Deadline")]
        ]  # fmt: skip
        for row in rows:
            table.append([
                row.place, row.organisation, say(KIND_LABELS[OrganisationKind(row.kind)]), say(BOARD_LABELS[row.state]), row.email,
                _("Not delivered") if row.is_undelivered else "", day_and_time(row.moved_at),
                full_day(row.due_at or campaign.closes_at),
            ])  # fmt: skip
        slug = campaign.slug
    return csv_answer(table, f"{slug}-missing.csv")


def csv_answer(table: list[list[str]], name: str) -> Answer:
    """Return rows as a CSV file that Excel opens in UTF-8 and reads no formula from."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([plain_cell(c) for c in line] for line in table)
    answer = Answer("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def tiles(tally: queries.Tally, picked: str, here: Any) -> list[dict[str, Any]]:
    """Return the tiles of the map: 14 sub-prefectures and, if anybody counts there, the whole prefecture."""
    made = []
    places = [(place.name, place.short_name, place.code) for place in SUBPREFECTURES]
    for name, short, code in (*places, (WHOLE_PREFECTURE, WHOLE_PREFECTURE, "all")):
        answered, invited = tally.places.get(name, (0, 0))
        if code == "all" and not invited:
            continue
        made.append({
            "code": code, "short": short, "name": name, "answered": answered, "invited": invited,
            "percent": rules.percent(answered, invited), "level": rules.tile_level(answered, invited),
            "picked": name == picked, "url": here(place="" if name == picked else name, page=""),
        })  # fmt: skip
    return made


def _campaign(session: Session, campaign_id: int) -> Campaign:
    campaign = campaigns.campaign_of(session, campaign_id)
    if campaign is None or campaign.opened_at is None:
        raise NotFoundError
    return campaign


__all__ = ["BoardState", "bp", "chosen_filter", "csv_answer", "tiles"]
