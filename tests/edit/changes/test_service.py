"""Changing a case: places, details, and back again."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases import queries
from casefinder.edit.cases.canonical import canonical_json
from casefinder.edit.cases.content import ANSWER, Origin
from casefinder.edit.cases.models import Case, CaseSentence
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import BadDetail, NoRoom, NotPublishable, NotVerbatim, StaleCase
from casefinder.edit.changes.proving import editor
from casefinder.edit.checks import queries as checks
from casefinder.edit.drafts import gathering
from casefinder.edit.editor import history_queries as histories
from casefinder.errors import NotFoundError
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import case_answers, finish_case, make_case, make_told_response


def set_text(session: Session, case: Case, place: str, text: str, account_id: int, seen: int) -> int:
    return changes.set_sentences(
        session, case.id, place, [{"text": text}], account_id=account_id, seen_revision=seen, now=NOON
    )


def ref_of(session: Session, response_id: int, key: str) -> str:
    """How a form names the first cell of a column."""
    return next(each.ref for each in gathering.gather(session, response_id).sources if each.key == key)


def audited(session: Session, action: str) -> list[AuditEntry]:
    session.flush()
    return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_editing_makes_the_words_the_editors_and_keeps_what_they_rest_on(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)

    revision = set_text(session, case, "lead", "窓口で聞き取り、書かずに済む。", account_id, 1)

    row = session.scalars(select(CaseSentence).where(CaseSentence.place == "lead")).one()
    assert revision == case.revision == 2
    assert (row.origin_kind, row.based_on, row.author_id) == ("editor", ["C2"], account_id)


def test_saving_the_same_text_changes_nothing(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    text = queries.case_content(session, case.id).text("lead")

    assert set_text(session, case, "lead", text, account_id, 1) == 1
    assert audited(session, "case.edited") == []


def test_fi_12_two_editors_at_one_place_are_both_kept(session: Session) -> None:
    first, second = make_account(session).id, make_account(session).id
    case = make_case(session, account_id=first)
    set_text(session, case, "lead", "先に書いた人の文。", first, 1)

    with pytest.raises(StaleCase) as caught:
        set_text(session, case, "lead", "後から書いた人の文。", second, 1)

    assert caught.value.mine == [{"text": "後から書いた人の文。"}]
    assert caught.value.theirs[0]["text"][0].text == "先に書いた人の文。"
    assert queries.case_content(session, case.id).text("lead") == "先に書いた人の文。"
    assert set_text(session, case, "lead", "後から書いた人の文。", second, caught.value.revision) == 3


def test_two_editors_at_two_places_do_not_disturb_each_other(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    set_text(session, case, "lead", "要約を直した。", account_id, 1)

    revision = set_text(session, case, "title", "題名を直した", account_id, 1)

    content = queries.case_content(session, case.id)
    assert revision == 3
    assert (content.text("lead"), content.text("title")) == ("要約を直した。", "題名を直した")


def test_a_span_is_taken_over_with_its_offsets(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)

    changes.take_over(
        session, case.id, "notes", "F3:", 0, 12, account_id=account_id, seen_revision=1, now=NOON
    )

    (sentence,) = queries.case_content(session, case.id).rows("notes")[0]["text"]
    assert sentence.text == "担当が年度末に替わった。"
    assert sentence.origin == Origin(ANSWER, "F3", None, 1, 0, 12)


def test_sec_04_what_is_not_public_or_not_there_cannot_be_taken_over(session: Session) -> None:
    account_id = make_account(session).id
    response = make_told_response(session, answers=case_answers({"F5": "editors"}))
    case = make_case(session, account_id=account_id, response=response)
    other = make_told_response(session, name="別町")

    def take(place: str, ref: str, start: int, end: int) -> None:
        changes.take_over(
            session, case.id, place, ref, start, end, account_id=account_id, seen_revision=1, now=NOON
        )

    with pytest.raises(NotPublishable):
        take("stopped", "F5:", 0, 5)
    with pytest.raises(NotPublishable):
        take("notes", ref_of(session, response.id, "H1.name"), 0, 2)
    for place, ref, start, end in (
        ("notes", "F3:", 0, 999), ("notes", "F3:", 5, 5), ("nowhere", "F3:", 0, 5),
        ("notes", "F3:7", 0, 5), ("notes", f"{other.id}", 0, 5), ("notes", "L1:", 0, 1),
    ):  # fmt: skip
        with pytest.raises(NotFoundError):
            take(place, ref, start, end)


def test_a_full_place_takes_no_more_rows(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)

    def take() -> None:
        changes.take_over(
            session, case.id, "conditions", "F3:", 0, 12, account_id=account_id,
            seen_revision=case.revision, now=NOON,
        )  # fmt: skip

    take()
    take()
    with pytest.raises(NoRoom):
        take()


def test_a_sentence_is_taken_into_the_column_and_row_that_the_editor_chose(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    end = len("担当が年度末に替わった。")

    for key, first, last, column in (("F3", 0, end, "trouble"), ("F4", 0, 10, "response")):
        changes.take_over(
            session, case.id, "troubles", f"{key}:", first, last, account_id=account_id,
            seen_revision=case.revision, now=NOON, row=0, column=column,
        )  # fmt: skip

    content = queries.case_content(session, case.id)
    assert content.table("troubles") == [
        {"trouble": "担当が年度末に替わった。", "response": "手順を一枚に書いた。"}
    ]
    assert [s.origin.question_key for p, *_, s in content.sentences() if p == "troubles"] == ["F4", "F3"]
    with pytest.raises(NotFoundError):
        changes.take_over(
            session, case.id, "troubles", "F3:", 0, 5, account_id=account_id, seen_revision=case.revision,
            now=NOON, column="nothing",
        )  # fmt: skip


def test_stated_origins_are_proved_not_believed(session: Session) -> None:
    account_id = make_account(session).id
    response = make_told_response(session, answers=case_answers({"F5": "editors"}))
    case = make_case(session, account_id=account_id, response=response)

    def state(text: str, origin: Origin) -> int:
        return changes.set_sentences(
            session, case.id, "notes", [{"text": text}], [{"text": origin}], account_id=account_id,
            seen_revision=case.revision, now=NOON,
        )  # fmt: skip

    state("高齢の人は椅子に戻り、書き直しになることが多かった。", Origin(ANSWER, "D1"))
    (sentence,) = queries.case_content(session, case.id).rows("notes")[0]["text"]
    assert (sentence.origin.start, sentence.origin.end) == (17, 43)
    with pytest.raises(NotVerbatim):
        state("どこにも書かれていない。", Origin(ANSWER, "D1"))
    with pytest.raises(NotPublishable):
        state("夜間の受付は三か月でやめた。", Origin(ANSWER, "F5"))
    with pytest.raises(NotPublishable):
        state("夜の受付をやめた。", editor("F5"))
    with pytest.raises(NotVerbatim):
        state("知らない設問から。", editor("Z9"))


def test_details_are_checked(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    good = {
        "chapter": "snow", "trouble": "財源", "headcount": 2, "months": 5, "confirmed_on": date(2026, 6, 1),
        "illustration_id": None,
    }  # fmt: skip

    for name, value in (
        ("chapter", "sports"), ("trouble", "天気"), ("headcount", 0), ("months", 601), ("illustration_id", 77),
    ):  # fmt: skip
        with pytest.raises(BadDetail) as caught:
            changes.set_details(
                session, case.id, **{**good, name: value}, account_id=account_id, seen_revision=1, now=NOON
            )
        assert caught.value.name == name
    changes.set_details(session, case.id, **good, account_id=account_id, seen_revision=1, now=NOON)
    with pytest.raises(StaleCase):
        changes.set_details(
            session, case.id, **{**good, "months": 9}, account_id=account_id, seen_revision=1, now=NOON
        )
    assert (case.chapter, case.months) == ("snow", 5)


def test_undoing_brings_back_text_origins_and_details_and_can_be_undone(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    drafted = canonical_json(queries.case_content(session, case.id))
    finish_case(session, case, account_id)
    finished = canonical_json(queries.case_content(session, case.id))
    last = case.revision

    changes.restore(session, case.id, 1, account_id=account_id, seen_revision=last, now=NOON)
    assert canonical_json(queries.case_content(session, case.id)) == drafted
    changes.restore(session, case.id, last, account_id=account_id, seen_revision=case.revision, now=NOON)
    assert canonical_json(queries.case_content(session, case.id)) == finished

    assert [each.revision for each in histories.history(session, case.id)] == list(range(last + 2, 0, -1))
    with pytest.raises(NotFoundError):
        changes.restore(session, case.id, 99, account_id=account_id, seen_revision=case.revision, now=NOON)
    with pytest.raises(StaleCase):
        changes.restore(session, case.id, 1, account_id=account_id, seen_revision=1, now=NOON)


def test_full_width_digits_are_put_right_and_stay_the_answers(session: Session) -> None:
    account_id = make_account(session).id
    answers = case_answers(C2={"": "窓口を３台にし、申請書を書かずに済むようにした。"})
    case = make_case(session, account_id=account_id, response=make_told_response(session, answers=answers))

    changes.restore(session, case.id, 1, account_id=account_id, seen_revision=case.revision, now=NOON)
    changes.narrow_digits(
        session, case.id, "lead", 0, "text", account_id=account_id, seen_revision=case.revision, now=NOON
    )

    content = queries.case_content(session, case.id)
    assert content.text("lead").startswith("窓口を3台にし")
    assert content.rows("lead")[0]["text"][0].origin.question_key == "C2"
    codes = {f.code for f in checks.case_findings(session, case.id, now=NOON) if f.group == "check"}
    assert not {"digits", "corrected"} & codes
