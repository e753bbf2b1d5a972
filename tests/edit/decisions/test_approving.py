"""Approving a case, and what takes an approval away."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases import queries, rules
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import StaleCase
from casefinder.edit.decisions import approving
from casefinder.edit.decisions.errors import NotLaidOut, NotReady
from casefinder.edit.gate import storing
from casefinder.edit.layout.fit import fit
from casefinder.edit.layout.pressed import Pressed, TooLong
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
from tests.fakes import lay_out


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


def test_a_case_that_the_press_has_not_laid_out_as_it_stands_is_not_approved(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    read_words(session, case)
    lead = queries.case_content(session, case.id).text("lead")
    set_text(session, case, "lead", f"いま、{lead}", account_id, case.revision)
    storing.keep(session, case.id, dict.fromkeys(storing.missing(session, case.id), ()), now=NOON)
    confirm_case(session, case, account_id)

    with pytest.raises(NotLaidOut):
        approving.approve(session, case.id, account_id=account_id, now=NOON)

    lay_out(session, case.id)
    assert approving.approve(session, case.id, account_id=account_id, now=NOON).approved_at == NOON


def test_what_the_press_says_is_too_long_keeps_a_case_from_being_approved_by_its_place(
    session: Session,
) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    read_words(session, case)
    confirm_case(session, case, account_id)
    too_long = (TooLong("notes", 2), TooLong("effort_card", 0, 3))
    lay_out(session, case.id, Pressed(case.revision, {"left": 0, "right": 2}, too_long))

    with pytest.raises(NotReady) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert [(f.code, f.place, f.values) for f in caught.value.findings] == [
        ("overflow", "notes", {"lines": 2, "characters": 62, "over": 2}),
        ("overflow", "effort_card", {"characters": 3}),
    ]


def test_counted_characters_keep_no_case_from_being_approved(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    set_text(session, case, "notes", "紙の台帳は残した。" * 12, account_id, case.revision)

    approve_case(session, case, account_id)

    counted = fit(queries.case_content(session, case.id), "notes")
    assert counted.used > counted.allowed
    assert case.approved_at is not None


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

    assert [(f.code, f.place, f.values["words"]) for f in caught.value.findings] == [
        ("find", "lead", "霧島澄江")
    ]
