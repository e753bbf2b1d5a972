"""The work kind `letter`: render, re-check, send, note."""

from typing import Any

from flask import current_app

from casefinder import work
from casefinder.clock import utc_now
from casefinder.db import database
from casefinder.mail import service
from casefinder.mail.models import Letter


def desk() -> service.Desk:
    """Return what the present application's letters are written with."""

    def render(name: str, **values: Any) -> str:
        return current_app.jinja_env.get_template(name).render(**values)

    return service.Desk(current_app.extensions["settings"], render)


def send_letter(lease: work.Lease) -> None:
    """Send one letter, or note why it is no longer to be sent. A retry carries the same Message-ID."""
    settings = current_app.extensions["settings"]
    postman: service.Postman = current_app.extensions["postman"]
    now = utc_now()
    with database().reading() as session:
        letter = session.get_one(Letter, lease.row_id)
        mail = service.render(session, letter, desk(), now)
        message_id = letter.message_id
    if isinstance(mail, service.Mail):
        message = service.to_message(mail, settings=settings, message_id=message_id, now=now)
        postman.send(message, on_tick=lambda: work.renew(database(), lease))
    with database().transaction() as session:
        work.finish(session, lease, now=now)
        letter = session.get_one(Letter, lease.row_id)
        if isinstance(mail, service.Mail):
            letter.sent_to = mail.to
        else:
            letter.skipped_reason = mail.reason


WORK = work.Kind("letter", Letter, send_letter, lease_s=120.0, max_attempts=12, hands=2)
