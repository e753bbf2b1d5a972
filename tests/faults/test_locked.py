"""Somebody else holds the database: one waits for a while, then it is said so, and nothing typed is lost (FI-08)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from casefinder.answer.answers.models import Answer
from casefinder.answer.responses.models import Response
from tests.faults.house import House
from tests.faults.respondent import Respondent, enter
from tests.waiting import wait_until

pytestmark = pytest.mark.slow


def stored(house: House, respondent: Respondent, item_key: str) -> list[dict[str, object]]:
    query = select(Answer.value).where(
        Answer.response_id == respondent.response_id, Answer.question_key == item_key
    )
    with house.database.reading() as session:
        return list(session.scalars(query))


def test_fi_08_a_short_lock_is_waited_for_and_a_long_one_is_told(served: House) -> None:
    respondent = enter(served)

    with ThreadPoolExecutor(1) as pool:
        with served.locked(Response, respondent.response_id):
            saving = pool.submit(respondent.autosave, "C2", "一つ目")
            wait_until(served.stands_still, what="the save to wait for the lock")
            assert respondent.again().open_section("C").status == 200, "reading goes on"
            assert not saving.done(), "it waits"
        assert saving.result().status == 200
    assert stored(served, respondent, "C2") == [{"": "一つ目"}]

    with served.locked(Response, respondent.response_id), ThreadPoolExecutor(1) as pool:
        saving = pool.submit(respondent.again().autosave, "C2", "二つ目")
        told = respondent.save("C", {"C2": "三つ目"})
    assert (told.status, told.headers["Retry-After"]) == (503, "10")
    assert "いま保存できませんでした" in told.text
    assert saving.result().status == 503
    assert "いま保存できませんでした" in saving.result().json()["error"]
    assert stored(served, respondent, "C2") == [{"": "一つ目"}]

    assert respondent.save("C", {"C2": "三つ目"}).status == 303, "pressing save again stores it"
    assert stored(served, respondent, "C2") == [{"": "三つ目"}]
