"""Ways that contradict each other: an interview wished for and questions left open, an approval and its day, Excel."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casefinder.answer.submitting.errors import IncompleteResponse
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.document import Document, plain
from casefinder.ask.questionnaires.reading import read_document
from casefinder.ask.questionnaires.rules import counts, missing_answers, spoken_items, submit_problems
from casefinder.ask.questionnaires.standard import standard
from tests.answer.present import answers
from tests.conftest import NOON
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import enter, make_link
from tests.factories.questionnaires import make_version
from tests.factories.responses import complete_answers, make_response

STANDARD = standard("case_discovery")
TODAY = NOON.date()
WISHED = {
    key: given
    for key, given in complete_answers(A2={"": "interview"}).items()
    if key in {"A1", "A2", "B2", "B3", "L1", "L2", "L4", "L5", "M1"}
}


def first_version() -> Document:
    """The standard form as its first version was, which campaigns under way still ask."""
    data = plain(STANDARD)
    (way,) = (item for section in data["sections"] for item in section["items"] if item["key"] == "A2")
    way["fields"][0]["choices"].insert(1, {"code": "excel", "label": "Excel"})
    return read_document({**data, "edition": "標準版 第1版"})


def test_whoever_asks_for_an_interview_may_leave_the_rest_for_it() -> None:
    assert submit_problems(STANDARD, WISHED, today=TODAY) == {}
    assert missing_answers(STANDARD, WISHED) == ()
    assert counts(STANDARD, WISHED).required == 9
    assert {"C1", "D1", "I1", "J3"} <= set(spoken_items(STANDARD, WISHED))
    assert "B2" not in spoken_items(STANDARD, WISHED)


@pytest.mark.parametrize("key", ["B2", "B3", "L1", "L2", "L4", "L5", "M1"])
def test_who_answers_and_what_may_be_printed_is_asked_all_the_same(key: str) -> None:
    without = {name: given for name, given in WISHED.items() if name != key}

    assert list(submit_problems(STANDARD, without, today=TODAY)) == [key]


def test_what_is_wrong_stands_in_the_way_of_an_interview_too() -> None:
    assert "C1" in submit_problems(STANDARD, {**WISHED, "C1": GivenAnswer({"": "長" * 50})}, today=TODAY)


def test_a_response_that_asks_for_an_interview_is_submitted(session: Session) -> None:
    response = make_response(session, answers=WISHED)

    submit_response(session, response.id, seen=response.revision, now=NOON)

    assert response.submitted_at is not None


def test_the_check_page_says_that_open_questions_are_told(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))
    client.post(f"{home}s/A", data={"A1": "exists", "A2": "interview", "seen.A1": "0.", "seen.A2": "0."})

    page = client.get(f"{home}check").text

    assert "聞き取りを希望されています" in page
    assert "C1　取組の名称：" not in page
    assert "B2　主担当の部署：" in page


@pytest.mark.parametrize("typed", ["2036-04-01", "令和18年", "決裁はしていない"])
def test_an_old_date_does_not_stand_in_the_way_where_no_approval_is_needed(typed: str) -> None:
    answers = complete_answers(L5={"status": "not_needed", "decided_on": typed})

    assert submit_problems(STANDARD, answers, today=TODAY) == {}


def test_an_approval_of_a_day_to_come_asks(session: Session) -> None:
    tomorrow = {"status": "done", "decided_on": (TODAY + timedelta(days=1)).isoformat()}
    response = make_response(session, answers=complete_answers(L5=tomorrow))

    (problem,) = submit_problems(STANDARD, complete_answers(L5=tomorrow), today=TODAY)["L5"]
    with pytest.raises(IncompleteResponse) as caught:
        submit_response(session, response.id, seen=response.revision, now=NOON)

    assert problem.name == "L5.decided_on"
    assert caught.value.missing == ("L5",)


def test_an_approval_of_today_is_taken() -> None:
    today = {"status": "done", "decided_on": TODAY.isoformat()}

    assert submit_problems(STANDARD, complete_answers(L5=today), today=TODAY) == {}


def test_a_day_to_come_is_said_while_it_is_typed(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))
    form = {"L5.status": ["done"], "L5.decided_on": ["令和18年4月1日"]}

    said = client.post(f"{home}a/L5", json={"form": form, "seen": "0."}).get_json()["problems"]

    assert [each["name"] for each in said] == ["L5.decided_on"]
    assert "2036年4月1日は、まだ来ていない日です" in said[0]["text"]


def test_excel_is_offered_no_longer(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))

    page = client.get(f"{home}s/A").text

    assert 'value="interview"' in page
    assert "Excel" not in page


def test_a_campaign_that_asks_the_first_version_offers_no_excel_and_keeps_who_chose_it(
    app: Flask, client: FlaskClient
) -> None:
    with app.extensions["database"].transaction() as session:
        version = make_version(session, document=first_version())
        campaign_id = make_campaign(session, version_id=version.id).id
    link = make_link(app, campaign_id=campaign_id)
    home = enter(client, link)
    assert 'value="excel"' not in client.get(f"{home}s/A").text

    client.post(f"{home}s/A", data={"A2": "excel", "seen.A2": "0."})

    assert answers(app, link)["A2"].value == {"": "excel"}
    assert 'value="excel" checked' in client.get(f"{home}s/A").text
