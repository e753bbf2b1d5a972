"""A respondent's own files, behind the cookie of their own link."""

from flask import current_app, g
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casefinder.answer.attachments import queries, service
from casefinder.answer.attachments.handing_out import file_answer
from casefinder.ask.invitations.queries import Invited
from casefinder.ask.invitations.rules import LinkScope
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.db import reading
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Open, allow

bp = FaceBlueprint("attachment_pages", __name__, face=Face.RESPONDENT, url_prefix="/r/<ref>/files")


@bp.get("/<int:attachment_id>")
@allow(Open.INVITED, LinkScope.RESPONSE, LinkScope.SECTIONS)
def file(ref: str, attachment_id: int) -> ResponseReturnValue:
    return _hand_out(attachment_id, thumbnail=False)


@bp.get("/<int:attachment_id>/small")
@allow(Open.INVITED, LinkScope.RESPONSE, LinkScope.SECTIONS)
def thumbnail(ref: str, attachment_id: int) -> ResponseReturnValue:
    return _hand_out(attachment_id, thumbnail=True)


@bp.get("/<int:attachment_id>/state")
@allow(Open.INVITED, LinkScope.RESPONSE, LinkScope.SECTIONS)
def state(ref: str, attachment_id: int) -> ResponseReturnValue:
    """Say whether a file is ready, for the page that waits for it."""
    with reading() as session:
        keys = _opened_keys(session, g.invited)
        found = queries.file_of(session, attachment_id, response_id=g.invited.response_id or 0)
    if found is None or (keys is not None and found.question_key not in keys):
        raise NotFoundError
    return {"waits": found.ready_at is None}


def _hand_out(attachment_id: int, *, thumbnail: bool) -> ResponseReturnValue:
    with reading() as session:
        opened = service.open_file(
            session,
            attachment_id,
            files=current_app.extensions["files"],
            response_id=g.invited.response_id or 0,
            question_keys=_opened_keys(session, g.invited),
            thumbnail=thumbnail,
        )
    return file_answer(opened)


def _opened_keys(session: Session, invited: Invited) -> frozenset[str] | None:
    """Return of which questions a link to some sections opens the files; None is all."""
    if invited.scope is LinkScope.RESPONSE:
        return None
    document = questionnaires.document_of(questionnaires.version_of(session, invited.version_id))
    opened = [section for section in document.sections if invited.opens_section(section.key)]
    return frozenset(item.key for section in opened for item in section.items)
