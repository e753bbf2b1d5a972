from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from casefinder.analyse.coding import queries
from casefinder.analyse.coding import service as coding
from casefinder.analyse.suggestions import service
from casefinder.analyse.suggestions.models import Reading
from casefinder.answer.returns import service as returns
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.errors import NotFoundError
from casefinder.spans import Span
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.codings import make_coding
from tests.factories.responses import complete_answers, make_response, save_answers
from tests.factories.suggestions import make_suggestion

LATER = NOON + timedelta(hours=1)


def test_accepting_makes_a_coding_that_names_its_suggestion(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    account = make_account(session)

    made = service.accept(session, suggestion.id, account_id=account.id, now=NOON)

    (found,) = queries.accepted_codings(session, response.id)
    assert (found.id, found.suggestion_id) == (made.id, suggestion.id)
    assert (suggestion.decision, suggestion.decided_by) == ("accepted", account.id)


def test_a_suggestion_alone_is_no_coding(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    make_suggestion(session, response=response)

    assert queries.accepted_codings(session, response.id) == []


def test_a_double_click_accepts_once(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    account = make_account(session)

    first, second = (
        service.accept(session, suggestion.id, account_id=account.id, now=NOON) for _ in range(2)
    )

    assert first.id == second.id
    assert len(queries.accepted_codings(session, response.id)) == 1


def test_accepting_on_another_span(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)

    service.accept(session, suggestion.id, account_id=make_account(session).id, now=NOON, span=Span(0, 4))

    (found,) = queries.accepted_codings(session, response.id)
    assert (found.start, found.end) == (0, 4)


def test_what_one_coded_by_hand_is_not_coded_twice(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    by_hand = make_coding(session, response=response)
    suggestion = make_suggestion(session, response=response)

    made = service.accept(session, suggestion.id, account_id=by_hand.account_id, now=NOON)

    assert made.id == by_hand.id


def test_a_second_editor_who_accepts_has_a_coding_of_their_own(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    one, other = make_account(session, name="中川"), make_account(session, name="見本")
    service.accept(session, suggestion.id, account_id=one.id, now=NOON)

    service.accept(session, suggestion.id, account_id=other.id, now=LATER)

    (mark,) = queries.accepted_codings(session, response.id)
    assert mark.names == ("中川", "見本")
    assert (suggestion.decided_by, suggestion.decided_at) == (one.id, NOON)


def test_who_takes_back_an_acceptance_takes_only_their_own(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    one, other = make_account(session, name="中川"), make_account(session, name="見本")
    for account in (one, other):
        service.accept(session, suggestion.id, account_id=account.id, now=NOON)

    service.undo_decision(session, suggestion.id, account_id=one.id, now=LATER)

    (mark,) = queries.accepted_codings(session, response.id)
    assert mark.names == ("見本",)
    assert (suggestion.decision, suggestion.decided_by) == ("accepted", other.id)


def test_an_acceptance_that_another_shares_is_not_turned_into_a_rejection(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    one, other = make_account(session, name="中川"), make_account(session, name="見本")
    for account in (one, other):
        service.accept(session, suggestion.id, account_id=account.id, now=NOON)

    with pytest.raises(service.DecidedOtherwise) as caught:
        service.reject(session, suggestion.id, account_id=one.id, now=LATER)

    assert caught.value.values == {"name": "見本"}


def test_undo_takes_the_coding_away_and_the_suggestion_waits_again(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    account = make_account(session)
    service.accept(session, suggestion.id, account_id=account.id, now=NOON)

    service.undo_decision(session, suggestion.id, account_id=account.id, now=NOON)
    service.undo_decision(session, suggestion.id, account_id=account.id, now=NOON)

    assert suggestion.decision is None
    assert queries.accepted_codings(session, response.id) == []


def test_one_changes_ones_own_mind(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    account = make_account(session)
    service.accept(session, suggestion.id, account_id=account.id, now=NOON)

    service.reject(session, suggestion.id, account_id=account.id, now=NOON)

    assert suggestion.decision == "rejected"
    assert queries.accepted_codings(session, response.id) == []


@pytest.mark.parametrize("first", [service.accept, service.reject])
def test_another_editors_decision_is_not_overruled(session: Session, first) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    other = service.reject if first is service.accept else service.accept
    first(session, suggestion.id, account_id=make_account(session, name="中川").id, now=NOON)

    with pytest.raises(service.DecidedOtherwise) as caught:
        other(session, suggestion.id, account_id=make_account(session).id, now=NOON)

    assert caught.value.values == {"name": "中川"}


def test_a_suggestion_on_a_corrected_text_is_refused(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    account = make_account(session)
    returns.return_response(session, response.id, "直して。", account_id=account.id, now=LATER)
    changed = {"F3": GivenAnswer({"": "まったく別の文。"})}
    save_answers(session, response.id, changed, now=LATER + timedelta(minutes=1))
    submit_response(session, response.id, seen=response.revision, now=LATER + timedelta(minutes=2))

    with pytest.raises(coding.TextChanged):
        service.accept(session, suggestion.id, account_id=account.id, now=LATER)
    with pytest.raises(coding.TextChanged):
        service.reject(session, suggestion.id, account_id=account.id, now=LATER)


def test_nothing_is_decided_after_consent_was_withdrawn(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)
    suggestion = make_suggestion(session, response=response)
    consent.withdraw(session, response.id, "analysis", now=LATER)

    with pytest.raises(coding.OutsideAnalysis):
        service.accept(session, suggestion.id, account_id=make_account(session).id, now=LATER)


def test_a_suggestion_that_is_gone_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        service.accept(session, 999, account_id=1, now=NOON)


def test_a_reading_is_asked_for_once_a_revision(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=NOON)

    first = service.request_reading(session, response.id, now=NOON)
    second = service.request_reading(session, response.id, now=LATER)

    assert first is not None
    assert second is not None
    assert first.id == second.id


@pytest.mark.parametrize("choice", ["no", None])
def test_without_consent_nothing_is_asked_for(session: Session, choice: str | None) -> None:
    answers = complete_answers(L4={"": "no"}) if choice else complete_answers()
    response = make_response(session, answers=answers, is_submitted=True, now=NOON)
    if not choice:
        consent.withdraw(session, response.id, "analysis", now=LATER)
    session.query(Reading).delete()

    assert service.request_reading(session, response.id, now=LATER) is None


def test_a_draft_is_not_read(session: Session) -> None:
    response = make_response(session, answers=complete_answers(), now=NOON)

    assert service.request_reading(session, response.id, now=NOON) is None
