"""Saving answers, their history, marks of sections."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.answers import amending, service
from casefinder.answer.answers.models import AnswerRevision, SectionMark
from casefinder.answer.answers.queries import answers_of, marks_of
from casefinder.answer.answers.rules import Seen
from casefinder.answer.responses.errors import CampaignClosed, ResponseClosed
from casefinder.errors import NotFoundError
from tests.answer.acting import LATER, returned, story, submit, submitted
from tests.conftest import NOON
from tests.factories.responses import complete_answers, make_response, save_answers


def test_what_is_typed_is_saved_as_typed_right_or_wrong(session: Session) -> None:
    response = make_response(session)
    long = "長" * 900

    outcome = service.save_section(
        session, response.id, "F", {"F3": story(long), "F4": story("")}, seen={}, now=NOON
    )

    assert outcome.changed == ("F3",)
    view = answers_of(session, response.id)["F3"]
    assert view.value == {"": long}
    assert (view.revision, view.saved_at) == (1, NOON)
    session.refresh(response)
    assert (response.revision, response.saved_at) == (1, NOON)


def test_an_item_of_another_section_or_questionnaire_is_refused(session: Session) -> None:
    response = make_response(session)

    with pytest.raises(NotFoundError):
        service.save_section(session, response.id, "F", {"A1": story("x")}, seen={}, now=NOON)
    with pytest.raises(NotFoundError):
        service.save_answer(session, response.id, "Z9", story("x"), seen=Seen(), now=NOON)


def test_a_newer_answer_is_not_overwritten_and_both_are_told(session: Session) -> None:
    response = make_response(session, answers={"F3": story("初めの文"), "F4": story("手順")})
    before = answers_of(session, response.id)
    service.save_answer(session, response.id, "F3", story("同僚の文"), seen=before["F3"].seen, now=NOON)

    outcome = service.save_section(
        session,
        response.id,
        "F",
        {"F3": story("自分の文"), "F4": story("新しい手順")},
        seen={key: view.seen for key, view in before.items()},
        now=LATER,
        is_finished=True,
    )

    (conflict,) = outcome.conflicts
    assert (conflict.item_key, conflict.mine.value, conflict.theirs.value) == (
        "F3",
        {"": "自分の文"},
        {"": "同僚の文"},
    )
    now = answers_of(session, response.id)
    assert now["F3"].value == {"": "同僚の文"}
    assert now["F4"].value == {"": "新しい手順"}
    assert session.scalar(select(SectionMark.is_finished)) is None


def test_an_untouched_answer_in_an_old_tab_leaves_the_newer_one(session: Session) -> None:
    response = make_response(session, answers={"F3": story("初めの文")})
    old_tab = answers_of(session, response.id)["F3"].seen
    service.save_answer(session, response.id, "F3", story("新しい文"), seen=old_tab, now=NOON)

    outcome = service.save_section(
        session, response.id, "F", {"F3": story("初めの文")}, seen={"F3": old_tab}, now=LATER
    )

    assert outcome.conflicts == ()
    assert answers_of(session, response.id)["F3"].value == {"": "新しい文"}


def test_history_is_cut_on_leaving_a_section_not_while_typing(session: Session) -> None:
    response = make_response(session)
    seen = Seen()
    for words in ("一", "一二", "一二三"):
        outcome = service.save_answer(session, response.id, "F3", story(words), seen=seen, now=NOON)
        seen = outcome.answers["F3"].seen
    assert session.scalars(select(AnswerRevision)).all() == []

    service.save_section(session, response.id, "F", {"F3": story("一二三")}, seen={"F3": seen}, now=LATER)
    service.save_section(session, response.id, "F", {"F3": story("一二三")}, seen={"F3": seen}, now=LATER)

    (kept,) = session.scalars(select(AnswerRevision)).all()
    assert (kept.question_key, kept.revision, kept.value, kept.reason) == ("F3", 3, {"": "一二三"}, "section")


def test_an_earlier_state_is_brought_back_as_the_newest(session: Session) -> None:
    response = make_response(session, answers={"F3": story("消す前")})
    seen = answers_of(session, response.id)["F3"].seen
    service.save_section(session, response.id, "F", {"F3": story("")}, seen={"F3": seen}, now=LATER)

    amending.restore_answer(session, response.id, "F3", 1, now=LATER)

    view = answers_of(session, response.id)["F3"]
    assert (view.value, view.revision) == ({"": "消す前"}, 3)


def test_the_mark_of_a_section_is_kept_until_it_is_changed(session: Session) -> None:
    response = make_response(session)
    for mark in (True, None, False):
        service.save_section(session, response.id, "F", {}, seen={}, now=NOON, is_finished=mark)

    assert marks_of(session, response.id) == {"F": False}


def test_a_submitted_response_cannot_be_changed(session: Session) -> None:
    response = submitted(session)

    with pytest.raises(ResponseClosed):
        service.save_section(session, response.id, "F", {"F3": story("あと出し")}, seen={}, now=LATER)
    with pytest.raises(ResponseClosed):
        service.save_answer(session, response.id, "F3", story("あと出し"), seen=Seen(), now=LATER)
    with pytest.raises(ResponseClosed):
        amending.answer_not_applicable(session, response.id, now=LATER)


def test_a_closed_campaign_takes_no_answers_but_corrections(session: Session) -> None:
    draft = make_response(session, answers=complete_answers())
    sent_back = returned(session, submitted(session))
    for response in (draft, sent_back):
        response.invitation.campaign.closed_at = NOON
    session.flush()

    with pytest.raises(CampaignClosed):
        submit(session, draft)
    save_answers(session, sent_back.id, {"F3": story("直した文")})
    assert submit(session, sent_back).number
