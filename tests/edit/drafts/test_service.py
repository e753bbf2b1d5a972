"""Drafting a case: from what may be printed, each piece with its origin."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.edit.cases import queries
from casefinder.edit.cases.canonical import canonical_json
from casefinder.edit.changes import service as changes
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts import service as drafts
from casefinder.edit.drafts.errors import NotDraftable
from casefinder.edit.editor import history_queries as histories
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


def test_no_sentence_gets_a_label_or_a_partner_by_its_order(session: Session) -> None:
    answers = case_answers(
        J1={"": "人口10万人を超える市には向かない。窓口が一つの階にある町がよい。"},
        F3={"": "その歴史は大正時代の乗合馬車に始まる。停留所が遠かった。"},
        F4={"": "ほんの数秒のことですが、問い合わせは減りました。"},
    )
    response = make_told_response(session, answers=answers)

    content = queries.case_content(session, make_case(session, response=response).id)

    assert content.rows("troubles") == ()
    assert content.table("conditions") == [{"label": "最小の形", "text": "転入の手続一つから"}]


def test_a_smallest_beginning_that_is_denied_gets_no_label(session: Session) -> None:
    response = make_told_response(session, answers=case_answers(J2={"": "小さく始めるのは難しい。"}))

    assert queries.case_content(session, make_case(session, response=response).id).rows("conditions") == ()


def test_which_of_several_sentences_is_meant_is_left_to_the_editor(session: Session) -> None:
    answers = case_answers(
        J3={"": "特になし"},
        I2={"": "住民は「早くなった」と話した。職員も楽になった。"},
        J5={"": "計画は去年つくった。来年度は税の窓口に広げる。"},
        F5={"": "夜間の受付は三か月でやめた。" * 6},
    )
    response = make_told_response(session, answers=answers)

    content = queries.case_content(session, make_case(session, response=response).id)

    assert content.rows("voice") == ()
    assert content.rows("stopped") == ()
    assert content.table("state") == [{"label": "継続"}]


def test_the_question_copied_into_the_answer_is_not_drafted(session: Session) -> None:
    asked = gathering.gather(session, make_told_response(session, name="問町").id).statement
    title = asked.document.meant("background").item.title  # type: ignore[union-attr]
    told = {"": f"【背景】\n{title}\n■課題\n窓口では同じ住所を三度書いていた。\n特になし"}
    response = make_told_response(session, answers=case_answers(D1=told, J2={"": "特になし"}))

    content = queries.case_content(session, make_case(session, response=response).id)

    assert content.table("background") == [{"text": "窓口では同じ住所を三度書いていた。"}]
    assert content.rows("conditions") == ()


def test_a_draft_is_tidied_in_a_step_of_its_own(session: Session) -> None:
    told = {"": "・様式ごとに支払額を\n算定していたため、手間が多かった。\n・ｱﾝｹｰﾄは紙だった 。"}
    response = make_told_response(session, answers=case_answers(D1=told))

    case = make_case(session, response=response)

    tidy = queries.case_content(session, case.id)
    assert (
        tidy.text("background")
        == "様式ごとに支払額を算定していたため、手間が多かった。アンケートは紙だった。"
    )
    assert {s.origin.kind for s in tidy.rows("background")[0]["text"]} == {"answer"}
    assert all(s.origin.stands and s.origin.stands.is_present for s in tidy.rows("background")[0]["text"])
    assert [each.what for each in histories.history(session, case.id)] == ["tidied", "drafted"]
    changes.restore(session, case.id, 1, account_id=make_account(session).id, seen_revision=2, now=NOON)
    assert "・ｱﾝｹｰﾄは紙だった 。" in queries.case_content(session, case.id).text("background")


def test_the_card_tells_the_number_before_and_after_or_none(session: Session) -> None:
    def card(**row: str) -> list[dict[str, str]]:
        rows = {"rows": [{"metric": "支払の事務", "as_of": "2026-02", **row}]}
        response = make_told_response(
            session, name=f"効町{len(row)}{row['after']}", answers=case_answers(I1=rows)
        )
        return queries.case_content(session, make_case(session, response=response).id).table("effect_card")

    assert card(before="640時間", after="90時間") == [
        {"value": "640→90", "unit": "時間", "text": "支払の事務"}
    ]
    assert card(before="年640時間", after="年90時間程度") == [
        {"value": "年640→年90", "unit": "時間", "text": "支払の事務"}
    ]
    assert card(after="15分程度") == [{"value": "約15", "unit": "分", "text": "支払の事務"}]
    assert card(before="数日", after="90時間") == [{"text": "支払の事務"}]
    assert card(after="90時間以上") == [{"text": "支払の事務"}]
