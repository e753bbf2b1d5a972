"""Files that come with a form: judged and stored before anything is written."""

from dataclasses import dataclass, field

from flask import current_app
from werkzeug.datastructures import FileStorage, MultiDict

from casefinder.answer.answering.opened import Begun
from casefinder.answer.answers import queries
from casefinder.answer.attachments import rules as filing
from casefinder.answer.attachments.intake import FileRefused, ReceivedFile, receive
from casefinder.ask.questionnaires.document import Field, Section
from casefinder.ask.questionnaires.problems import Problem
from casefinder.config import Settings
from casefinder.db import reading


@dataclass
class Uploads:
    """Files that were sent with a form: those that wait to be read, and why others were not taken."""

    stored: dict[str, list[tuple[Field, ReceivedFile]]] = field(default_factory=dict)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)


def take_uploads(begun: Begun, section: Section, sent: "MultiDict[str, FileStorage]") -> Uploads:
    """Judge and store the files that came with a form; runs before the transaction."""
    settings: Settings = current_app.extensions["settings"]
    uploads = Uploads()
    if not any(upload.filename for upload in sent.values()):
        return uploads
    with reading() as session:
        present = queries.answers_of(session, begun.response_id, [item.key for item in section.items])
    for item in section.items:
        for each in (one for one in item.fields if one.kind == "file"):
            given = present.get(item.key)
            there = len((given.value.get(each.entry) or []) if given else [])
            for upload in sent.getlist(f"{each.key}.upload"):
                if not upload.filename:
                    continue
                taken = uploads.stored.setdefault(item.key, [])
                try:
                    _refuse_one_more(each, there + len(taken), upload.filename)
                    received = receive(
                        upload.filename,
                        upload.stream.read(settings.max_upload_bytes + 1),
                        waiting=current_app.extensions["waiting_files"],
                        max_bytes=settings.max_upload_bytes,
                    )
                    taken.append((each, received))
                except FileRefused as error:
                    problem = Problem(error.message, error.values, each.key)
                    uploads.problems[item.key] = (*uploads.problems.get(item.key, ()), problem)
    return uploads


def _refuse_one_more(each: Field, count: int, name: str) -> None:
    maximum = each.maximum or 1
    if count >= maximum:
        raise FileRefused(filing.NO_MORE, name=filing.clean_name(name), maximum=maximum)
