from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import queries, service
from casefinder.analyse.coding.models import Coding
from casefinder.answer.responses import service as responses
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.errors import ConflictError, NotFoundError
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.codings import make_coding
from tests.factories.responses import complete_answers, make_response, save_answers
from tests.factories.themes import make_theme

TEXT = "𠮷野さんが窓口に立った。人が足りず、紙のままだった。"
LATER = NOON + timedelta(hours=1)


def submitted(session: Session, **changes: dict[str, object] | None):
    return make_response(
        session, answers=complete_answers(F3={"": TEXT}, **changes), is_submitted=True, now=NOON
    )


def resubmit(session: Session, response, **changes: GivenAnswer) -> None:
    account = make_account(session)
    responses.return_response(session, response.id, "直してください。", account_id=account.id, now=LATER)
    save_answers(session, response.id, changes, now=LATER + timedelta(minutes=5))
    responses.submit_response(session, response.id, seen=response.revision, now=LATER + timedelta(minutes=10))


def test_a_theme_is_set_on_the_words_as_typed(session: Session) -> None:
    response = submitted(session)

    make_coding(session, response=response, words="人が足りず")

    (found,) = queries.accepted_codings(session, response.id)
    assert (found.text, found.theme_key, found.start) == (
        "人が足りず",
        "ch_labor_shortage",
        TEXT.index("人が"),
    )


def test_the_same_coding_again_is_the_same(session: Session) -> None:
    response = submitted(session)

    first, second = (make_coding(session, response=response, words="人が足りず") for _ in range(2))

    assert first.id == second.id


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 2), (-1, 3), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(session: Session, start: int, end: int) -> None:
    response = submitted(session)
    make_theme(session, key="ch_budget")

    with pytest.raises(service.SpanInvalid):
        service.add_coding(
            session, response.id, "F3", start, end, "ch_budget", account_id=make_account(session).id, now=NOON
        )


def test_another_text_than_the_one_seen_is_refused(session: Session) -> None:
    response = submitted(session)
    make_theme(session, key="ch_budget")

    with pytest.raises(service.TextChanged):
        service.add_coding(
            session, response.id, "F3", 0, 5, "ch_budget", account_id=make_account(session).id, now=NOON,
            seen_hash="0" * 64,
        )  # fmt: skip


@pytest.mark.parametrize(("question", "theme"), [("Z9", "ch_budget"), ("C1", "ch_budget"), ("F3", "ch_none")])
def test_an_unknown_answer_or_theme_is_not_found(session: Session, question: str, theme: str) -> None:
    response = submitted(session)
    make_theme(session, key="ch_budget")

    with pytest.raises(NotFoundError):
        service.add_coding(
            session, response.id, question, 0, 5, theme, account_id=make_account(session).id, now=NOON
        )


def test_without_consent_to_analysis_nothing_is_coded(session: Session) -> None:
    response = submitted(session, L4={"": "no"})
    make_theme(session, key="ch_budget")

    with pytest.raises(service.OutsideAnalysis):
        service.add_coding(
            session, response.id, "F3", 0, 5, "ch_budget", account_id=make_account(session).id, now=NOON
        )


def test_withdrawn_consent_hides_what_was_coded(session: Session) -> None:
    response = submitted(session)
    make_coding(session, response=response)

    consent.withdraw(session, response.id, "analysis", now=LATER)

    assert queries.accepted_codings(session, response.id) == []


def test_a_draft_is_not_coded(session: Session) -> None:
    response = make_response(session, answers=complete_answers(F3={"": TEXT}), now=NOON)
    make_theme(session, key="ch_budget")

    with pytest.raises(service.NotSubmitted):
        service.add_coding(
            session, response.id, "F3", 0, 5, "ch_budget", account_id=make_account(session).id, now=NOON
        )


def test_taking_away_can_be_undone(session: Session) -> None:
    response = submitted(session)
    coding = make_coding(session, response=response, words="人が足りず")
    service.remove_coding(session, coding.id, account_id=coding.account_id, now=NOON)
    service.remove_coding(session, coding.id, account_id=coding.account_id, now=NOON)
    assert queries.accepted_codings(session, response.id) == []

    service.restore_coding(session, coding.id, account_id=coding.account_id, now=NOON)

    assert [c.text for c in queries.accepted_codings(session, response.id)] == ["人が足りず"]


def test_a_coding_gets_another_span(session: Session) -> None:
    response = submitted(session)
    coding = make_coding(session, response=response, words="人が足りず、紙のままだった。")

    service.move_coding(
        session, coding.id, coding.start_char, coding.start_char + 5, account_id=coding.account_id, now=NOON
    )

    assert [c.text for c in queries.accepted_codings(session, response.id)] == ["人が足りず"]
    with pytest.raises(ConflictError):
        service.move_coding(session, coding.id, 0, 3, account_id=coding.account_id, now=NOON)


def test_unchanged_answers_keep_their_codings_and_changed_ones_leave_them_behind(session: Session) -> None:
    response = submitted(session)
    kept = make_coding(session, response=response, question_key="E2")
    left = make_coding(session, response=response, words="人が足りず")

    resubmit(session, response, F3=GivenAnswer({"": "書き直した。" + TEXT}))
    service.follow_text(session, response.id, LATER)

    assert [c.id for c in queries.accepted_codings(session, response.id)] == [kept.id]
    assert [c.id for c in queries.earlier_codings(session, response.id)] == [left.id]
    assert session.get_one(Coding, left.id).answer_revision == 1


def test_a_text_that_comes_back_gets_its_codings_back(session: Session) -> None:
    response = submitted(session)
    coding = make_coding(session, response=response, words="人が足りず")
    resubmit(session, response, F3=GivenAnswer({"": "書き直した。" + TEXT}))
    service.follow_text(session, response.id, LATER)
    account = make_account(session)
    responses.return_response(
        session, response.id, "元へ。", account_id=account.id, now=LATER + timedelta(minutes=20)
    )
    save_answers(session, response.id, {"F3": GivenAnswer({"": TEXT})}, now=LATER + timedelta(minutes=30))
    responses.submit_response(session, response.id, seen=response.revision, now=LATER + timedelta(minutes=40))

    service.follow_text(session, response.id, LATER)

    assert [c.id for c in queries.accepted_codings(session, response.id)] == [coding.id]


def test_a_correction_in_progress_does_not_move_the_ground(session: Session) -> None:
    response = submitted(session)
    make_coding(session, response=response, words="人が足りず")
    account = make_account(session)
    responses.return_response(session, response.id, "直して。", account_id=account.id, now=LATER)
    save_answers(session, response.id, {"F3": GivenAnswer({"": "途中"})}, now=LATER + timedelta(minutes=5))

    assert [c.text for c in queries.accepted_codings(session, response.id)] == ["人が足りず"]


def test_codings_are_never_deleted(session: Session) -> None:
    response = submitted(session)
    coding = make_coding(session, response=response)
    service.remove_coding(session, coding.id, account_id=coding.account_id, now=NOON)

    assert session.scalars(select(Coding.removed_at)).all() == [NOON]
