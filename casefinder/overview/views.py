"""Staff page: what needs me today. Reads all rooms, writes none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.answer.responses import board, board_rules
from casefinder.answer.responses.board_rules import BOARD_LABELS
from casefinder.answer.responses.board_views import tiles
from casefinder.ask.campaigns import queries as campaigns
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.rules import days_left
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.overview import queries, rules
from casefinder.overview.rules import Work

bp = FaceBlueprint("overview", __name__, face=Face.STAFF, url_prefix="/staff")
CAMPAIGNS_SHOWN = 3


@dataclass(frozen=True)
class Standing:
    """One campaign that takes answers: its counts, map and place in time."""

    campaign: Campaign
    tally: board.Tally
    tiles: list[dict[str, Any]]
    state: str
    days: int
    percent: int
    today: float
    deadline: float


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """Show what waits, the most urgent first, and how the open campaigns stand."""
    now = utc_now()
    with reading() as session:
        groups = queries.groups(session, now=now)
        standing = [
            _standing(session, campaign, now)
            for campaign in campaigns.standing(session, now=now)[:CAMPAIGNS_SHOWN]
        ]
        sent, waiting = queries.letters_waiting(session)
        return render_template(
            "overview/index.html", groups=groups, standing=standing, titles=rules.TITLES, next_words=rules.NEXT,
            ours=sum(group.count for group in groups if group.work in rules.OURS), all_of=_all_of, open_url=_open,
            clauses=_clauses(), board_labels=BOARD_LABELS, sent=sent, waiting=waiting,
        )  # fmt: skip


def _standing(session: Session, campaign: Campaign, now: datetime) -> Standing:
    tally = board.tally(session, campaign)
    opened = campaign.opened_at or now
    end = max(campaign.closes_at, now)
    places = [
        rules.timeline_place(opened.timestamp(), end.timestamp(), at.timestamp())
        for at in (now, campaign.closes_at)
    ]

    def here(**changes: Any) -> str:
        return url_for("board.show", campaign_id=campaign.id, **{k: v or None for k, v in changes.items()})

    return Standing(
        campaign, tally, tiles(tally, "", here), campaigns.state_of(campaign, now).value,
        days_left(campaign.closes_at, now), board_rules.percent(tally.answered, tally.invited), *places,
    )  # fmt: skip


def _link(endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def _open(item: queries.Item) -> str:
    """Return the page where a line is dealt with."""
    if item.kind == "invitation":
        return _link("invitations.show", campaign_id=item.campaign_id, invitation_id=item.id)
    if item.kind == "case":
        return _link("cases.edit", case_id=item.id)
    if item.kind == "build":
        return _link("builds.show", build_id=item.id) or _link("casebooks.index")
    if item.kind == "reading":
        return _link("coding.read", response_id=item.id) or _link("responses.show", response_id=item.id)
    return _link("responses.show", response_id=item.id)


def _all_of(work: Work) -> str:
    """Return the list that holds all lines of a group."""
    states = {Work.RESUBMITTED: "resubmitted", Work.UNREAD: "submitted", Work.READING: "reading",
              Work.RETURNED: "returned"}  # fmt: skip
    if work in states:
        return _link("responses.index", state=states[work])
    if work is Work.TO_APPROVE:
        return _link("cases.index")
    if work in (Work.FAILED_LETTERS, Work.UNOPENED):
        return _link("campaigns.index")
    return ""


def _clauses() -> dict[str, str]:
    return {"reading": _("Text analysis"), "build": _("Making the casebook")}
