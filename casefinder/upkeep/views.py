"""Staff page: what the last look at everything found, and when the last backup was made."""

from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from casefinder import checkup
from casefinder.db import reading
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.upkeep import queries
from casefinder.upkeep.rules import LOOKED_AT, WHAT_NOW, in_hand, nobodys

bp = FaceBlueprint("upkeep", __name__, face=Face.STAFF, url_prefix="/staff/upkeep")


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """Show what was found."""
    with reading() as session:
        backed_up_at, asked = queries.last_backup(session), queries.damage_in_hand(session)
    return render_template(
        "upkeep/index.html", done=_last(), labels=checkup.LABELS, looked_at=LOOKED_AT, what_now=WHAT_NOW,
        backed_up_at=backed_up_at, is_in_hand=lambda finding: in_hand(finding, asked),
    )  # fmt: skip


def _last() -> checkup.Checkup | None:
    return checkup.last(current_app.extensions["settings"].home)


@bp.app_context_processor
def found() -> dict[str, Any]:
    """Let Today say that something is not as it was stored, unless it asks a publisher about that already."""
    return {"last_checkup": _last, "alarms_for_today": _alarms}


def _alarms() -> list[checkup.Finding]:
    done = _last()
    if done is None or not done.alarms:
        return []
    with reading() as session:
        return nobodys(done.alarms, queries.damage_in_hand(session))
