"""The work kind `letter`: render, re-check, send, note."""

import logging
from typing import Any

from flask import current_app

from casefinder import work
from casefinder.clock import utc_now
from casefinder.db import database
from casefinder.errors import N_
from casefinder.logbook import LETTER_TAKEN, deed
from casefinder.mail import outbox, service
from casefinder.mail.models import Letter
from casefinder.mail.postman import Postman
from casefinder.mail.troubles import LONGEST_STOP_S, NotTaken

log = logging.getLogger(__name__)
UNKNOWN = N_("A later version of casefinder asked for this letter. It waits until that version runs here.")


def desk() -> service.Desk:
    """Return what the present application's letters are written with."""

    def render(name: str, **values: Any) -> str:
        return current_app.jinja_env.get_template(name).render(**values)

    return service.Desk(current_app.extensions["settings"], render)


def send_letter(lease: work.Lease) -> None:
    """Send one letter, or note why it is no longer to be sent. A retry carries the same Message-ID.

    What the mail server says about it goes into the row, and into no log: it may name the recipient.
    """
    settings = current_app.extensions["settings"]
    now = utc_now()
    with database().reading() as session:
        letter = session.get_one(Letter, lease.row_id)
        mail = service.render(session, letter, desk(), now) if service.is_known(letter.kind) else None
        message_id = letter.message_id
    if mail is None:
        with database().transaction() as session:
            work.put_off(session, lease, UNKNOWN, wait_s=LONGEST_STOP_S)
        return
    if isinstance(mail, service.Skip):
        _note_skip(lease, mail.reason)
        return
    if lease.attempt > 1 and _was_taken(message_id):
        with database().transaction() as session:
            outbox.note_taken(session, lease, to=mail.to, now=now)
        return
    if not service.is_whole(message_id):
        with database().transaction() as session:
            message_id = service.make_whole(session, lease.row_id, settings)
    message = service.message_of(mail, settings=settings, message_id=message_id, now=now)
    _hand_over(lease, message, mail.to)


def _was_taken(message_id: str) -> bool:
    """Say whether the mail server said yes before, and the row could not be told."""
    logbook = database().logbook
    return logbook is not None and logbook.has_taken(service.own_part(message_id))


def _write_down(message_id: str) -> None:
    """Keep beside the database that the server took a letter: from now on it is not sent again, whatever becomes of the row."""
    if (logbook := database().logbook) is None:
        return
    try:
        logbook.write([deed(LETTER_TAKEN, utc_now(), letter=service.own_part(message_id))])
    except OSError:
        log.exception("a letter was taken and could not be written down")


def _hand_over(lease: work.Lease, message: Any, to: str) -> None:
    postman: Postman = current_app.extensions["postman"]
    try:
        postman.send(message, on_tick=lambda: work.renew(database(), lease))
    except NotTaken as error:
        log.warning("letter %s was not taken: %s", lease.row_id, error.verdict.trouble.value)
        with database().transaction() as session:
            outbox.note_not_taken(session, lease, error.verdict, now=utc_now())
    else:
        _write_down(str(message["Message-ID"]))
        with database().transaction() as session:
            outbox.note_taken(session, lease, to=to, now=utc_now())


def _note_skip(lease: work.Lease, reason: str) -> None:
    with database().transaction() as session:
        work.finish(session, lease, now=utc_now())
        letter = session.get_one(Letter, lease.row_id)
        letter.skipped_reason, letter.trouble = reason, None


WORK = work.Kind(
    "letter", Letter, send_letter, lease_s=120.0, max_attempts=12, hands=2, is_held=outbox.is_stopped
)
