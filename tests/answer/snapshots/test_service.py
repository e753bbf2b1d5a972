"""When snapshots are taken, which one counts, and that an old one can be rebuilt exactly."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefinder.answer.answers.models import AnswerRevision
from casefinder.answer.attachments import service as attaching
from casefinder.answer.attachments.intake import ReceivedFile, StoredFile
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from casefinder.answer.snapshots import queries
from casefinder.answer.submitting import service as submitting
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.kinds.file import FileDetails
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import complete_answers, make_response, save_answers

HOUR = timedelta(hours=1)
LATER, EVENING = NOON + HOUR, NOON + 2 * HOUR


def text_of(session: Session, response_id: int, key: str = "F3") -> str | None:
    found = queries.statement(session, response_id)
    return str(found.answers[key].value[""]) if found else None


def write(session: Session, response: Response, text: str, level: str | None = None) -> None:
    save_answers(session, response.id, {"F3": GivenAnswer({"": text}, level)}, now=LATER)


def submit(session: Session, response: Response) -> None:
    session.refresh(response)
    submitting.submit_response(session, response.id, seen=response.revision, now=EVENING)


def give_back(session: Session, response: Response) -> None:
    account_id = make_account(session).id
    return_response(session, response.id, "見直してください。", account_id=account_id, now=NOON)


def kinds(session: Session, response: Response) -> list[str]:
    return [each.kind for each in queries.snapshots_of(session, response.id)]


def test_submit_return_and_resubmit_each_leave_a_snapshot(session: Session) -> None:
    response = make_response(session, is_submitted=True)
    give_back(session, response)
    write(session, response, "直した文。")
    submit(session, response)

    assert kinds(session, response) == ["submit", "return", "resubmit"]


def test_what_is_being_corrected_does_not_count_until_it_is_sent(session: Session) -> None:
    response = make_response(session, is_submitted=True)
    before = text_of(session, response.id)
    give_back(session, response)

    write(session, response, "直した文。")
    assert text_of(session, response.id) == before

    submit(session, response)
    assert text_of(session, response.id) == "直した文。"


def test_a_correction_saved_by_a_clock_that_lags_does_not_count_either(session: Session) -> None:
    response = make_response(session, is_submitted=True, now=EVENING)
    before = text_of(session, response.id)
    give_back(session, response)

    save_answers(session, response.id, {"F3": GivenAnswer({"": "早い時計で書いた文。"})}, now=NOON - HOUR)

    assert text_of(session, response.id) == before


def test_taking_back_lets_the_statement_before_it_count_again(session: Session) -> None:
    response = make_response(session, is_submitted=True)
    before = text_of(session, response.id)
    give_back(session, response)
    write(session, response, "直した文。")
    submit(session, response)

    submitting.take_back(session, response.id, now=EVENING)

    assert text_of(session, response.id) == before


def test_taking_back_the_first_submit_leaves_nothing_that_counts(session: Session) -> None:
    response = make_response(session, is_submitted=True)

    submitting.take_back(session, response.id, now=LATER)

    assert queries.statement(session, response.id) is None
    submit(session, response)
    assert text_of(session, response.id)


def test_a_snapshot_of_years_ago_is_rebuilt_exactly(session: Session) -> None:
    response = make_response(session, is_submitted=True)
    first = queries.statement(session, response.id)
    assert first is not None
    for text, level in (("二度目の文。", "editors"), ("三度目の文。", "everyone")):
        give_back(session, response)
        write(session, response, text, level)
        submit(session, response)

    rebuilt = queries.statement_of(session, first.snapshot_id)

    assert rebuilt is not None
    assert (rebuilt.answers, rebuilt.files, rebuilt.levels, rebuilt.said) == (
        first.answers, first.files, first.levels, first.said,
    )  # fmt: skip


def test_what_a_return_gave_back_is_what_had_been_submitted(session: Session) -> None:
    response = make_response(session, is_submitted=True)
    give_back(session, response)

    submitted, returned = (
        queries.statement_of(session, s.id) for s in queries.snapshots_of(session, response.id)
    )

    assert submitted is not None
    assert returned is not None
    assert (submitted.answers, submitted.said) == (returned.answers, returned.said)


def test_a_revision_that_a_snapshot_holds_cannot_be_deleted(session: Session) -> None:
    response = make_response(session, is_submitted=True)
    row = session.query(AnswerRevision).filter_by(response_id=response.id).first()
    session.delete(row)

    with pytest.raises(IntegrityError):
        session.flush()


def picture(session: Session, response: Response) -> int:
    received = ReceivedFile("写真.jpg", "image/jpeg", "c" * 64, 100)
    ref = attaching.add_file(session, response.id, "K1", received, now=NOON)
    attaching.note_read(session, ref, StoredFile("a" * 64, "b" * 64, 100, 800, 600), now=NOON)
    attaching.describe_files(session, response.id, {ref: FileDetails("窓口のようす", "霧立町", "own")})
    save_answers(session, response.id, {"K1": GivenAnswer({"files": [ref]})}, now=NOON)
    return ref


def with_picture(session: Session) -> tuple[Response, int]:
    response = make_response(session, answers=complete_answers())
    ref = picture(session, response)
    submit(session, response)
    give_back(session, response)
    return response, ref


def test_a_description_written_in_an_unsent_correction_does_not_count(session: Session) -> None:
    response, ref = with_picture(session)

    attaching.describe_files(session, response.id, {ref: FileDetails("山田太郎さん", "山田", "unknown")})

    found = queries.statement(session, response.id)
    assert found is not None
    assert [(f.description, f.credit, f.rights) for f in found.files] == [("窓口のようす", "霧立町", "own")]
    submit(session, response)
    found = queries.statement(session, response.id)
    assert found is not None
    assert [f.description for f in found.files] == ["山田太郎さん"]


def test_a_picture_removed_in_a_correction_goes_when_it_is_sent(session: Session) -> None:
    response, _ = with_picture(session)
    attaching.keep_only(session, response.id, "K1", (), now=LATER)
    found = queries.statement(session, response.id)
    assert found is not None
    assert len(found.files) == 1

    save_answers(session, response.id, {"K1": GivenAnswer({})}, now=LATER)
    submit(session, response)

    found = queries.statement(session, response.id)
    assert found is not None
    assert found.files == ()


def test_a_file_that_was_never_sent_is_its_respondents_alone(session: Session) -> None:
    response = make_response(session, answers=complete_answers())
    ref = picture(session, response)

    assert not queries.holds_file(session, ref)
    submit(session, response)
    assert queries.holds_file(session, ref)
