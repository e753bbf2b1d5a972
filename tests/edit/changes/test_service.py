"""Drafting, editing by two people at once, taking over, approving, undoing."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.returns import service as returns
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.edit.cases import queries, rules
from casefinder.edit.cases.content import ANSWER, Origin, canonical_json
from casefinder.edit.cases.models import Case, CaseSentence
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import BadDetail, NoRoom, NotPublishable, NotVerbatim, StaleCase
from casefinder.edit.changes.proving import editor
from casefinder.edit.checks import queries as checks
from casefinder.edit.decisions import approving
from casefinder.edit.decisions.errors import NotReady
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts import service as drafts
from casefinder.edit.drafts.errors import NotDraftable
from casefinder.errors import NotFoundError
from casefinder.staff.audit.models import AuditEntry
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import case_answers, finish_case, make_approved_case, make_case, make_told_response
from tests.factories.responses import make_response


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

    with pytest.raises(NoRoom):
        changes.take_over(
            session, case.id, "conditions", "F3:", 0, 12, account_id=account_id, seen_revision=1, now=NOON
        )


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


def test_a_case_with_things_to_put_right_is_not_approved(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)

    with pytest.raises(NotReady) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert {each.code for each in caught.value.findings} == {"unset", "certainty", "finding"}
    assert case.approved_at is None


def test_an_approval_holds_for_one_content_and_a_change_takes_it_away(session: Session) -> None:
    account_id = make_account(session).id
    case = make_approved_case(session, account_id=account_id)
    digest = case.approved_hash
    assert rules.is_approved(queries.case_content(session, case.id), digest)

    set_text(session, case, "lead", "一字でも直せば承認は外れる。", account_id, case.revision)

    assert (case.approved_at, case.approved_by, case.approved_hash) == (None, None, None)
    assert audited(session, "case.reopened")[0].detail["hash"] == digest
    assert not rules.is_approved(queries.case_content(session, case.id), digest)


def test_an_approval_is_refused_when_the_case_is_not_what_was_seen(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)

    with pytest.raises(StaleCase):
        approving.approve(session, case.id, account_id=account_id, now=NOON, seen_revision=case.revision - 1)


def test_a_withdrawn_consent_stands_in_the_way_at_once(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    consent.withdraw(session, case.response_id, "casebook", now=NOON)

    with pytest.raises(NotReady) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert [each.code for each in caught.value.findings] == ["consent"]


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

    assert [each.revision for each in queries.history(session, case.id)] == list(range(last + 2, 0, -1))
    with pytest.raises(NotFoundError):
        changes.restore(session, case.id, 99, account_id=account_id, seen_revision=case.revision, now=NOON)
    with pytest.raises(StaleCase):
        changes.restore(session, case.id, 1, account_id=account_id, seen_revision=1, now=NOON)


def test_full_width_digits_are_put_right_and_stay_the_answers(session: Session) -> None:
    account_id = make_account(session).id
    answers = case_answers(C2={"": "窓口を３台にし、申請書を書かずに済むようにした。"})
    case = make_case(session, account_id=account_id, response=make_told_response(session, answers=answers))

    changes.narrow_digits(
        session, case.id, "lead", 0, "text", account_id=account_id, seen_revision=1, now=NOON
    )

    content = queries.case_content(session, case.id)
    assert content.text("lead").startswith("窓口を3台にし")
    assert content.rows("lead")[0]["text"][0].origin.question_key == "C2"
    codes = {f.code for f in checks.case_findings(session, case.id, now=NOON) if f.group == "check"}
    assert not {"digits", "corrected"} & codes


def test_a_name_in_the_case_keeps_it_from_being_approved(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    finish_case(session, case, account_id)
    set_text(session, case, "lead", "霧島澄江が窓口を変えた。", account_id, case.revision)

    with pytest.raises(NotReady) as caught:
        approving.approve(session, case.id, account_id=account_id, now=NOON)

    assert [(f.code, f.place) for f in caught.value.findings] == [("person", "lead")]


def test_the_list_holds_candidates_drafts_and_approved_cases(session: Session) -> None:
    account_id = make_account(session).id
    make_told_response(session, name="候補町")
    make_told_response(session, name="拒町", answers=case_answers(L1={"": "no"}))
    returned = make_told_response(session, name="差戻町")
    returns.return_response(session, returned.id, "直してください", account_id=account_id, now=NOON)
    make_case(session, account_id=account_id, response=make_told_response(session, name="下書町"))
    make_approved_case(session, name="承認町", account_id=account_id)

    lines = queries.page_of(session, queries.listed(session), 1)

    assert {line.organisation: line.state.value for line in lines} == {
        "候補町（見本）": "candidate", "下書町（見本）": "draft", "承認町（見本）": "approved",
    }  # fmt: skip
    counts = queries.counts_by_state(session)
    assert counts == {"candidate": 1, "draft": 1, "approved": 1}
    for state in ("", *rules.CaseState):
        assert queries.total(counts, state) == queries.count(session, queries.listed(session, state=state))
    for words, expected in (("候補", 1), ("書かない", 3), ("100%", 0), ("_", 0)):
        assert queries.count(session, queries.listed(session, words=words)) == expected
    assert queries.count(session, queries.listed(session, chapter="admin")) == 1
    assert {line.title for line in lines} == {"書かない窓口"}


@pytest.mark.parametrize("exists", [True, False])
def test_the_state_in_sql_is_the_state_in_the_rules(session: Session, exists: bool) -> None:
    if exists:
        make_approved_case(session)
    else:
        make_told_response(session)

    (line,) = queries.page_of(session, queries.listed(session), 1)

    expected = rules.case_state(exists=exists, approved_hash="x" if exists else None)
    assert line.state is expected
