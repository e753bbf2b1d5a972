"""What an editor is told when answers are corrected after a case was made of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting.service import submit_response, take_back
from casefinder.answer.texts.models import SourceText
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.edit.cases import queries, rules
from casefinder.edit.cases.canonical import content_hash
from casefinder.edit.cases.models import Case, CaseSentence
from casefinder.edit.changes import service as changes
from casefinder.edit.checks import queries as checks
from casefinder.edit.editor import page
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import STORY, make_approved_case, make_case, make_told_response
from tests.factories.responses import save_answers

FIRST, SECOND, THIRD = (f"{each}。" for each in STORY.split("。")[:3])


@pytest.fixture
def case(session: Session) -> Case:
    """A case drafted from the answers that can be told."""
    return make_case(session, response=make_told_response(session, now=NOON))


def correct(session: Session, case: Case, *, hours: int = 1, **changed: str) -> None:
    now = NOON + timedelta(hours=hours)
    response = session.get_one(Response, case.response_id)
    account_id = make_account(session).id
    return_response(session, response.id, "見てください。", account_id=account_id, now=now)
    given = {key: GivenAnswer({"": text}) for key, text in changed.items()}
    save_answers(session, response.id, given, now=now + timedelta(minutes=1))
    submit_response(session, response.id, seen=response.revision, now=now + timedelta(minutes=2))


def corrected(session: Session, case: Case) -> list[str]:
    """The places of what is said to be corrected since."""
    found = checks.case_findings(session, case.id, now=NOON + timedelta(hours=9))
    return [each.place for each in found if each.code == "corrected"]


def standing(session: Session, case: Case, text: str) -> tuple[CaseSentence, SourceText]:
    query = (
        select(CaseSentence, SourceText)
        .join(SourceText, SourceText.id == CaseSentence.source_text_id)
        .where(CaseSentence.case_id == case.id, CaseSentence.text == text)
    )
    row, source = session.execute(query.execution_options(populate_existing=True)).one()
    return row, source


def words_there(session: Session, case: Case, text: str) -> str:
    row, source = standing(session, case, text)
    return source.text[row.source_start : row.source_end]


def test_every_sentence_of_a_text_points_to_it(session: Session, case: Case) -> None:
    rows = session.execute(
        select(CaseSentence, SourceText)
        .outerjoin(SourceText, SourceText.id == CaseSentence.source_text_id)
        .where(CaseSentence.case_id == case.id, CaseSentence.start_char.is_not(None))
    ).all()

    assert {row.question_key for row, _ in rows} >= {"C1", "D1", "I1.metric", "I1.before", "J5"}
    for row, source in rows:
        assert source is not None, row.question_key
        assert source.superseded_at is None
        assert (source.key, source.row_id) == (row.question_key, row.question_row)
        assert source.text[row.source_start : row.source_end] == row.text


def test_words_around_which_the_answer_was_corrected_move_and_nothing_is_said(
    session: Session, case: Case
) -> None:
    before = standing(session, case, THIRD)[0].source_start

    correct(session, case, D1=f"冬の話です。{STORY}春は違います。")

    row, source = standing(session, case, THIRD)
    assert (source.text.startswith("冬の話"), row.source_start) == (True, (before or 0) + 6)
    assert words_there(session, case, THIRD) == THIRD
    assert corrected(session, case) == []


def test_words_that_were_changed_are_told_of_alone_and_stay_with_the_old_text(
    session: Session, case: Case
) -> None:
    correct(session, case, D1=STORY.replace("三度", "二度"))

    assert corrected(session, case) == ["background"]
    _, source = standing(session, case, FIRST)
    assert (source.text, source.superseded_at is None) == (STORY, False)
    assert standing(session, case, SECOND)[1].superseded_at is None


def test_words_that_come_back_are_told_of_no_more(session: Session, case: Case) -> None:
    correct(session, case, D1=STORY.replace("三度", "二度"))
    assert corrected(session, case) == ["background"]

    correct(session, case, hours=2, D1=f"やはり次の通りです。{STORY}")

    assert corrected(session, case) == []
    assert words_there(session, case, FIRST) == FIRST
    assert standing(session, case, FIRST)[1].superseded_at is None


def test_a_corrected_answer_that_is_taken_back_lets_the_first_one_stand(session: Session, case: Case) -> None:
    correct(session, case, D1=STORY.replace("三度", "二度"))

    take_back(session, case.response_id, now=NOON + timedelta(hours=2))

    assert corrected(session, case) == []
    assert standing(session, case, FIRST)[1].text == STORY


def test_words_that_stand_elsewhere_by_chance_are_gone_all_the_same(session: Session) -> None:
    response = make_told_response(session, now=NOON)
    case = make_case(session, response=response)
    title = "書かない窓口"
    assert words_there(session, case, title) == title

    correct(session, case, C1="書く回数を減らしながら、将来の書かない窓口へ向けて進める準備")

    assert "title" in corrected(session, case)


def test_an_approval_is_of_words_and_holds_when_they_move(session: Session) -> None:
    case = make_approved_case(session)
    approved, revision = case.approved_hash, case.revision
    before = queries.case_content(session, case.id)

    correct(session, case, D1=f"冬の話です。{STORY}")

    after = queries.case_content(session, case.id)
    assert (
        after.rows("background")[0]["text"][0].origin.stands
        != before.rows("background")[0]["text"][0].origin.stands
    )
    assert (case.approved_hash, case.revision) == (approved, revision)
    assert rules.is_approved(after, approved)
    assert content_hash(after) == content_hash(before)


def test_an_editor_who_saw_the_case_before_the_correction_is_not_stale(session: Session, case: Case) -> None:
    account_id = make_account(session).id
    seen = case.revision
    changes.set_sentences(
        session, case.id, "lead", [{"text": "ほかの人が要約を書いた。"}], account_id=account_id,
        seen_revision=seen, now=NOON,
    )  # fmt: skip
    correct(session, case, D1=f"冬の話です。{STORY}")

    changes.set_sentences(
        session, case.id, "background", [{"text": f"{FIRST}{THIRD}"}], account_id=account_id,
        seen_revision=seen, now=NOON,
    )  # fmt: skip

    assert words_there(session, case, THIRD) == THIRD
    assert corrected(session, case) == []


def test_a_state_brought_back_points_to_where_its_words_stand_now(session: Session, case: Case) -> None:
    account_id = make_account(session).id
    changes.set_sentences(
        session, case.id, "background", [{"text": "編集者の言葉。"}], account_id=account_id,
        seen_revision=case.revision, now=NOON,
    )  # fmt: skip
    correct(session, case, D1=f"冬の話です。{STORY.replace('高齢', '年配')}")

    changes.restore(session, case.id, 1, account_id=account_id, seen_revision=case.revision, now=NOON)

    assert standing(session, case, FIRST)[1].superseded_at is None
    assert words_there(session, case, FIRST) == FIRST
    assert standing(session, case, SECOND)[1].text == STORY
    assert corrected(session, case) == ["background"]


def test_the_sources_show_what_is_used_where_it_stands_now(session: Session, case: Case) -> None:
    correct(session, case, D1=f"冬の朝は特にそうだった。{STORY}")

    view = page.read_page(session, case.id, now=NOON + timedelta(hours=9))

    (group,) = (each for each in view.groups if each.source.key == "D1")
    assert {each.text: each.is_used for each in group.sentences} == {
        "冬の朝は特にそうだった。": False, FIRST: True, SECOND: True, THIRD: True,
    }  # fmt: skip


def test_of_a_response_that_was_taken_back_nothing_is_said(session: Session) -> None:
    response = make_told_response(session, now=NOON)
    case = make_case(session, response=response)

    take_back(session, response.id, now=NOON + timedelta(hours=1))

    assert corrected(session, case) == []
