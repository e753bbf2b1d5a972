"""A draft is put away and taken up again; what stands for us is not."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casefinder.edit.casebooks import service as casebooks
from casefinder.edit.cases import list_queries as lists
from casefinder.edit.cases import queries, rules, storing
from casefinder.edit.cases.rules import CaseState
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import Discarded, StaleCase
from casefinder.edit.decisions import approving, discarding
from casefinder.edit.decisions.errors import NotDiscardable
from casefinder.edit.drafts import service as drafts
from casefinder.edit.drafts.errors import NotDraftable
from casefinder.edit.editor import history_queries as histories
from casefinder.faces import Role
from casefinder.overview import queries as overview
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.builds import make_edition
from tests.factories.cases import make_approved_case, make_case


def _state(session: Session) -> CaseState:
    (line,) = lists.page_of(session, lists.listed(session), 1, Role.EDITOR)
    return line.state


def test_a_discarded_draft_is_taken_up_again_as_it_was(session: Session) -> None:
    case, account = make_case(session), make_account(session)
    before = queries.case_content(session, case.id).places

    discarding.discard(session, case.id, account_id=account.id, seen_revision=case.revision, now=NOON)
    discarding.discard(session, case.id, account_id=account.id, seen_revision=1, now=NOON)

    assert (case.revision, _state(session)) == (2, CaseState.DISCARDED)
    assert overview.menu_counts(session)["cases.index"] == 0
    assert rules.case_state(exists=True, approved_hash=None, is_discarded=True) is CaseState.DISCARDED

    discarding.take_up(session, case.id, account_id=account.id, now=NOON)
    discarding.take_up(session, case.id, account_id=account.id, now=NOON)

    assert (case.revision, _state(session)) == (3, CaseState.DRAFT)
    assert queries.case_content(session, case.id).places == before
    assert [kept.what for kept in histories.history(session, case.id)] == ["taken_up", "discarded", "drafted"]


def test_nobodys_newer_kept_state_takes_a_discarded_draft_up(session: Session) -> None:
    case, account = make_case(session), make_account(session)
    discarding.discard(session, case.id, account_id=account.id, seen_revision=1, now=NOON)

    case.revision += 1
    storing.keep(session, case, "details", account_id=account.id, now=NOON)

    assert _state(session) is CaseState.DISCARDED
    with pytest.raises(Discarded):
        approving.approve(session, case.id, account_id=account.id, now=NOON)


def test_a_discarded_draft_is_neither_changed_nor_approved_nor_drafted_twice(session: Session) -> None:
    case, account = make_case(session), make_account(session)
    revision = discarding.discard(session, case.id, account_id=account.id, seen_revision=1, now=NOON)

    with pytest.raises(Discarded):
        approving.approve(session, case.id, account_id=account.id, now=NOON)
    with pytest.raises(Discarded):
        changes.set_sentences(
            session,
            case.id,
            "title",
            [{"text": "別の題"}],
            account_id=account.id,
            seen_revision=revision,
            now=NOON,
        )
    with pytest.raises(NotDraftable):
        drafts.draft_case(session, case.response_id, account_id=account.id, now=NOON)


def test_what_is_approved_or_in_an_edition_is_not_discarded(session: Session) -> None:
    case, account = make_approved_case(session), make_account(session)
    with pytest.raises(NotDiscardable):
        discarding.discard(session, case.id, account_id=account.id, seen_revision=case.revision, now=NOON)

    edition = make_edition(session, cases=[case])
    approving.reopen(session, case.id, account_id=account.id, now=NOON)
    with pytest.raises(NotDiscardable):
        discarding.discard(session, case.id, account_id=account.id, seen_revision=case.revision, now=NOON)

    casebooks.set_order(session, edition.id, [], account_id=account.id, now=NOON)
    discarding.discard(session, case.id, account_id=account.id, seen_revision=case.revision, now=NOON)


def test_a_draft_that_somebody_changed_is_not_discarded_unseen(session: Session) -> None:
    case, account = make_case(session), make_account(session)
    changes.set_sentences(
        session, case.id, "title", [{"text": "新しい題"}], account_id=account.id, seen_revision=1, now=NOON
    )

    with pytest.raises(StaleCase):
        discarding.discard(session, case.id, account_id=account.id, seen_revision=1, now=NOON)


def test_the_pages_discard_and_take_up(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        case_id = make_case(session).id
    sign_in(client, app, Role.EDITOR)
    page = client.get(f"/staff/cases/{case_id}").text
    assert "下書きを取りやめる" in page
    assert "data-ask" in page

    client.post(f"/staff/cases/{case_id}/discard", data={"seen": "1"})

    page = client.get(f"/staff/cases/{case_id}").text
    assert "取りやめた下書きです" in page
    assert "承認する" not in page
    assert "取りやめ" in client.get("/staff/cases/?state=discarded").text
    assert client.post(f"/staff/cases/{case_id}/discard", data={"seen": "0"}).status_code == 303

    client.post(f"/staff/cases/{case_id}/take-up")
    assert "承認する" in client.get(f"/staff/cases/{case_id}").text
    assert client.post(f"/staff/cases/{case_id}/discard", data={"seen": "1"}).status_code == 409


def test_readers_do_not_discard(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        case_id = make_case(session).id
    sign_in(client, app, Role.READER)

    assert client.post(f"/staff/cases/{case_id}/discard", data={"seen": "1"}).status_code == 403
    assert client.post(f"/staff/cases/{case_id}/take-up").status_code == 403


def test_drafting_twice_leads_to_the_case_that_is_there(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        case = make_case(session)
        case_id, response_id = case.id, case.response_id
    sign_in(client, app)

    answer = client.post("/staff/cases/draft", data={"response_id": str(response_id)})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/cases/{case_id}")
    assert client.post("/staff/cases/draft", data={"response_id": "999999"}).status_code == 404


def test_readers_are_not_led_to_what_they_may_not_open(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        edition_id = make_edition(session, cases=[make_approved_case(session)]).id
    sign_in(client, app, Role.READER)

    assert f"/staff/casebooks/{edition_id}/texts" not in client.get(f"/staff/casebooks/{edition_id}").text
