"""The page before print: the organisation's word, who may approve, and what is in the way."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.edit.cases.models import Case
from casefinder.faces import Role
from tests.factories.accounts import make_account, sign_in
from tests.factories.cases import finish_case, make_case

SAID = {"confirmed_by": "総務課 主査 久慈", "confirmed_on": "2026-06-08", "way": "phone", "note": ""}


@pytest.fixture
def case_id(app: Flask) -> int:
    """A case that lacks nothing but the organisation's word."""
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session, name="中川 見本").id
        case = make_case(session, account_id=account_id)
        finish_case(session, case, account_id)
        return case.id


def seen(app: Flask, case_id: int) -> str:
    with app.extensions["database"].reading() as session:
        return str(session.get_one(Case, case_id).revision)


def page(client: FlaskClient, case_id: int) -> str:
    answer = client.get(f"/staff/cases/{case_id}/gate")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_word_is_recorded_shown_on_both_pages_and_taken_back(
    app: Flask, client: FlaskClient, case_id: int
) -> None:
    sign_in(client, app)
    assert "まだだれも記録していません" in page(client, case_id)

    answer = client.post(f"/staff/cases/{case_id}/confirmation", data={"seen": seen(app, case_id), **SAID})

    assert answer.status_code == 303
    assert "総務課 主査 久慈" in page(client, case_id)
    assert "総務課 主査 久慈、2026年6月8日" in client.get(f"/staff/cases/{case_id}").get_data(as_text=True)
    client.post(f"/staff/cases/{case_id}/confirmation/withdraw")
    assert "まだだれも記録していません" in page(client, case_id)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("confirmed_by", " ", "団体のだれが"),
        ("confirmed_on", "2026-06-11", "まだ来ていない日"),
        ("confirmed_on", "", "日を選んで"),
        ("way", "", "どうやって"),
        ("way", "proof", ""),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient, case_id: int, name: str, text: str, problem: str
) -> None:
    sign_in(client, app)
    data = {"seen": seen(app, case_id), **SAID, "note": "電話で聞いた。", name: text}

    answer = client.post(f"/staff/cases/{case_id}/confirmation", data=data)

    assert answer.status_code == 422
    assert problem in answer.get_data(as_text=True)
    assert "電話で聞いた。" in answer.get_data(as_text=True)
    assert "まだだれも記録していません" in page(client, case_id)


def test_a_word_on_a_text_that_changed_meanwhile_is_not_recorded(
    app: Flask, client: FlaskClient, case_id: int
) -> None:
    sign_in(client, app)

    answer = client.post(f"/staff/cases/{case_id}/confirmation", data={"seen": "1", **SAID})

    assert answer.status_code == 409
    assert "総務課 主査 久慈" in answer.get_data(as_text=True)


def test_readers_look_and_record_nothing(app: Flask, client: FlaskClient, case_id: int) -> None:
    sign_in(client, app, Role.READER)

    assert "記録する</button>" not in page(client, case_id)
    assert client.post(f"/staff/cases/{case_id}/confirmation", data=SAID).status_code == 403
    assert client.post(f"/staff/cases/{case_id}/confirmation/withdraw").status_code == 403


def test_whoever_changed_it_last_is_told_who_else_approves(
    app: Flask, client: FlaskClient, case_id: int
) -> None:
    sign_in(client, app)
    client.post(
        f"/staff/cases/{case_id}/places/lead",
        data={"seen": seen(app, case_id), "rows-0-text": "窓口を一つに。"},
    )
    client.post(f"/staff/cases/{case_id}/confirmation", data={"seen": seen(app, case_id), **SAID})

    answer = client.post(f"/staff/cases/{case_id}/approve", data={"seen": seen(app, case_id)})

    assert answer.status_code == 409
    assert "ほかの人が承認してください：中川 見本" in answer.get_data(as_text=True)
    assert "最後に直したのがあなたなので" in page(client, case_id)
