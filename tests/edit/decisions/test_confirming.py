"""The organisation's word: by whom, when, how; without it no approval, and not by whoever changed the case last."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import Discarded, StaleCase
from casefinder.edit.decisions import approving, confirming, discarding
from casefinder.edit.decisions.confirming import NewConfirmation
from casefinder.edit.decisions.errors import BadConfirmation, NotReady, OwnChange
from casefinder.edit.gate.models import Confirmation
from casefinder.edit.gate.rules import Way
from casefinder.faces import Role
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import confirm_case, finish_case, make_approved_case, make_case, read_words

SAID = NewConfirmation("総務課 主査 久慈", date(2026, 6, 8), Way.MEETING, "印刷した紙面を見てもらった。")


def finished(session: Session) -> tuple[Case, int]:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    read_words(session, case)
    return case, account_id


def confirm(session: Session, case: Case, account_id: int | None, said: NewConfirmation = SAID) -> None:
    confirming.confirm(session, case.id, said, account_id=account_id, seen_revision=case.revision, now=NOON)


def codes(session: Session, case: Case, account_id: int) -> list[str]:
    with pytest.raises(NotReady) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)
    return [each.code for each in caught.value.findings]


def actions(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_without_the_organisations_word_a_case_is_not_approved(session: Session) -> None:
    case, account_id = finished(session)

    assert codes(session, case, account_id) == ["unconfirmed"]


def test_who_said_yes_when_and_how_stands_in_the_trail(session: Session) -> None:
    case, account_id = finished(session)

    confirm(session, case, account_id)

    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.confirmed")).one()
    assert entry.detail["confirmed_by"] == "総務課 主査 久慈"
    assert (entry.detail["confirmed_on"], entry.detail["way"]) == ("2026-06-08", "meeting")
    assert approving.approve(session, case.id, account_id=account_id, now=NOON).approved_at == NOON


def test_a_word_on_an_earlier_text_does_not_count(session: Session) -> None:
    case, account_id = finished(session)
    confirm(session, case, account_id)
    changes.set_sentences(
        session, case.id, "lead", [{"text": "ひと言だけ直した。"}], account_id=account_id,
        seen_revision=case.revision, now=NOON,
    )  # fmt: skip
    read_words(session, case)

    assert codes(session, case, account_id) == ["confirmed_before"]

    confirm(session, case, account_id)
    approving.approve(session, case.id, account_id=account_id, now=NOON)


def test_a_word_taken_back_takes_the_approval_with_it_and_both_are_kept(session: Session) -> None:
    account_id = make_account(session).id
    case = make_approved_case(session, account_id=account_id)

    confirming.withdraw(session, case.id, account_id=account_id, now=NOON)
    confirming.withdraw(session, case.id, account_id=account_id, now=NOON)

    assert case.approved_hash is None
    assert codes(session, case, account_id) == ["unconfirmed"]
    (kept,) = session.scalars(select(Confirmation).where(Confirmation.case_id == case.id))
    assert (kept.withdrawn_at, kept.withdrawn_by) == (NOON, account_id)
    assert actions(session)[-2:] == ["case.unconfirmed", "case.reopened"]


def test_a_newer_word_replaces_an_earlier_one_which_is_kept(session: Session) -> None:
    case, account_id = finished(session)
    confirm(session, case, account_id)
    confirm(session, case, account_id, replace(SAID, way=Way.PHONE))

    rows = session.scalars(select(Confirmation).order_by(Confirmation.id)).all()

    assert [(row.way, row.withdrawn_at is None) for row in rows] == [("meeting", False), ("phone", True)]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (replace(SAID, confirmed_by=" 　"), "confirmed_by"),
        (replace(SAID, confirmed_by="長" * 81), "confirmed_by"),
        (replace(SAID, note="長" * 401), "note"),
        (replace(SAID, confirmed_on=NOON.date() + timedelta(days=1)), "confirmed_on"),
    ],
)
def test_a_word_says_who_and_a_day_that_has_come(session: Session, said: NewConfirmation, name: str) -> None:
    case, account_id = finished(session)

    with pytest.raises(BadConfirmation) as caught:
        confirm(session, case, account_id, said)

    assert caught.value.name == name


def test_a_word_is_of_the_text_that_was_seen_and_not_of_a_discarded_draft(session: Session) -> None:
    case, account_id = finished(session)

    with pytest.raises(StaleCase):
        confirming.confirm(
            session, case.id, SAID, account_id=account_id, seen_revision=case.revision - 1, now=NOON
        )
    discarding.discard(session, case.id, account_id=account_id, seen_revision=case.revision, now=NOON)
    with pytest.raises(Discarded):
        confirm(session, case, account_id)


def test_an_organisation_gives_its_word_by_a_link_without_anybody_of_the_division(session: Session) -> None:
    case, account_id = finished(session)

    confirm(session, case, None, replace(SAID, way=Way.PROOF))

    assert approving.approve(session, case.id, account_id=account_id, now=NOON).approved_at == NOON


def test_whoever_changed_a_case_last_does_not_approve_it_where_there_are_two(session: Session) -> None:
    case, account_id = finished(session)
    confirm_case(session, case, account_id)
    other = make_account(session, name="中川 見本")
    make_account(session, role=Role.READER, name="読む人")

    with pytest.raises(OwnChange) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert caught.value.values["names"] == "中川 見本"
    assert case.approved_at is None
    approving.approve(session, case.id, account_id=other.id, now=NOON)
    assert "case.approved_alone" not in actions(session)


@pytest.mark.parametrize("is_disabled", [False, True])
def test_with_one_person_it_is_approved_and_said_in_the_trail(session: Session, is_disabled: bool) -> None:
    case, account_id = finished(session)
    confirm_case(session, case, account_id)
    if is_disabled:
        make_account(session).disabled_at = NOON
    make_account(session, role=Role.READER)

    approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert actions(session)[-2:] == ["case.approved", "case.approved_alone"]
