"""Files of responses for the staff."""

from flask import current_app
from flask.typing import ResponseReturnValue

from casefinder.answer.attachments import service
from casefinder.answer.attachments.handing_out import file_answer
from casefinder.answer.snapshots import queries as snapshots
from casefinder.db import reading
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow

bp = FaceBlueprint("attachments", __name__, face=Face.STAFF, url_prefix="/staff/attachments")


@bp.get("/<int:attachment_id>")
@allow(Role.READER)
def file(attachment_id: int) -> ResponseReturnValue:
    return _hand_out(attachment_id, thumbnail=False)


@bp.get("/<int:attachment_id>/small")
@allow(Role.READER)
def thumbnail(attachment_id: int) -> ResponseReturnValue:
    return _hand_out(attachment_id, thumbnail=True)


def _hand_out(attachment_id: int, *, thumbnail: bool) -> ResponseReturnValue:
    with reading() as session:
        if not snapshots.holds_file(session, attachment_id):
            raise NotFoundError  # it was never sent
        opened = service.open_file(
            session, attachment_id, files=current_app.extensions["files"], thumbnail=thumbnail
        )
    return file_answer(opened)
