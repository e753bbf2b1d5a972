"""Staff: what is done with the organisations that were chosen on the board: the letter once more, with the same link."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.answer.board import queries
from casefinder.answer.board.rules import ANSWERED
from casefinder.answer.board.views import MOST_CHOSEN, bp, campaign_or_404
from casefinder.ask.campaigns import queries as campaigns
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import service
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.faces import Role, allow
from casefinder.measure import is_row_id
from casefinder.staff.trail.watching import shows_personal_data


@bp.get("/<int:campaign_id>/again")
@allow(Role.EDITOR)
@shows_personal_data("campaign", "campaign_id")
def ask_again(campaign_id: int) -> ResponseReturnValue:
    """Show who gets the letter once more, and who is left out and why; nothing is sent yet."""
    with reading() as session:
        campaign = campaign_or_404(session, campaign_id)
        rows = _chosen(session, campaign, request.args.getlist("invitation"))
        state = campaigns.state_of(campaign, utc_now()).value
        return render_template(
            "answer/board/again.html", campaign=campaign, state=state, ready=[row for row in rows if _may_go(row)],
            stopped=[row for row in rows if row.revoked_at], answered=[row for row in rows if row.state in ANSWERED],
        )  # fmt: skip


@bp.post("/<int:campaign_id>/again")
@allow(Role.EDITOR)
def send_again(campaign_id: int) -> ResponseReturnValue:
    """Send the letter once more to those who were shown and still fit."""
    with transaction() as session:
        campaign = campaign_or_404(session, campaign_id)
        rows = _chosen(session, campaign, request.form.getlist("invitation"))
        ready = [row.invitation_id for row in rows if _may_go(row)]
        for invitation_id in sorted(ready):
            service.send_same_link(session, invitation_id, now=utc_now(), account_id=g.account.id)
    flash(_("%(count)s letters are leaving once more, with the same links.", count=len(ready)), "ok")
    return redirect(url_for(".show", campaign_id=campaign_id), code=303)


def _chosen(session: Session, campaign: Campaign, texts: list[str]) -> list[queries.Row]:
    ids = tuple(int(each) for each in texts[:MOST_CHOSEN] if is_row_id(each))
    if not ids:
        return []
    found = queries.board(session, campaign, queries.Filter(ids=ids), now=utc_now())
    return queries.rows(session, queries.ordered(found, "place"))


def _may_go(row: queries.Row) -> bool:
    return row.revoked_at is None and row.state not in ANSWERED
