"""The ledger: what was said is kept, the last word stands, a withdrawal is noted."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.staff.consent import queries, service
from casefinder.staff.consent.models import Consent
from casefinder.staff.consent.rules import Said
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import make_response

LATER = NOON + timedelta(hours=1)


def note(session: Session, response: Response, wording: str = "h1", now=NOON, **choices: str) -> None:  # type: ignore[no-untyped-def]
    said = {scope: Said("L1", choice) for scope, choice in choices.items()}
    service.note_consents(session, response.id, said, wording_hash=wording, now=now)


def test_without_a_word_nothing_stands(session: Session) -> None:
    assert service.standing(session, make_response(session).id) == {}


def test_a_later_answer_withdraws_the_earlier_one_and_keeps_it(session: Session) -> None:
    response = make_response(session)
    note(session, response, casebook="yes")

    note(session, response, casebook="no", now=LATER)

    assert service.standing(session, response.id) == {"casebook": "no"}
    assert [(e.choice, e.withdrawn_at) for e in queries.ledger(session, response.id)] == [
        ("yes", LATER),
        ("no", None),
    ]


def test_saying_the_same_again_writes_nothing(session: Session) -> None:
    response = make_response(session)
    note(session, response, casebook="yes")

    note(session, response, casebook="yes", now=LATER)

    assert len(session.scalars(select(Consent.id)).all()) == 1


def test_a_new_wording_is_a_new_consent(session: Session) -> None:
    response = make_response(session)
    note(session, response, casebook="yes")

    note(session, response, "h2", LATER, casebook="yes")

    assert [e.wording_hash for e in session.scalars(select(Consent).order_by(Consent.id))] == ["h1", "h2"]


def test_leaving_a_consent_empty_withdraws_it(session: Session) -> None:
    response = make_response(session)
    note(session, response, open_data="yes")

    note(session, response, open_data="", now=LATER)

    assert service.standing(session, response.id) == {}


def test_a_withdrawal_ends_what_stood_once(session: Session) -> None:
    response = make_response(session)
    note(session, response, casebook="yes", analysis="yes")

    assert service.withdraw(session, response.id, "casebook", now=LATER)
    assert not service.withdraw(session, response.id, "casebook", now=LATER)

    assert service.standing(session, response.id) == {"analysis": "yes"}


def test_the_ledgers_of_several_responses_are_read_at_once(session: Session) -> None:
    one, other = make_response(session), make_response(session)
    note(session, one, casebook="anonymous")

    assert queries.standing_of(session, [one.id, other.id]) == {
        one.id: {"casebook": "anonymous"},
        other.id: {},
    }


def test_a_withdrawal_noted_by_mistake_is_taken_back_by_a_new_entry(session: Session) -> None:
    response = make_response(session, is_submitted=True)
    account_id = make_account(session).id
    service.withdraw(session, response.id, "casebook", now=NOON, account_id=account_id, note="電話")

    assert service.restore(
        session, response.id, "casebook", "yes", note="誤記", now=NOON, account_id=account_id
    )

    assert queries.standing(session, response.id)["casebook"] == "yes"
    of_print = [each for each in queries.ledger(session, response.id) if each.scope == "casebook"]
    assert len(of_print) == 2
    assert not service.restore(
        session, response.id, "casebook", "yes", note="", now=NOON, account_id=account_id
    )


def test_a_choice_that_was_not_withdrawn_is_not_restored(session: Session) -> None:
    response = make_response(session, is_submitted=True)
    account_id = make_account(session).id
    service.withdraw(session, response.id, "casebook", now=NOON)

    restored = service.restore(
        session, response.id, "casebook", "anonymous", note="", now=NOON, account_id=account_id
    )

    assert not restored
    assert "casebook" not in queries.standing(session, response.id)
