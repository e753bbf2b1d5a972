"""A mail server that is down, refuses or drips: answering goes on, the letter waits its turn (FI-10)."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select

from casefinder import config
from casefinder.db import database_seconds
from casefinder.mail.models import Letter
from casefinder.mail.postman import SmtpPostman
from casefinder.mail.troubles import NotTaken
from casefinder.work import FIRST_RETRY_S
from tests.factories.invitations import make_link
from tests.faults.house import House, free_port
from tests.faults.post_office import PostOffice

pytestmark = pytest.mark.slow


class Drip(socketserver.StreamRequestHandler):
    """Says its greeting one byte at a time and never comes to the end of it."""

    def handle(self) -> None:
        with suppress(OSError):
            self.wfile.write(b"220-")
            while not self.server.is_over.wait(0.2):  # type: ignore[attr-defined]
                self.wfile.write(b".")


@contextmanager
def dripping_server() -> Iterator[int]:
    """A server whose every byte comes within a socket's patience, and whose answer never comes."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Drip) as server:
        server.daemon_threads = True
        server.is_over = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.is_over.set()  # type: ignore[attr-defined]
            server.shutdown()
            thread.join()


@contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.jp", "b@example.jp", "見本"
    message.set_content("見本")
    return message


@pytest.mark.parametrize(
    ("server", "words"), [(dripping_server, "timed out after 2 s"), (silent_server, "timed out")]
)
def test_fi_10_a_server_that_never_comes_to_the_point_is_left_after_a_while(
    server: object, words: str, tmp_path: Path
) -> None:
    settings = replace(config.initialise(tmp_path), smtp_timeout_s=1)
    with server() as port:  # type: ignore[operator]
        postman = SmtpPostman(replace(settings, smtp_port=port))

        with pytest.raises(NotTaken, match=words):
            postman.send(a_message())


@pytest.mark.parametrize("stocked_url", ["sqlite"], indirect=True)
def test_fi_10_a_letter_refused_for_now_waits_and_one_refused_for_good_is_seen_at_once(
    house: House, post_office: PostOffice
) -> None:
    post_office.counter.refusal = "451 come back later"
    begun_s = seconds(house)
    make_link(house.app)
    worker = house.start("worker")
    assert "451 come back later" in first_try(house, begun_s).failure
    worker.kill_all()

    post_office.counter.refusal = "550 no such person"
    with house.database.reading() as session:
        letter_id = session.scalars(select(Letter.id)).one()
    house.end_lease(Letter, letter_id)
    house.start("worker")

    refused = house.wait_for(Letter, letter_id, "failed_at")
    assert (refused.attempts, refused.failure) == (2, "550 no such person")
    assert post_office.taken == []


@pytest.mark.parametrize("stocked_url", ["sqlite"], indirect=True)
def test_fi_10_while_no_mail_can_leave_one_can_answer(house: House) -> None:
    config.write(house.home / config.SETTINGS_FILE, {"smtp_port": free_port()})
    begun_s = seconds(house)
    link = make_link(house.app)
    house.start_web("serve", "--workers", "1")

    assert "Connection refused" in first_try(house, begun_s).failure

    respondent = house.visitor()
    assert respondent.get(f"/i/{link.token}").status == 200
    entered = respondent.post(f"/i/{link.token}", {})
    assert entered.status == 303
    assert respondent.get(entered.location).status == 200


def seconds(house: House) -> float:
    """Return the database's own clock."""
    with house.database.reading() as session:
        return database_seconds(session)


def first_try(house: House, begun_s: float) -> Row[Any]:
    """Wait for the first failure of the only letter; it is to be tried again half a minute after it."""
    with house.database.reading() as session:
        letter_id = session.scalars(select(Letter.id)).one()
    tried = house.wait_for(Letter, letter_id, "failure")
    now_s = seconds(house)
    assert (tried.done_at, tried.failed_at, tried.attempts) == (None, None, 1)
    assert begun_s + FIRST_RETRY_S <= tried.due_s <= now_s + FIRST_RETRY_S
    return tried
