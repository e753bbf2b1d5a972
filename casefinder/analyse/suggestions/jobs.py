"""The work kind `reading`: the engine reads a response's long answers, where item L4 allows it."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from casefinder import events, work
from casefinder.analyse.suggestions import queries, service, storing
from casefinder.analyse.suggestions.models import Reading
from casefinder.analyse.suggestions.reader import ChildReader, TextReader, ToRead
from casefinder.analyse.suggestions.rules import AnswerInvalid, read_text
from casefinder.clock import utc_now
from casefinder.db import database
from casefinder.errors import N_
from casefinder.events import Submitted, TakenBack

NOT_AS_PROMISED = N_("The engine's answer could not be used.")


def text_reader() -> TextReader:
    """Return the application's reader; the engine starts when it is first asked.

    In the sample installation the learner starts from the exemplars alone, never from the answers shown.
    """
    extensions = current_app.extensions
    if "text_reader" not in extensions:
        settings = extensions["settings"]
        extensions["text_reader"] = ChildReader(settings.training_dir, exemplars_only=settings.sample)
    reader: TextReader = extensions["text_reader"]
    return reader


def read_response(lease: work.Lease) -> None:
    """Read what is to be read as the codebook is now, then store all of it and the end of the work at once."""
    with database().reading() as session:
        training = queries.present_training(session)
        to_read = storing.texts_to_read(session, lease.row_id, training.hash)
    findings = storing.Findings((), {}, training.hash)
    if to_read:
        progress = {"texts": len(to_read)}
        answer = text_reader().read(
            lease.row_id,
            [ToRead(text.about, text.text) for text in to_read],
            training,
            on_tick=lambda: work.renew(database(), lease, progress),
        )
        try:
            found = {
                text.question_key: read_text(text.text, given)
                for text, given in zip(to_read, answer.answers, strict=True)
            }
        except (AnswerInvalid, KeyError, TypeError, ValueError) as error:
            raise work.GiveUp(NOT_AS_PROMISED) from error
        findings = storing.Findings(to_read, found, answer.training_hash, answer.version, answer.threshold)
    now = utc_now()
    with database().transaction() as session:
        work.finish(session, lease, now=now)
        response_id = storing.store_findings(session, lease.row_id, findings)
        events.publish(session, events.ResponseRead(response_id), now)


def follow_statement(session: Session, event: Submitted | TakenBack, now: datetime) -> None:
    """When another statement counts, the engine reads it."""
    service.request_reading(session, event.response_id, now=now)


WORK = work.Kind("reading", Reading, read_response, lease_s=120.0)
