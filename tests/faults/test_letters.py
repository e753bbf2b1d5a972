"""kill -9 of the worker around a letter: nothing lost, nothing sent twice but with the same Message-ID (FI-04)."""

import os
import signal

import pytest
from sqlalchemy import select

from casefinder.answer.submitting.service import RECEIPT
from casefinder.mail.models import Letter
from tests.factories.invitations import make_link
from tests.faults.house import House, children_of, members
from tests.faults.post_office import PostOffice
from tests.waiting import wait_until

pytestmark = pytest.mark.slow


def invite(house: House) -> int:
    """Queue one invitation; returns the id of its letter."""
    link = make_link(house.app)
    with house.database.reading() as session:
        return session.scalars(select(Letter.id).where(Letter.invitation_id == link.invitation_id)).one()


def test_fi_04_a_worker_killed_before_the_servers_yes_sends_the_letter_once_after_all(
    house: House, post_office: PostOffice
) -> None:
    letter_id = invite(house)
    post_office.hold()
    worker = house.start("worker")
    post_office.wait_for_offer()

    worker.kill_all()
    assert house.row(Letter, letter_id).done_at is None
    assert house.row(Letter, letter_id).attempts == 1
    post_office.let_go()
    house.end_lease(Letter, letter_id)
    house.start("worker")

    letter = house.wait_for(Letter, letter_id, "done_at")
    assert letter.attempts == 2
    assert post_office.taken == [letter.message_id]
    assert len(post_office.files()) == 1


def test_fi_04_a_worker_killed_after_the_servers_yes_sends_no_other_message(
    house: House, post_office: PostOffice
) -> None:
    letter_id = invite(house)
    post_office.hold()
    worker = house.start("worker")
    post_office.wait_for_offer()

    with house.locked(Letter, letter_id):  # the server says yes, the worker cannot note it
        post_office.let_go()
        post_office.wait_for_mail()
        worker.kill_all()
    assert house.row(Letter, letter_id).done_at is None
    house.end_lease(Letter, letter_id)
    house.start("worker")

    letter = house.wait_for(Letter, letter_id, "done_at")
    assert letter.attempts == 2
    assert set(post_office.taken) == {letter.message_id}
    assert len(post_office.files()) == 1, "who reads the mail box sees one letter"


def test_fi_04_what_a_sleeping_worker_has_in_hand_nobody_takes_from_it(
    house: House, post_office: PostOffice
) -> None:
    letter_id = invite(house)
    post_office.hold()
    sleeper = house.start("worker")
    post_office.wait_for_offer()

    for pid in members(sleeper.pid):
        os.kill(pid, signal.SIGSTOP)
    house.end_lease(Letter, letter_id)
    house.start("worker")
    other_id = invite(house)  # the second worker is at work: it takes what nobody has in hand
    post_office.wait_for_offer(2)
    for pid in members(sleeper.pid):
        os.kill(pid, signal.SIGCONT)
    post_office.let_go()

    letter = house.wait_for(Letter, letter_id, "done_at")
    other = house.wait_for(Letter, other_id, "done_at")
    assert sorted(post_office.taken) == sorted([letter.message_id, other.message_id])


def test_a_senders_child_does_not_outlive_its_worker(house: House, post_office: PostOffice) -> None:
    invite(house)
    post_office.hold()
    worker = house.start("worker")
    post_office.wait_for_offer()
    assert children_of(worker.pid)

    worker.kill_alone()

    wait_until(lambda: not members(worker.pid), what="the end of the sender")
    assert post_office.taken == []


def test_fi_05_a_letter_that_cannot_be_written_does_not_hold_up_the_next(
    house: House, post_office: PostOffice
) -> None:
    poison_id = invite(house)
    with house.database.transaction() as session:
        session.get_one(Letter, poison_id).kind = RECEIPT.name  # of no response
    good_id = invite(house)
    house.start("worker")

    house.wait_for(Letter, good_id, "done_at")
    poison = house.row(Letter, poison_id)
    assert (poison.attempts, poison.done_at, poison.failed_at) == (1, None, None)
    assert "KeyError" in poison.failure
    assert poison.due_s > 0, "it waits for its next try"
    assert len(post_office.taken) == 1
