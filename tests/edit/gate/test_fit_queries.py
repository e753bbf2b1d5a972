"""What the press said of a case holds as long as it would lay out the same."""

import pytest
from sqlalchemy.orm import Session

from casefinder.edit.cases import queries
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.drafts.gathering import gather
from casefinder.edit.gate.fit_queries import remembered, rooms
from casefinder.edit.layout.pressed import Pressed, TooLong
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import make_case
from tests.fakes import lay_out

SAID = Pressed(1, {"left": 2, "right": 0}, (TooLong("background", 2), TooLong("effort_card", 0, 1)), 5)


def known(session: Session, case: Case) -> Pressed | None:
    content = queries.case_content(session, case.id)
    gathered = {content.response_id: gather(session, content.response_id)}
    return remembered(session, {case.id: content}, gathered).get(case.id)


@pytest.fixture
def case(session: Session) -> Case:
    made = make_case(session, account_id=make_account(session).id)
    lay_out(session, made.id, SAID)
    return made


def test_the_answer_is_kept_whole(session: Session, case: Case) -> None:
    assert known(session, case) == SAID
    assert rooms(session, [case.id]) == {case.id: 5}


def test_a_changed_word_forgets_the_answer_and_the_same_word_again_brings_it_back(
    session: Session, case: Case
) -> None:
    before = queries.case_content(session, case.id).table("lead")
    account_id = make_account(session).id
    for typed, holds in (([{"text": "別の要約。"}], False), (before, True)):
        changes.set_sentences(
            session, case.id, "lead", typed, account_id=account_id, seen_revision=case.revision, now=NOON
        )
        assert (known(session, case) is not None) is (holds and _is_as_it_was(session, case)), typed


def _is_as_it_was(session: Session, case: Case) -> bool:
    """Typed back by an editor, the words may have another origin, which is not the same case."""
    sentence = queries.case_content(session, case.id).rows("lead")[0]["text"][0]
    return sentence.origin.kind == "answer"


def test_another_name_of_the_organisation_forgets_the_answer(session: Session, case: Case) -> None:
    gather(session, case.response_id).organisation.kana = "べつのよみ"
    session.flush()

    assert known(session, case) is None


def test_a_withdrawn_consent_forgets_the_answer(session: Session, case: Case) -> None:
    consent.withdraw(session, case.response_id, "casebook", now=NOON)

    assert known(session, case) is None
