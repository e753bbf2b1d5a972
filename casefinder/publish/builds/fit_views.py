"""Staff page: how a case lies on its two pages, by the press's own layout."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from casefinder.db import reading
from casefinder.edit.cases.queries import case_content
from casefinder.edit.layout import places
from casefinder.edit.layout.errors import CannotLayOut
from casefinder.edit.layout.pressed import CasePress
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.templating import say

bp = FaceBlueprint("case_fit", __name__, face=Face.STAFF, url_prefix="/staff/cases")


@bp.get("/<int:case_id>/fit")
@allow(Role.READER)
def show(case_id: int) -> ResponseReturnValue:
    """Lay the case out and say whether it fits; the editor's page asks here, too, and shows the answer."""
    press: CasePress = current_app.extensions["case_press"]
    if request.args.get("wake"):
        press.wake()
    with reading() as session:
        title = case_content(session, case_id).text("title")
    pressed, problem = None, ""
    try:
        pressed = press.lay_out(case_id)
    except CannotLayOut as error:
        problem = say(error)
    return render_template(
        "publish/builds/fit.html",
        case_id=case_id,
        title=title,
        pressed=pressed,
        problem=problem,
        places=places.BY_KEY,
    )
