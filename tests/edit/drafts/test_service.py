"""Drafting a case: from what may be printed, each piece with its origin."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.edit.cases import queries
from casefinder.edit.cases.canonical import canonical_json
from casefinder.edit.drafts import service as drafts
from casefinder.edit.drafts.errors import NotDraftable
from casefinder.errors import NotFoundError
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import case_answers, make_case, make_told_response
from tests.factories.responses import make_response


def audited(session: Session, action: str) -> list[AuditEntry]:
    session.flush()
    return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_every_piece_of_a_draft_says_where_it_comes_from(session: Session) -> None:
    case = make_case(session)

    content = queries.case_content(session, case.id)
    spans = [s for *_, s in content.sentences() if s.origin.start is not None]

    assert content.text("title") == "書かない窓口"
    assert [s.origin.question_key for s in content.rows("background")[0]["text"]] == ["D1"] * 3
    assert content.table("cost_card") == [
        {"value": "480", "unit": "万円", "text": "初期費用。ほかに年60万円。財源は一般財源・道補助。"}
    ]
    assert content.table("facts")[0] == {"label": "人口", "value": "4,812", "unit": "人", "as_of": "2025"}
    assert content.text("state", "label") == "継続"
    assert all(s.origin.end - s.origin.start == len(s.text) for s in spans)  # type: ignore[operator]
    assert len(audited(session, "case.drafted")) == 1


@pytest.mark.parametrize("level", ["municipalities", "editors"])
def test_what_not_everyone_may_read_is_not_drafted(session: Session, level: str) -> None:
    response = make_told_response(session, answers=case_answers({"C8": level, "F5": level, "D1": level}))

    content = queries.case_content(session, make_case(session, response=response).id)

    assert content.rows("cost_card") == ()
    assert content.rows("stopped") == ()
    assert "D1" not in {s.origin.question_key for *_, s in content.sentences()}


def test_only_a_submitted_response_with_consent_and_something_to_tell_becomes_a_case(
    session: Session,
) -> None:
    account_id = make_account(session).id
    open_one = make_response(session)
    refused = make_told_response(session, name="拒町", answers=case_answers(L1={"": "no"}))
    nothing = make_told_response(session, name="無町", answers={"A1": GivenAnswer({"": "none"})})
    twice = make_told_response(session, name="二町")
    drafts.draft_case(session, twice.id, account_id=account_id, now=NOON)

    for response, reason in (
        (open_one, drafts.NOT_SUBMITTED),
        (refused, drafts.NO_CONSENT),
        (nothing, drafts.NOTHING_TO_TELL),
        (twice, drafts.HAS_CASE),
    ):
        with pytest.raises(NotDraftable) as caught:
            drafts.draft_case(session, response.id, account_id=account_id, now=NOON)
        assert caught.value.message == reason
    with pytest.raises(NotFoundError):
        drafts.draft_case(session, 9999, account_id=account_id, now=NOON)


def test_an_anonymous_case_is_drafted_without_what_would_name_it(session: Session) -> None:
    response = make_told_response(session, answers=case_answers(L1={"": "anonymous"}))

    content = queries.case_content(session, make_case(session, response=response).id)

    assert content.rows("contact") == ()
    assert {s.origin.kind for place, *_, s in content.sentences() if place == "facts"} == {"answer"}
    assert content.text("voice", "who") == "担当者"
    assert "総務課" not in canonical_json(content)
