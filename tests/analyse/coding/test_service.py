from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.codebook import queries as codebook
from casefinder.analyse.coding import queries, service
from casefinder.analyse.coding.models import Coding
from casefinder.answer.returns import service as returns
from casefinder.answer.submitting.service import submit_response
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


def resubmit(session: Session, response, *, now=LATER, **changes: GivenAnswer) -> None:
    account = make_account(session)
    returns.return_response(session, response.id, "直してください。", account_id=account.id, now=now)
    save_answers(session, response.id, changes, now=now + timedelta(minutes=5))
    submit_response(session, response.id, seen=response.revision, now=now + timedelta(minutes=10))


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

    account_id = make_account(session).id

    first, second = (
        make_coding(session, response=response, words="人が足りず", account_id=account_id) for _ in range(2)
    )

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

    resubmit(session, response, F3=GivenAnswer({"": "まったく別の話に書き直した。"}))

    assert [c.id for c in queries.accepted_codings(session, response.id)] == [kept.id]
    assert [c.id for c in queries.earlier_codings(session, response.id)] == [left.id]
    assert session.get_one(Coding, left.id).source.text == TEXT


def test_a_coding_moves_along_with_its_words_and_a_copy_stays(session: Session) -> None:
    response = submitted(session)
    coding = make_coding(session, response=response, words="人が足りず")
    start = coding.start_char

    resubmit(session, response, F3=GivenAnswer({"": "書き直した。" + TEXT}))

    (mark,) = queries.accepted_codings(session, response.id)
    assert (mark.id, mark.text, mark.start) == (coding.id, "人が足りず", start + 6)
    assert queries.earlier_codings(session, response.id) == []
    copy = session.scalars(select(Coding).where(Coding.moved_to_id == coding.id)).one()
    assert (copy.source.text, copy.start_char, copy.account_id) == (TEXT, start, coding.account_id)
    assert copy.superseded_at is not None


def test_a_coding_taken_away_on_the_corrected_text_does_not_come_back_with_the_old_one(
    session: Session,
) -> None:
    response = submitted(session)
    coding = make_coding(session, response=response, words="人が足りず")
    resubmit(session, response, F3=GivenAnswer({"": "書き直した。" + TEXT}))
    service.remove_coding(session, coding.id, account_id=coding.account_id, now=LATER)

    resubmit(session, response, F3=GivenAnswer({"": TEXT}), now=LATER + timedelta(hours=1))

    assert queries.accepted_codings(session, response.id) == []


def test_a_second_coder_has_a_coding_of_their_own_and_the_mark_is_one(session: Session) -> None:
    response = submitted(session)
    one, other = make_account(session, name="中川"), make_account(session, name="見本")
    first = make_coding(session, response=response, words="人が足りず", account_id=one.id)
    second = make_coding(session, response=response, words="人が足りず", account_id=other.id)

    (mark,) = queries.accepted_codings(session, response.id)

    assert first.id != second.id
    assert mark.names == ("中川", "見本")
    assert (mark.id, mark.id_for(other.id), mark.id_for(999)) == (first.id, second.id, first.id)
    row = codebook.theme_row(session, "ch_labor_shortage")
    assert row is not None
    assert row.counts.codings == 1
    assert len(codebook.examples(session, "ch_labor_shortage", with_internal=True)) == 1


def test_taking_one_coders_theme_away_leaves_the_others(session: Session) -> None:
    response = submitted(session)
    one, other = make_account(session, name="中川"), make_account(session, name="見本")
    first = make_coding(session, response=response, words="人が足りず", account_id=one.id)
    make_coding(session, response=response, words="人が足りず", account_id=other.id)

    service.remove_coding(session, first.id, account_id=other.id, now=NOON)
    (mark,) = queries.accepted_codings(session, response.id)
    assert mark.names == ("見本",)

    service.restore_coding(session, first.id, account_id=other.id, now=NOON)
    (mark,) = queries.accepted_codings(session, response.id)
    assert mark.names == ("中川", "見本"), "it is put back for the one who had set it"


def test_a_text_that_comes_back_gets_its_codings_back(session: Session) -> None:
    response = submitted(session)
    coding = make_coding(session, response=response, words="人が足りず")
    resubmit(session, response, F3=GivenAnswer({"": "書き直した。" + TEXT}))
    account = make_account(session)
    returns.return_response(
        session, response.id, "元へ。", account_id=account.id, now=LATER + timedelta(minutes=20)
    )
    save_answers(session, response.id, {"F3": GivenAnswer({"": TEXT})}, now=LATER + timedelta(minutes=30))
    submit_response(session, response.id, seen=response.revision, now=LATER + timedelta(minutes=40))

    assert [c.id for c in queries.accepted_codings(session, response.id)] == [coding.id]


def test_a_correction_in_progress_does_not_move_the_ground(session: Session) -> None:
    response = submitted(session)
    make_coding(session, response=response, words="人が足りず")
    account = make_account(session)
    returns.return_response(session, response.id, "直して。", account_id=account.id, now=LATER)
    save_answers(session, response.id, {"F3": GivenAnswer({"": "途中"})}, now=LATER + timedelta(minutes=5))

    assert [c.text for c in queries.accepted_codings(session, response.id)] == ["人が足りず"]


def test_codings_are_never_deleted(session: Session) -> None:
    response = submitted(session)
    coding = make_coding(session, response=response)
    service.remove_coding(session, coding.id, account_id=coding.account_id, now=NOON)

    assert session.scalars(select(Coding.removed_at)).all() == [NOON]
