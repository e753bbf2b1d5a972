"""Staff pages: the board of one campaign, and the list of those who have not answered."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
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
)
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page

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
        campaign = campaign_or_404(session, campaign_id)
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


def campaign_or_404(session: Session, campaign_id: int) -> Campaign:
    """Return a campaign that was opened."""
    campaign = campaigns.campaign_of(session, campaign_id)
    if campaign is None or campaign.opened_at is None:
        raise NotFoundError
    return campaign


__all__ = ["BoardState", "bp", "campaign_or_404", "chosen_filter", "tiles"]
