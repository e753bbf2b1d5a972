"""Staff page: what needs me today. Reads all rooms, writes none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.answer.board import queries as board
from casefinder.answer.board import rules as board_rules
from casefinder.answer.board.rules import BOARD_LABELS
from casefinder.answer.board.views import tiles
from casefinder.ask.campaigns import queries as campaigns
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import post_queries
from casefinder.ask.invitations.rules import days_left
from casefinder.ask.organisations import queries as organisations
from casefinder.ask.organisations.places import Places
from casefinder.clock import utc_now
from casefinder.db import reading
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.mail.troubles import LABELS
from casefinder.overview import queries, rules
from casefinder.overview.rules import Work
from casefinder.publish.releases.standing_rules import KIND_LABELS
from casefinder.staff.accounts.views import YEAR_S, own_path
from casefinder.staff.trail.watching import shows_personal_data

bp = FaceBlueprint("overview", __name__, face=Face.STAFF, url_prefix="/staff")
CAMPAIGNS_SHOWN = 3
KEYS_COOKIE = "cf-keys"


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
@shows_personal_data("invitation")
def index() -> ResponseReturnValue:
    """Show what waits, the most urgent first, and how the open campaigns stand."""
    now = utc_now()
    with reading() as session:
        post = post_queries.state(session, now)
        groups = queries.groups(session, now=now, role=g.account.role, post=post)
        places = organisations.places(session)
        standing = [
            _standing(session, campaign, places, now)
            for campaign in campaigns.standing(session, now=now)[:CAMPAIGNS_SHOWN]
        ]
        return render_template(
            "overview/index.html", groups=groups, standing=standing, titles=rules.TITLES, next_words=rules.NEXT,
            ours=sum(group.count for group in groups if group.work in rules.OURS), all_of=_all_of, open_url=_open, again_url=_again,
            clauses=_clauses(), board_labels=BOARD_LABELS, post=post,
        )  # fmt: skip


@bp.app_context_processor
def frame() -> dict[str, Any]:
    """Give every staff page what its frame shows: the numbers in the menu, and whether its keys are on."""
    return {
        "menu_counts": _menu_counts,
        "keys_are_on": bool(request) and request.cookies.get(KEYS_COOKIE) != "off",
    }


def _menu_counts() -> dict[str, int]:
    with reading() as session:
        return queries.menu_counts(session)


@bp.get("/keys")
@allow(Role.READER)
def keys() -> ResponseReturnValue:
    """List the keys of every screen."""
    return render_template("overview/keys.html")


@bp.post("/keys")
@allow(Role.READER)
def set_keys() -> ResponseReturnValue:
    """Keep in a cookie whether keys of one letter do something, and go back to the page."""
    chosen = "on" if request.form.get("keys") == "on" else "off"
    answer = redirect(own_path(_page_before(), otherwise=url_for(".keys")), code=303)
    answer.set_cookie(
        KEYS_COOKIE, chosen, max_age=YEAR_S, path="/staff", samesite="Lax", httponly=True,
        secure=current_app.extensions["settings"].secure_cookies,
    )  # fmt: skip
    return answer


def _page_before() -> str:
    site = request.host_url.rstrip("/")
    return (request.referrer or "").removeprefix(site) if (request.referrer or "").startswith(site) else ""


def _standing(session: Session, campaign: Campaign, areas: Places, now: datetime) -> Standing:
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
        campaign, tally, tiles(tally, areas, "", here), campaigns.state_of(campaign, now).value,
        days_left(campaign.closes_at, now), board_rules.percent(tally.answered, tally.invited), *places,
    )  # fmt: skip


def _link(endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def _open(item: queries.Item) -> str:
    """Return the page where a line is dealt with."""
    if item.kind == "release":
        return _link("releases.show", release_id=item.id)
    if item.kind == "post":
        return _link("post.index") if g.account.role >= Role.EDITOR else ""
    if item.kind == "invitation":
        return _link("invitations.show", campaign_id=item.campaign_id, invitation_id=item.id)
    if item.kind == "word":
        return _link("case_gate.show", case_id=item.id)
    if item.kind == "case":
        return _link("cases.edit", case_id=item.id)
    if item.kind == "build":
        return _link("builds.show", build_id=item.id) or _link("casebooks.index")
    if item.kind == "reading":
        is_editor = g.account.role >= Role.EDITOR
        return _link("coding.read" if is_editor else "responses.show", response_id=item.id)
    return _link("responses.show", response_id=item.id)


def _again(item: queries.Item) -> str:
    """Return where failed work is asked for once more, empty for a line that did not fail."""
    if item.kind in ("release", "word"):
        return ""
    if item.kind == "post":
        return _link("post.send_all") if item.what not in ("idle", "held") else ""
    if item.kind == "invitation" and item.letter_id is not None:
        return _link("post.send_one", letter_id=item.letter_id)
    if item.kind == "build":
        return _link("builds.again", build_id=item.id) if item.may_try_again else ""
    return _link("coding.read_again", response_id=item.id) if item.kind == "reading" else ""


def _all_of(work: Work) -> str:
    """Return the list that holds all lines of a group."""
    states = {Work.RESUBMITTED: "resubmitted", Work.UNREAD: "submitted", Work.READING: "reading",
              Work.RETURNED: "returned"}  # fmt: skip
    if work is Work.SPOKEN:
        return _link("responses.index", wish="spoken")
    if work is Work.RELEASES:
        return _link("releases.index")
    if work in states:
        return _link("responses.index", state=states[work])
    if work in (Work.TO_APPROVE, Work.UNCONFIRMED):
        return _link("cases.index", state="draft", word="given" if work is Work.TO_APPROVE else "none")
    if work in (Work.FAILED_LETTERS, Work.LATE_LETTERS) and g.account.role >= Role.EDITOR:
        return _link("post.index", pile="failed" if work is Work.FAILED_LETTERS else "waiting")
    if work is Work.UNOPENED:
        return _link("campaign_list.index")
    return ""


def _clauses() -> dict[str, str]:
    return {
        "reading": _("Text analysis"), "build": _("Making the casebook"), "idle": _("Letters wait and nobody sends them"),
        "held": _("Letters are held: a backup was restored"),
        "outdated_word": _("The words were changed after the organisation said yes"),
        "paused": _("Readers cannot open it: an answer, a consent or a picture it shows was narrowed"),
        "released": _("Still public: an answer or picture it shows was narrowed, or a file is damaged"),
        **{trouble.value: _(label) for trouble, label in LABELS.items()},
        **{f"release_{kind.value}": _(label) for kind, label in KIND_LABELS.items()},
    }  # fmt: skip
