"""The list of candidates and cases."""

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.returns import service as returns
from casefinder.edit.cases import list_queries as lists
from casefinder.edit.cases import rules
from casefinder.faces import Role
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import case_answers, make_approved_case, make_case, make_told_response


def test_the_list_holds_candidates_drafts_and_approved_cases(session: Session) -> None:
    account_id = make_account(session).id
    make_told_response(session, name="候補町")
    make_told_response(session, name="拒町", answers=case_answers(L1={"": "no"}))
    returned = make_told_response(session, name="差戻町")
    returns.return_response(session, returned.id, "直してください", account_id=account_id, now=NOON)
    make_case(session, account_id=account_id, response=make_told_response(session, name="下書町"))
    make_approved_case(session, name="承認町", account_id=account_id)

    lines = lists.page_of(session, lists.listed(session), 1, Role.EDITOR)

    assert {line.organisation: line.state.value for line in lines} == {
        "候補町（見本）": "candidate", "下書町（見本）": "draft", "承認町（見本）": "approved",
    }  # fmt: skip
    counts = lists.counts_by_state(session)
    assert counts == {"candidate": 1, "draft": 1, "approved": 1}
    for state in ("", *rules.CaseState):
        assert lists.total(counts, state) == lists.count(session, lists.listed(session, state=state))
    for words, expected in (("候補", 1), ("書かない", 3), ("100%", 0), ("_", 0)):
        query = lists.listed(session, words=words)
        assert lists.count(session, query) == expected
        assert lists.page_with_total(session, query, 1, Role.EDITOR) == (
            lists.page_of(session, query, 1, Role.EDITOR), expected,
        )  # fmt: skip
        assert lists.page_with_total(session, query, 9, Role.EDITOR) == ([], expected)
    assert lists.count(session, lists.listed(session, chapter="admin")) == 1
    assert {line.title for line in lines} == {"書かない窓口"}


@pytest.mark.parametrize("exists", [True, False])
def test_the_state_in_sql_is_the_state_in_the_rules(session: Session, exists: bool) -> None:
    if exists:
        make_approved_case(session)
    else:
        make_told_response(session)

    (line,) = lists.page_of(session, lists.listed(session), 1, Role.EDITOR)

    expected = rules.case_state(exists=exists, approved_hash="x" if exists else None)
    assert line.state is expected
