"""Files of responses for the staff."""

from flask import current_app, g
from flask.typing import ResponseReturnValue

from casefinder.answer.attachments import service
from casefinder.answer.attachments.handing_out import file_answer
from casefinder.answer.snapshots import queries as snapshots
from casefinder.db import reading
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.staff.consent.seeing_rules import may_see
from casefinder.staff.trail.watching import shows_personal_data

bp = FaceBlueprint("attachments", __name__, face=Face.STAFF, url_prefix="/staff/attachments")


@bp.get("/<int:attachment_id>")
@allow(Role.READER)
@shows_personal_data("attachment", "attachment_id", least=Role.READER)
def file(attachment_id: int) -> ResponseReturnValue:
    return _hand_out(attachment_id, thumbnail=False)


@bp.get("/<int:attachment_id>/small")
@allow(Role.READER)
def thumbnail(attachment_id: int) -> ResponseReturnValue:
    return _hand_out(attachment_id, thumbnail=True)


def _hand_out(attachment_id: int, *, thumbnail: bool) -> ResponseReturnValue:
    with reading() as session:
        level = snapshots.file_level(session, attachment_id)
        if level is None or not may_see(level, g.account.role):
            raise NotFoundError  # it was never sent, or it is not for this role: both look the same
        opened = service.open_file(
            session, attachment_id, files=current_app.extensions["files"], thumbnail=thumbnail
        )
    return file_answer(opened)
