"""Approving a case, and what takes an approval away."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases import queries, rules
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import StaleCase
from casefinder.edit.decisions import approving
from casefinder.edit.decisions.errors import NotReady
from casefinder.staff.audit.models import AuditEntry
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import (
    approve_case,
    confirm_case,
    finish_case,
    make_approved_case,
    make_case,
    read_words,
)


def set_text(session: Session, case: Case, place: str, text: str, account_id: int, seen: int) -> int:
    return changes.set_sentences(
        session, case.id, place, [{"text": text}], account_id=account_id, seen_revision=seen, now=NOON
    )


def audited(session: Session, action: str) -> list[AuditEntry]:
    session.flush()
    return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_a_case_with_things_to_put_right_is_not_approved(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)

    with pytest.raises(NotReady) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert {each.code for each in caught.value.findings} == {
        "unset", "certainty", "empty", "finding", "unconfirmed", "unread",
    }  # fmt: skip
    assert case.approved_at is None


def test_a_case_of_which_nobody_knows_people_and_months_is_approved(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    known = queries.case_content(session, case.id).details
    changes.set_details(
        session, case.id, chapter=known.chapter, trouble=known.trouble, headcount=None, months=None,
        confirmed_on=known.confirmed_on, illustration_id=None, account_id=account_id, seen_revision=case.revision, now=NOON,
    )  # fmt: skip

    approve_case(session, case, account_id)

    assert case.approved_at == NOON


def test_an_approval_holds_for_one_content_and_a_change_takes_it_away(session: Session) -> None:
    account_id = make_account(session).id
    case = make_approved_case(session, account_id=account_id)
    digest = case.approved_hash
    assert rules.is_approved(queries.case_content(session, case.id), digest)

    set_text(session, case, "lead", "一字でも直せば承認は外れる。", account_id, case.revision)

    assert (case.approved_at, case.approved_by, case.approved_hash) == (None, None, None)
    assert audited(session, "case.reopened")[0].detail["hash"] == digest
    assert not rules.is_approved(queries.case_content(session, case.id), digest)


def test_an_approval_is_refused_when_the_case_is_not_what_was_seen(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    read_words(session, case)

    with pytest.raises(StaleCase):
        approving.approve(session, case.id, account_id=account_id, now=NOON, seen_revision=case.revision - 1)


def test_a_withdrawn_consent_stands_in_the_way_at_once(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    read_words(session, case)
    confirm_case(session, case, account_id)
    consent.withdraw(session, case.response_id, "casebook", now=NOON)

    with pytest.raises(NotReady) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert [each.code for each in caught.value.findings] == ["consent"]


def test_a_name_in_the_case_keeps_it_from_being_approved(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    set_text(session, case, "lead", "霧島澄江が窓口を変えた。", account_id, case.revision)
    read_words(session, case)
    confirm_case(session, case, account_id)

    with pytest.raises(NotReady) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert [(f.code, f.place) for f in caught.value.findings] == [("person", "lead")]
