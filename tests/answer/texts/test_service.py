"""Texts have one identity: the same words at the same place are one row, whatever counts now."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import events
from casefinder.answer.answers.queries import answers_of
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting import service as submitting
from casefinder.answer.texts import service
from casefinder.answer.texts.models import SourceText
from casefinder.answer.texts.queries import present_text, present_texts
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.events import TextChange
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import STORY, complete_answers, make_response, save_answers

LATER = NOON + timedelta(hours=1)
OTHER = "書き直した話。"


def resubmit(
    session: Session, response: Response, *, hours: int = 1, **changes: str | dict[str, Any]
) -> None:
    now = NOON + timedelta(hours=hours)
    return_response(session, response.id, "直して。", account_id=make_account(session).id, now=now)
    given = {
        key: GivenAnswer(each if isinstance(each, dict) else {"": each}) for key, each in changes.items()
    }
    save_answers(session, response.id, given, now=now + timedelta(minutes=1))
    submitting.submit_response(session, response.id, seen=response.revision, now=now + timedelta(minutes=2))


def row_ids(session: Session, response: Response) -> list[str]:
    return [row["id"] for row in answers_of(session, response.id, ("I1",))["I1"].value["rows"]]


def texts_at(session: Session, response: Response, key: str) -> list[SourceText]:
    query = select(SourceText).where(SourceText.response_id == response.id, SourceText.key == key)
    return list(session.scalars(query.order_by(SourceText.id)))


def test_a_draft_has_no_texts(session: Session) -> None:
    response = make_response(session, now=NOON)
    save_answers(session, response.id, {"F3": GivenAnswer({"": STORY})}, now=NOON)

    assert present_texts(session, response.id) == {}


def test_a_submit_writes_the_typed_texts_once(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)

    found = present_texts(session, response.id)

    assert {"C1", "C3", "F3", "J3", "B3.post"} <= set(found)
    assert not {"C4", "G1", "I1", "B3.phone", "C5.stage"} & set(found)
    assert (found["F3"].text, found["F3"].revision, found["F3"].superseded_at) == (STORY, 1, None)


def test_a_tables_cells_are_texts_by_column_and_row(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)

    (metric,) = texts_at(session, response, "I1.metric")

    assert (metric.row_id, metric.superseded_at) == (row_ids(session, response)[0], None)
    assert texts_at(session, response, "I1.as_of") == [], "a month is no text"
    assert "I1.metric" not in present_texts(session, response.id), "nobody codes in a table"


def test_a_row_that_goes_leaves_the_texts_of_the_others_as_they_are(session: Session) -> None:
    rows = [{"metric": name, "after": "8分", "as_of": "2026-02"} for name in ("待つ時間", "書く回数")]
    answers = complete_answers(I1={"rows": rows})
    response = make_response(session, answers=answers, is_submitted=True, now=NOON)
    first, second = texts_at(session, response, "I1.metric")
    kept = {**rows[1], "id": row_ids(session, response)[1]}

    resubmit(session, response, I1={"rows": [kept]})

    assert (first.superseded_at is None, second.superseded_at) == (False, None)
    assert len(texts_at(session, response, "I1.metric")) == 2


def test_an_unchanged_text_keeps_its_row_and_a_corrected_one_gets_another(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    before = {key: row.id for key, row in present_texts(session, response.id).items()}

    resubmit(session, response, F3=OTHER)

    after = {key: row.id for key, row in present_texts(session, response.id).items()}
    assert {key for key in before if before[key] != after[key]} == {"F3"}
    old, new = texts_at(session, response, "F3")
    assert (old.text, old.superseded_at is not None) == (STORY, True)
    assert (new.text, new.superseded_at, new.revision) == (OTHER, None, 2)


def test_a_text_that_comes_back_is_the_same_row(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    first = present_texts(session, response.id)["F3"].id
    resubmit(session, response, F3=OTHER)

    resubmit(session, response, hours=2, F3=STORY)

    assert present_texts(session, response.id)["F3"].id == first
    assert len(texts_at(session, response, "F3")) == 2


def test_what_was_taken_back_has_no_text_until_it_is_sent_again(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    ids = {row.id for row in present_texts(session, response.id).values()}

    submitting.take_back(session, response.id, now=LATER)
    assert present_text(session, response.id, "F3") is None
    submitting.submit_response(session, response.id, seen=response.revision, now=LATER)

    assert {row.id for row in present_texts(session, response.id).values()} == ids


def test_a_change_names_the_old_and_the_new_text(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    again = events.TakenBack(response.id)
    assert service.follow_statement(session, again, LATER) == ()
    row = present_texts(session, response.id)["F3"]
    row.hash, row.text = "0" * 64, "前の文。"
    session.flush()

    changes = service.follow_statement(session, again, LATER)

    assert changes == (TextChange(row.id, present_texts(session, response.id)["F3"].id),)
