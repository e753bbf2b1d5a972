"""Twenty at once, and kill -9 of the web server: what was acknowledged is stored, what was not can be sent again (FI-01, FI-11)."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest
from sqlalchemy import func, select

from casefinder.answer.answers import queries
from casefinder.answer.responses.models import Response, ResponseEvent
from casefinder.mail.models import Letter
from tests.factories.responses import complete_answers, save_answers
from tests.faults.house import House
from tests.faults.respondent import Respondent, enter
from tests.faults.visitor import Answer
from tests.waiting import wait_until

pytestmark = pytest.mark.slow
AT_ONCE = 20


def answer_of(house: House, respondent: Respondent, item_key: str) -> queries.AnswerView:
    with house.database.reading() as session:
        return queries.answers_of(session, respondent.response_id)[item_key]


def give_all_answers(house: House, respondent: Respondent) -> None:
    with house.database.transaction() as session:
        save_answers(session, respondent.response_id, complete_answers())


def receipts(house: House, respondent: Respondent) -> tuple[str | None, int, int]:
    """Return the receipt number, how often it was submitted, and how many receipts wait in the outbox."""
    with house.database.reading() as session:
        number = session.get_one(Response, respondent.response_id).receipt_number
        submits = session.scalar(
            select(func.count()).where(
                ResponseEvent.response_id == respondent.response_id, ResponseEvent.kind == "submitted"
            )
        )
        letters = session.scalar(
            select(func.count()).where(
                Letter.kind == "answer/responses/receipt",
                Letter.invitation_id == respondent.link.invitation_id,
            )
        )
    return number, submits or 0, letters or 0


def test_sec_23_of_twenty_saves_at_once_one_is_stored_and_the_others_are_told(served: House) -> None:
    respondent = enter(served)

    def save(number: int) -> Answer:
        return respondent.again().autosave("C2", f"{number}人目の文")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(save, range(AT_ONCE)))

    stored = answer_of(served, respondent, "C2")
    acknowledged = [number for number, answer in enumerate(answers) if answer.status == 200]
    assert [f"{number}人目の文" for number in acknowledged] == [stored.value[""]]
    told = [answer.json() for answer in answers if answer.status == 409]
    assert len(told) == AT_ONCE - 1
    assert {each["theirs"] for each in told} == {stored.value[""]}
    assert {each["mine"] for each in told} == {
        f"{n}人目の文" for n in range(AT_ONCE) if n not in acknowledged
    }


def test_sec_23_twenty_submits_at_once_give_one_receipt(served: House) -> None:
    respondent = enter(served)
    give_all_answers(served, respondent)
    form = {"seen": respondent.check_page(), "L1": "yes", "L4": "yes"}

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(
            pool.map(
                lambda _: respondent.again().visitor.post(f"{respondent.home}check", form), range(AT_ONCE)
            )
        )

    assert {(answer.status, answer.location) for answer in answers} == {(303, f"{respondent.home}receipt")}
    number, submits, letters = receipts(served, respondent)
    assert (submits, letters) == (1, 1)
    assert number
    assert number in respondent.visitor.get(f"{respondent.home}receipt").text


def test_fi_01_what_was_acknowledged_before_a_kill_is_stored(house: House) -> None:
    web = house.start_web()
    respondents = [enter(house) for _ in range(4)]
    journal: dict[int, list[int]] = {each.response_id: [] for each in respondents}

    def type_on(respondent: Respondent) -> int:
        """Save one text after the other until the server is gone; returns the one that was not answered."""
        number = 0
        while True:
            number += 1
            try:
                answer = respondent.autosave("C2", f"{number}")
            except (OSError, HTTPException):  # no answer, or half of one
                return number
            assert answer.status == 200, answer.text
            journal[respondent.response_id].append(number)

    with ThreadPoolExecutor(len(respondents)) as pool:
        typing = [pool.submit(type_on, each) for each in respondents]
        wait_until(lambda: all(len(numbers) >= 3 for numbers in journal.values()), what="some saves")
        web.kill_all()
        unanswered = [each.result() for each in typing]

    for respondent, last in zip(respondents, unanswered, strict=True):
        acknowledged = journal[respondent.response_id][-1]
        stored = int(str(answer_of(house, respondent, "C2").value[""]))
        assert stored in (acknowledged, last)

    house.start_web()
    again = respondents[0]
    again.open_section("C")
    assert again.autosave("C2", "もう一度").status == 200
    assert answer_of(house, again, "C2").value == {"": "もう一度"}


def test_fi_01_a_submit_cut_off_by_a_kill_is_sent_again_and_counts_once(house: House) -> None:
    web = house.start_web()
    respondent = enter(house)
    give_all_answers(house, respondent)
    form = {"seen": respondent.check_page(), "L1": "yes", "L4": "yes"}

    with house.locked(Response, respondent.response_id), ThreadPoolExecutor(1) as pool:
        cut_off = pool.submit(respondent.again().visitor.post, f"{respondent.home}check", form)
        wait_until(house.stands_still, what="the submit to wait in the middle of it")
        web.kill_all()
        assert isinstance(cut_off.exception(), OSError)
    assert receipts(house, respondent) == (None, 0, 0)

    house.start_web()
    form["seen"] = respondent.check_page()
    for _ in range(2):
        assert (
            respondent.visitor.post(f"{respondent.home}check", form).location == f"{respondent.home}receipt"
        )
    number, submits, letters = receipts(house, respondent)
    assert number
    assert (submits, letters) == (1, 1)
