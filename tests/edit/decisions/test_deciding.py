"""What a case says is decided by a person, with a reason, before it is approved; another sentence is to be decided anew."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases import queries as cases
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.proving import editor
from casefinder.edit.checks.queries import circumstances_of
from casefinder.edit.checks.rules import findings, to_fix
from casefinder.edit.decisions import approving, deciding
from casefinder.edit.decisions.deciding import Decision
from casefinder.edit.decisions.errors import BadDecision, FindGone, NotReady
from casefinder.edit.drafts import gathering
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate.find_rules import Find, Kind
from casefinder.edit.gate.models import FindDecision
from casefinder.edit.gate.rules import Passed, Verdict
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import (
    case_answers,
    confirm_case,
    finish_case,
    make_approved_case,
    make_case,
    make_told_response,
    read_words,
)

LOCKED = {"F5": "everyone"}  # C8, what it cost, keeps its level: municipalities only
PRINT = Decision(Verdict.MAY_PRINT, "本人が電話で承諾した。")


def written(session: Session, text: str, *persons: str, place: str = "notes") -> tuple[Case, int]:
    """A case that lacks nothing, but says something in a note."""
    account_id = make_account(session).id
    response = make_told_response(session, answers=case_answers(LOCKED))
    case = make_case(session, account_id=account_id, response=response)
    finish_case(session, case, account_id)
    if not cases.case_content(session, case.id).rows("cost_card"):
        write(session, case, account_id, "費用は非公表", place="cost_card")
    write(session, case, account_id, text, place=place)
    read_words(session, case, *persons)
    confirm_case(session, case, account_id)
    return case, account_id


def write(session: Session, case: Case, account_id: int, text: str, *, place: str = "notes") -> None:
    changes.set_sentences(
        session, case.id, place, [{"text": text}], [{"text": editor()}], account_id=account_id,
        seen_revision=case.revision, now=NOON,
    )  # fmt: skip


def passed(session: Session, case: Case) -> Passed:
    content = cases.case_content(session, case.id)
    gathered = {content.response_id: gathering.gather(session, content.response_id)}
    return gate.passed(session, {case.id: content}, gathered)[case.id]


def the_find(session: Session, case: Case) -> Find:
    (find,) = passed(session, case).in_the_way
    return find


def refused(session: Session, case: Case, account_id: int) -> list[str]:
    with pytest.raises(NotReady) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)
    return [each.code for each in caught.value.findings]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("導入には480万円かかった。", Kind.AMOUNT),
        ("詳しくは090-1234-5678へ。", Kind.PHONE),
        ("詳しくはmado@example.jpへ。", Kind.MAIL),
        ("始めたのは大場さんである。", Kind.PERSON),
        ("撮影は霧島さん。", Kind.PERSON),
        ("道には、様式をそろえてほしい。", Kind.ANSWER),
    ],
)
def test_an_editors_own_words_are_found_and_keep_the_case_from_approval(
    session: Session, text: str, kind: Kind
) -> None:
    account_id = make_account(session).id
    answers = case_answers(LOCKED, J6={"": "道には、様式をそろえてほしい。"})
    case = make_case(session, account_id=account_id, response=make_told_response(session, answers=answers))
    finish_case(session, case, account_id)
    write(session, case, account_id, "費用は非公表", place="cost_card")
    write(session, case, account_id, text)
    read_words(session, case, "大場さん")
    confirm_case(session, case, account_id)

    assert the_find(session, case).kind is kind
    assert refused(session, case, account_id) == ["find"]


def test_with_a_reason_it_may_be_printed_and_that_stands_in_the_trail(session: Session) -> None:
    case, account_id = written(session, "始めたのは大場さんである。", "大場さん")

    deciding.decide(session, case.id, the_find(session, case).key, PRINT, account_id=account_id, now=NOON)

    approving.approve(session, case.id, account_id=account_id, now=NOON)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.find_decided")).one()
    assert (entry.detail["kind"], entry.detail["verdict"], entry.detail["reason"]) == (
        "person", "may_print", PRINT.reason,
    )  # fmt: skip


@pytest.mark.parametrize("reason", ["", " 　", "長" * 401])
def test_nothing_is_printed_without_a_reason(session: Session, reason: str) -> None:
    case, account_id = written(session, "始めたのは大場さんである。", "大場さん")
    find = the_find(session, case)

    with pytest.raises(BadDecision):
        deciding.decide(
            session, case.id, find.key, Decision(Verdict.MAY_PRINT, reason), account_id=account_id, now=NOON
        )

    assert refused(session, case, account_id) == ["find"]


def test_what_is_to_be_mended_stands_in_the_way_until_it_is(session: Session) -> None:
    case, account_id = written(session, "始めたのは大場さんである。", "大場さん")
    find = the_find(session, case)
    deciding.decide(session, case.id, find.key, Decision(Verdict.TO_FIX), account_id=account_id, now=NOON)
    assert refused(session, case, account_id) == ["find"]

    write(session, case, account_id, "始めたのは窓口の職員である。")
    read_words(session, case)
    confirm_case(session, case, account_id)

    approving.approve(session, case.id, account_id=account_id, now=NOON)


def test_another_sentence_is_to_be_decided_anew(session: Session) -> None:
    case, account_id = written(session, "始めたのは大場さんである。", "大場さん")
    deciding.decide(session, case.id, the_find(session, case).key, PRINT, account_id=account_id, now=NOON)

    write(session, case, account_id, "始めたのも続けたのも大場さんである。")
    read_words(session, case, "大場さん")
    confirm_case(session, case, account_id)

    assert refused(session, case, account_id) == ["find"]


def test_a_decision_taken_back_takes_the_approval_with_it_and_is_kept(session: Session) -> None:
    case, account_id = written(session, "始めたのは大場さんである。", "大場さん")
    key = the_find(session, case).key
    deciding.decide(session, case.id, key, PRINT, account_id=account_id, now=NOON)
    approving.approve(session, case.id, account_id=account_id, now=NOON)

    deciding.undo(session, case.id, key, account_id=account_id, now=NOON)
    deciding.undo(session, case.id, key, account_id=account_id, now=NOON)

    assert case.approved_hash is None
    assert refused(session, case, account_id) == ["find"]
    (kept,) = session.scalars(select(FindDecision))
    assert (kept.undone_at, kept.undone_by, kept.reason) == (NOON, account_id, PRINT.reason)


def test_a_second_decision_replaces_the_first_and_an_approval_falls(session: Session) -> None:
    case, account_id = written(session, "始めたのは大場さんである。", "大場さん")
    key = the_find(session, case).key
    deciding.decide(session, case.id, key, PRINT, account_id=account_id, now=NOON)
    approving.approve(session, case.id, account_id=account_id, now=NOON)

    deciding.decide(session, case.id, key, Decision(Verdict.TO_FIX), account_id=account_id, now=NOON)

    assert case.approved_hash is None
    assert [each.decisions[key].verdict for each in (passed(session, case),)] == [Verdict.TO_FIX]


def test_what_does_not_stand_there_any_more_is_not_decided(session: Session) -> None:
    case, account_id = written(session, "始めたのは大場さんである。", "大場さん")
    key = the_find(session, case).key
    write(session, case, account_id, "始めたのは窓口の職員である。")

    with pytest.raises(FindGone):
        deciding.decide(session, case.id, key, PRINT, account_id=account_id, now=NOON)


def test_a_case_that_was_not_looked_through_is_not_approved(session: Session) -> None:
    case, account_id = written(session, "始めたのは大場さんである。", "大場さん")
    deciding.decide(session, case.id, the_find(session, case).key, PRINT, account_id=account_id, now=NOON)
    write(session, case, account_id, "窓口の職員が始めた。")
    confirm_case(session, case, account_id)

    assert refused(session, case, account_id) == ["unread"]


def test_a_decision_on_one_case_is_none_on_another(session: Session) -> None:
    case, account_id = written(session, "始めたのは大場さんである。", "大場さん")
    key = the_find(session, case).key
    deciding.decide(session, case.id, key, PRINT, account_id=account_id, now=NOON)
    other = make_approved_case(session, name="別の町")

    write(session, other, account_id, "始めたのは大場さんである。")
    read_words(session, other, "大場さん")

    assert the_find(session, other).key == key


def test_a_name_of_the_answers_that_the_engine_finds_too_is_one_thing_to_decide(session: Session) -> None:
    case, account_id = written(session, "測ったのは霧島澄江さんだった。", "霧島澄江さん")
    content = cases.case_content(session, case.id)

    points = to_fix(findings(content, circumstances_of(session, content, now=NOON)))
    assert [(point.code, point.place) for point in points] == [("find", "notes")]
    (find,) = passed(session, case).in_the_way
    deciding.decide(session, case.id, find.key, PRINT, account_id=account_id, now=NOON)

    approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert case.approved_at == NOON
