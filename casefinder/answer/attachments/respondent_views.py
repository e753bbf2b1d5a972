"""A respondent's own files, behind the cookie of their own link."""

from flask import current_app, g
from flask.typing import ResponseReturnValue

from casefinder.answer.attachments import service
from casefinder.answer.attachments.handing_out import file_answer
from casefinder.answer.responses import queries as responses
from casefinder.db import reading
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Open, allow

bp = FaceBlueprint("attachment_pages", __name__, face=Face.RESPONDENT, url_prefix="/r/<ref>/files")


@bp.get("/<int:attachment_id>")
@allow(Open.INVITED)
def file(ref: str, attachment_id: int) -> ResponseReturnValue:
    return _hand_out(attachment_id, thumbnail=False)


@bp.get("/<int:attachment_id>/small")
@allow(Open.INVITED)
def thumbnail(ref: str, attachment_id: int) -> ResponseReturnValue:
    return _hand_out(attachment_id, thumbnail=True)


def _hand_out(attachment_id: int, *, thumbnail: bool) -> ResponseReturnValue:
    with reading() as session:
        response = responses.response_of(session, g.invited.invitation_id)
        if response is None:
            raise NotFoundError
        opened = service.open_file(
            session,
            attachment_id,
            files=current_app.extensions["files"],
            response_id=response.id,
            thumbnail=thumbnail,
        )
    return file_answer(opened)
