"""The trail is for administrators, and nobody changes it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casefinder.faces import Role
from casefinder.staff.audit import rules, service
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import sign_in


def test_the_trail_tells_who_did_what(app: Flask, client: FlaskClient) -> None:
    own_id = sign_in(client, app, Role.ADMINISTRATOR)

    text = client.get("/staff/audit/?noun=account").get_data(as_text=True)

    assert "アカウント：サインイン" in text
    assert f'アカウント <span class="num">{own_id}</span>' in text


def test_filters_leave_out_what_does_not_fit(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)

    assert "条件に合う記録はありません" in client.get("/staff/audit/?noun=release").get_data(as_text=True)
    assert "条件に合う記録はありません" in client.get("/staff/audit/?until=2020-01-01").get_data(as_text=True)
    assert client.get("/staff/audit/?since=nonsense&page=-3").status_code == 200


def test_nobody_below_an_administrator_sees_it(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.PUBLISHER)

    assert client.get("/staff/audit/").status_code == 403


def test_an_entry_cannot_be_changed(session: Session) -> None:
    service.record(session, "account.created", subject_kind="account", subject_id=1, at=NOON)
    session.flush()

    with pytest.raises(DBAPIError):
        session.execute(update(AuditEntry).values(action="nothing.happened"))
    session.rollback()


def test_an_unknown_action_stands_for_itself() -> None:
    assert rules.noun_and_verb("balloon.flown") == ("balloon", "flown")


def test_remarks_are_told_in_words() -> None:
    assert rules.remark("role", "editor") == ("role", "Editor")
    assert rules.remark("hash", "a" * 64) == ("mark of the content", "aaaaaaaaaaaa…")
    assert rules.remark("cases", [3, 1]) == ("cases in order", "3, 1")
    assert rules.remark("height", 7) == ("height", "7")
    assert rules.subject_word("questionnaire_version") == "Questionnaire"
