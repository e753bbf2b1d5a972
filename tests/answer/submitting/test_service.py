"""Opening, saving, submitting, taking back, returning and accepting."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import events as happenings
from casefinder.answer.answers import amending, service
from casefinder.answer.answers.models import AnswerRevision, SectionMark
from casefinder.answer.answers.queries import answers_of, marks_of
from casefinder.answer.answers.rules import Seen
from casefinder.answer.entry.service import open_response
from casefinder.answer.reading.service import accept_response, note_first_read, reopen_reading
from casefinder.answer.responses import queries
from casefinder.answer.responses.errors import CampaignClosed, ResponseClosed
from casefinder.answer.responses.models import Response, ResponseEvent
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.returns.errors import EmptyMessage, NothingToReturn
from casefinder.answer.returns.queries import open_message
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting.errors import CannotTakeBack, IncompleteResponse, StaleResponse
from casefinder.answer.submitting.receipts import Receipt
from casefinder.answer.submitting.service import submit_response, take_back
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.errors import NotFoundError
from casefinder.mail.models import Letter
from casefinder.staff.consent import queries as consents
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import make_invitation
from tests.factories.responses import complete_answers, make_response, save_answers

LATER = NOON + timedelta(hours=1)


def story(text: str) -> GivenAnswer:
    return GivenAnswer({"": text})


def kinds_of_letters(session: Session) -> list[str]:
    return [kind for kind in session.scalars(select(Letter.kind).order_by(Letter.id)) if "answer" in kind]


def events(session: Session, response: Response) -> list[str]:
    query = select(ResponseEvent.kind).where(ResponseEvent.response_id == response.id)
    return list(session.scalars(query.order_by(ResponseEvent.id)))


def submitted(session: Session, **answers: Any) -> Response:
    return make_response(session, answers=complete_answers(**answers), is_submitted=True)


def submit(session: Session, response: Response, now: datetime = NOON) -> Receipt:
    session.refresh(response)
    return submit_response(session, response.id, seen=response.revision, now=now)


def returned(session: Session, response: Response, now: datetime = NOON) -> Response:
    account = make_account(session)
    return_response(session, response.id, "G1 の日付をお願いします。", account_id=account.id, now=now)
    return response


def test_opening_twice_gives_the_same_response(session: Session) -> None:
    invitation = make_invitation(session)

    first = open_response(session, invitation.main_link.id, now=NOON)
    again = open_response(session, invitation.main_link.id, now=LATER)

    assert again is first
    assert first.started_at == NOON
    assert invitation.opened_at == NOON
    assert events(session, first) == ["opened"]


def test_a_closed_campaign_begins_no_response(session: Session) -> None:
    invitation = make_invitation(session)
    invitation.campaign.closed_at = NOON

    with pytest.raises(CampaignClosed):
        open_response(session, invitation.main_link.id, now=NOON)


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


def test_a_complete_response_is_submitted_with_a_receipt(session: Session) -> None:
    response = make_response(session, answers=complete_answers())

    receipt = submit(session, response)

    assert queries.state_of(response) is ResponseState.SUBMITTED
    assert receipt.number == response.receipt_number
    assert len(receipt.number) == 9
    assert events(session, response) == ["opened", "submitted"]
    assert kinds_of_letters(session) == ["answer/responses/receipt"]
    reasons = set(session.scalars(select(AnswerRevision.reason)))
    assert reasons == {"section"}  # nothing changed since the sections were left


def test_a_second_submit_gets_the_same_receipt_and_does_nothing(session: Session) -> None:
    response = make_response(session, answers=complete_answers())
    first = submit(session, response)

    again = submit_response(session, response.id, seen=0, now=LATER)

    assert again == first
    assert events(session, response) == ["opened", "submitted"]
    assert len(kinds_of_letters(session)) == 1


def test_a_submit_must_have_seen_what_it_submits(session: Session) -> None:
    response = make_response(session, answers=complete_answers())

    with pytest.raises(StaleResponse):
        submit_response(session, response.id, seen=response.revision - 1, now=NOON)
    assert queries.state_of(response) is ResponseState.DRAFT


def test_a_response_with_gaps_is_not_submitted(session: Session) -> None:
    response = make_response(session, answers=complete_answers(F3=None, L1=None))

    with pytest.raises(IncompleteResponse) as caught:
        submit(session, response)

    assert caught.value.missing == ("F3", "L1")
    assert response.submitted_at is None
    assert kinds_of_letters(session) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("F3", {"": "長" * 601}),
        ("C5", {"stage": "running", "started": "去年の冬"}),
        ("C4", {"": ["education", "health", "work", "snow_infrastructure"]}),
        ("B3", {"post": "係長", "name": "見本", "phone": "01234-5-6789", "email": "no address"}),
        ("A2", {"": "fax"}),
        ("L5", {"status": "in_progress"}),
    ],
)
def test_over_long_and_wrong_answers_refuse_the_submit(
    session: Session, key: str, value: dict[str, Any]
) -> None:
    response = make_response(session, answers=complete_answers(**{key: value}))

    with pytest.raises(IncompleteResponse) as caught:
        submit(session, response)

    assert caught.value.missing == (key,)


def test_nothing_to_tell_is_submitted_with_one_answer(session: Session) -> None:
    response = make_response(session)

    assert amending.answer_not_applicable(session, response.id, now=NOON)
    receipt = submit(session, response)

    assert receipt.number
    assert consents.standing(session, response.id) == {}


def test_consents_are_noted_with_the_submit_and_withdrawn_by_a_later_one(session: Session) -> None:
    response = submitted(session, L3={"": "yes"})
    assert consents.standing(session, response.id) == {
        "casebook": "yes",
        "open_data": "yes",
        "analysis": "yes",
    }

    take_back(session, response.id, now=LATER)
    save_answers(session, response.id, {"L1": story("no"), "L4": story("no")}, now=LATER)
    submit(session, response, LATER + timedelta(hours=1))

    assert consents.standing(session, response.id) == {"casebook": "no", "analysis": "no"}


def test_a_submitted_response_cannot_be_changed(session: Session) -> None:
    response = submitted(session)

    with pytest.raises(ResponseClosed):
        service.save_section(session, response.id, "F", {"F3": story("あと出し")}, seen={}, now=LATER)
    with pytest.raises(ResponseClosed):
        service.save_answer(session, response.id, "F3", story("あと出し"), seen=Seen(), now=LATER)
    with pytest.raises(ResponseClosed):
        amending.answer_not_applicable(session, response.id, now=LATER)


def test_taking_back_opens_it_again_and_keeps_the_receipt_number(session: Session) -> None:
    response = submitted(session)
    number = response.receipt_number

    take_back(session, response.id, now=NOON)
    take_back(session, response.id, now=NOON)
    assert queries.state_of(response) is ResponseState.DRAFT
    receipt = submit(session, response)

    assert receipt.number == number
    assert queries.state_of(response) is ResponseState.SUBMITTED
    assert events(session, response) == ["opened", "submitted", "taken_back", "submitted"]
    assert kinds_of_letters(session) == ["answer/responses/receipt"] * 2


def test_an_editor_who_opened_it_ends_taking_back(session: Session) -> None:
    response = submitted(session)

    assert note_first_read(session, response.id, now=NOON)
    assert not note_first_read(session, response.id, now=LATER)

    assert response.first_read_at == response.submitted_at
    with pytest.raises(CannotTakeBack):
        take_back(session, response.id, now=LATER)


def test_a_draft_is_not_taken_back(session: Session) -> None:
    with pytest.raises(CannotTakeBack):
        take_back(session, make_response(session).id, now=NOON)


def test_a_return_says_why_and_queues_its_letter(session: Session) -> None:
    response = returned(session, submitted(session))

    assert queries.state_of(response) is ResponseState.RETURNED
    message = open_message(session, response.id)
    assert message is not None
    assert (message.text, message.who) == ("G1 の日付をお願いします。", "佐藤 見本")
    assert kinds_of_letters(session)[-1] == "answer/responses/returned"


def test_a_submit_after_a_return_keeps_the_receipt_number_and_answers_the_message(session: Session) -> None:
    response = submitted(session)
    number = response.receipt_number
    returned(session, response)
    save_answers(session, response.id, {"F3": story("直した文")})

    receipt = submit(session, response)

    assert receipt.number == number
    assert queries.state_of(response) is ResponseState.RESUBMITTED
    assert open_message(session, response.id) is None
    assert events(session, response)[-2:] == ["returned", "resubmitted"]


def test_taking_back_after_a_return_opens_the_message_again(session: Session) -> None:
    response = returned(session, submitted(session))
    submit(session, response)

    take_back(session, response.id, now=NOON)

    assert queries.state_of(response) is ResponseState.RETURNED
    assert open_message(session, response.id) is not None


def test_only_what_was_submitted_is_returned_or_accepted(session: Session) -> None:
    draft, account = make_response(session), make_account(session)

    with pytest.raises(NothingToReturn):
        return_response(session, draft.id, "理由", account_id=account.id, now=NOON)
    with pytest.raises(NothingToReturn):
        accept_response(session, draft.id, account_id=account.id, now=NOON)
    with pytest.raises(EmptyMessage):
        return_response(session, submitted(session).id, " \n", account_id=account.id, now=NOON)


def test_accepting_ends_the_reading_and_a_return_reopens_it(session: Session) -> None:
    response, account = submitted(session), make_account(session)

    accept_response(session, response.id, account_id=account.id, now=NOON)
    accept_response(session, response.id, account_id=account.id, now=LATER)
    assert queries.state_of(response) is ResponseState.ACCEPTED

    returned(session, response)
    assert queries.state_of(response) is ResponseState.RETURNED


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


def test_later_steps_are_called_with_each_submit(session: Session) -> None:
    calls: list[happenings.Submitted] = []
    happenings.subscribe(happenings.Submitted, lambda _session, event, _now: calls.append(event))

    response = submitted(session)
    submit_response(session, response.id, seen=0, now=LATER)

    assert [(event.response_id, event.is_again) for event in calls] == [(response.id, False)]


def test_an_acceptance_can_be_taken_back(session: Session) -> None:
    response, account = submitted(session), make_account(session)
    reopen_reading(session, response.id, account_id=account.id, now=NOON)
    assert queries.state_of(response) is ResponseState.SUBMITTED

    accept_response(session, response.id, account_id=account.id, now=NOON)
    reopen_reading(session, response.id, account_id=account.id, now=LATER)

    assert queries.state_of(response) is ResponseState.READING
