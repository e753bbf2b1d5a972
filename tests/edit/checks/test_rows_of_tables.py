"""Rows of a table keep what was made of them, whatever happens to the rows around."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.answering.sent import form_of
from casefinder.answer.answers import queries as answers
from casefinder.answer.answers.service import save_section
from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service as returns
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import parse_item
from casefinder.ask.questionnaires.kinds.base import FormValues
from casefinder.ask.questionnaires.standard import standard
from casefinder.edit.cases.models import Case
from casefinder.edit.checks import queries as checks
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import case_answers, make_case, make_told_response

ITEM = standard("case_discovery").item("I1")
LATER = NOON + timedelta(hours=1)


def effect(metric: str, before: str, after: str) -> dict[str, str]:
    return {"metric": metric, "before": before, "after": after, "as_of": "2026-02", "source": "窓口の記録"}


ROWS = [
    effect("待ち時間", "20分", "8分"),
    effect("書く回数", "3回", "1回"),
    effect("残業", "月42時間", "月11時間"),
]


@pytest.fixture
def case(session: Session) -> Case:
    """A case drafted from three effects."""
    response = make_told_response(session, answers=case_answers(I1={"rows": ROWS}), now=NOON)
    return make_case(session, response=response)


def correct(session: Session, case: Case, **changes: Any) -> None:
    """Send the response back and in again, with the table posted as its page had it, but for some inputs."""
    response = session.get_one(Response, case.response_id)
    account = make_account(session)
    returns.return_response(session, response.id, "I1 を見てください。", account_id=account.id, now=LATER)
    view = answers.answers_of(session, response.id, ("I1",))["I1"]
    form = FormValues({**form_of(ITEM, view), **{name: [text] for name, text in changes.items()}})
    answer = parse_item(ITEM, form).answer
    save_section(session, response.id, "I", {"I1": answer}, seen={"I1": view.seen}, now=LATER)
    submit_response(session, response.id, seen=response.revision, now=LATER)


def corrected(session: Session, case: Case) -> set[tuple[str, int | None]]:
    """Place and row of what the editor is told was corrected since."""
    found = checks.case_findings(session, case.id, now=LATER)
    return {(each.place, each.row) for each in found if each.code == "corrected"}


def without_row(number: int) -> Mapping[str, str]:
    return {"remove_row": f"I1.{number}"}


def test_a_row_deleted_in_front_leaves_the_others_as_they_were(session: Session, case: Case) -> None:
    correct(session, case, **without_row(0))

    told = corrected(session, case)
    assert ("effects", 1) not in told
    assert ("effects", 2) not in told
    assert ("effects", 0) in told, "the row that is gone is told of"


def test_a_row_deleted_behind_is_told_of_alone(session: Session, case: Case) -> None:
    correct(session, case, **without_row(2))

    assert corrected(session, case) == {("effects", 2)}


def test_a_row_that_was_changed_is_told_of_alone(session: Session, case: Case) -> None:
    correct(session, case, **{"I1.1.after": "2回"})

    assert corrected(session, case) == {("effects", 1)}


def test_rows_put_in_another_order_are_the_same_rows(session: Session, case: Case) -> None:
    view = answers.answers_of(session, case.response_id, ("I1",))["I1"]
    form = form_of(ITEM, view)
    moved = {
        name.replace("I1.0.", "I1.9."): values for name, values in form.items() if name.startswith("I1.0.")
    }
    gone = {name: "" for name in form if name.startswith("I1.0.")}

    correct(session, case, **gone, **{name: values[0] for name, values in moved.items()})

    stored = answers.answers_of(session, case.response_id, ("I1",))["I1"].value["rows"]
    assert [row["metric"] for row in stored] == ["書く回数", "残業", "待ち時間"]
    assert corrected(session, case) == set()


def test_a_row_put_in_front_leaves_the_others_as_they_were(session: Session, case: Case) -> None:
    view = answers.answers_of(session, case.response_id, ("I1",))["I1"]
    shifted = {
        name.replace(f"I1.{n}.", f"I1.{n + 1}."): values[0]
        for name, values in form_of(ITEM, view).items()
        for n in range(3)
        if name.startswith(f"I1.{n}.")
    }
    new = {f"I1.0.{name}": text for name, text in effect("新しい指標", "1件", "9件").items()}

    correct(session, case, **{"I1.0.id": ""}, **{**shifted, **new})

    stored = answers.answers_of(session, case.response_id, ("I1",))["I1"].value["rows"]
    assert [row["metric"] for row in stored] == ["新しい指標", *(row["metric"] for row in ROWS)]
    assert corrected(session, case) == set()
