"""Staff pages: the board of one campaign, and the list of those who have not answered."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casefinder.answer.board import queries, rules
from casefinder.answer.board.contact_queries import persons_of
from casefinder.answer.board.rules import BOARD_LABELS, BoardState
from casefinder.ask.campaigns import queries as campaigns
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.campaigns.rules import STATE_LABELS
from casefinder.ask.invitations.rules import days_left
from casefinder.ask.organisations import queries as organisations
from casefinder.ask.organisations.places import Area, Places
from casefinder.ask.organisations.rules import KIND_LABELS
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.measure import is_row_id
from casefinder.paging import asked_page
from casefinder.staff.consent.seeing_rules import PERSONAL, Purpose, may_see
from casefinder.staff.trail.watching import shows_personal_data

bp = FaceBlueprint("board", __name__, face=Face.STAFF, url_prefix="/staff/campaigns")
LONG_NAME = 5  # letters of a tile that takes the room beside it
MOST_CHOSEN = 500
SORTS = ("oldest", "newest", "name", "place", "state")


def chosen_filter() -> queries.Filter:
    """Return the filter that the address asks for."""
    given = request.args
    return queries.Filter(
        words=given.get("q", "").strip()[:100], state=given.get("state", ""), place=given.get("place", ""),
        kind=given.get("kind", ""), trouble=given.get("trouble", ""),
        ids=tuple(int(each) for each in given.getlist("invitation")[:MOST_CHOSEN] if is_row_id(each)),
        with_contacts=may_see(PERSONAL, g.account.role, Purpose.SEARCH),
    )  # fmt: skip


@bp.get("/<int:campaign_id>")
@allow(Role.READER)
@shows_personal_data("campaign", "campaign_id")
def show(campaign_id: int) -> ResponseReturnValue:
    """Show the board: map, states, and the organisations."""
    chosen, sort, now = chosen_filter(), request.args.get("sort", "oldest"), utc_now()
    with reading() as session:
        prepared = campaigns.campaign_of(session, campaign_id)
        if prepared is not None and prepared.opened_at is None:
            return redirect(url_for("campaigns.prepare", campaign_id=campaign_id), code=303)
        campaign = campaign_or_404(session, campaign_id)
        found = queries.board(session, campaign, chosen, now=now)
        page = asked_page(queries.count(session, found), queries.PAGE_SIZE)
        tally, places = queries.tally(session, campaign), organisations.places(session)
        document = questionnaires.document_of(campaign.version)

        def here(**changes: Any) -> str:
            given: dict[str, Any] = {
                "q": chosen.words, "state": chosen.state, "place": chosen.place, "kind": chosen.kind,
                "trouble": chosen.trouble, "sort": sort if sort != "oldest" else "",
            }  # fmt: skip
            given.update(changes)
            query: dict[str, Any] = {k: v or None for k, v in given.items()}
            return url_for(".show", campaign_id=campaign_id, **query)

        rows = queries.rows(session, queries.ordered(found, sort), page=page.number)
        ids = [row.organisation_id for row in rows]
        return render_template(
            "answer/board/show.html", campaign=campaign, chosen=chosen, sort=sort, page=page,
            rows=rows, persons=persons_of(session, ids) if may_see(PERSONAL, g.account.role) else {},
            tally=tally, tiles=tiles(tally, places, chosen.place, here), state=campaigns.state_of(campaign, now).value,
            campaign_labels=STATE_LABELS, board_labels=BOARD_LABELS, kinds=KIND_LABELS,
            places=places,
            sections=len(document.sections), document=document, days=days_left(campaign.closes_at, now),
            percent=rules.percent, here=here,
        )  # fmt: skip


def tiles(tally: queries.Tally, places: Places, picked: str, here: Any) -> list[dict[str, Any]]:
    """Return a tile for each area, in its place on the map if there is one, and for where else anybody was asked."""
    if not places.areas:
        return []
    last_row = max((area.row or 0 for area in places.areas), default=0) if places.has_map else None
    made = [
        _tile(tally, area.name, area.short_name, _spot(area, places), picked, here) for area in places.areas
    ]
    for name in (places.whole, *places.elsewhere):
        if tally.places.get(name, (0, 0))[1]:
            spot = f"all c3 r{last_row}" if name == places.whole and last_row is not None else "all"
            made.append(_tile(tally, name, name, spot, picked, here))
    return made


def _spot(area: Area, places: Places) -> str:
    """Return the classes that put a tile in its place; a long name takes the room beside it if that is free."""
    if not places.has_map:
        return ""
    taken = {(each.column, each.row) for each in places.areas}
    is_wide = len(area.short_name) >= LONG_NAME and ((area.column or 0) + 1, area.row) not in taken
    return f"c{area.column} r{area.row}" + (" wide" if is_wide else "")


def _tile(
    tally: queries.Tally, name: str, short: str, spot: str, picked: str, here: Any
) -> dict[str, Any]:  # fmt: skip
    answered, invited = tally.places.get(name, (0, 0))
    return {
        "spot": spot, "short": short, "name": name, "answered": answered, "invited": invited,
        "percent": rules.percent(answered, invited), "level": rules.tile_level(answered, invited),
        "picked": name == picked, "url": here(place="" if name == picked else name, page=""),
    }  # fmt: skip


def campaign_or_404(session: Session, campaign_id: int) -> Campaign:
    """Return a campaign that was opened."""
    campaign = campaigns.campaign_of(session, campaign_id)
    if campaign is None or campaign.opened_at is None:
        raise NotFoundError
    return campaign


__all__ = ["BoardState", "bp", "campaign_or_404", "chosen_filter", "tiles"]
