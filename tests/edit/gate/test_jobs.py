"""The engine looks through the words of cases, in its own process: at each change, what is new, and never what it may not."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.child import ChildFailed
from casefinder.edit.cases import queries as cases
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.drafts import gathering
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate import storing
from casefinder.edit.gate.jobs import WORK
from casefinder.edit.gate.models import CaseReading, CaseWords
from casefinder.edit.gate.rules import Passed
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import case_answers, make_case, make_told_response
from tests.factories.suggestions import FakeReader


@pytest.fixture
def reader(app: Flask) -> FakeReader:
    found = FakeReader()
    found.persons = ["大場さん"]
    app.extensions["text_reader"] = found
    return found


@pytest.fixture
def case_id(app: Flask) -> int:
    with app.extensions["database"].transaction() as session:
        return make_case(session).id


def write(app: Flask, case_id: int, text: str) -> None:
    with app.extensions["database"].transaction() as session:
        case = session.get_one(Case, case_id)
        changes.set_sentences(
            session, case_id, "notes", [{"text": text}], account_id=make_account(session).id,
            seen_revision=case.revision, now=NOON,
        )  # fmt: skip


def passed(app: Flask, case_id: int) -> Passed:
    with app.extensions["database"].reading() as session:
        content = cases.case_content(session, case_id)
        gathered = {content.response_id: gathering.gather(session, content.response_id)}
        return gate.passed(session, {case_id: content}, gathered)[case_id]


def perform(app: Flask) -> None:
    work.perform_due(app.extensions["database"], WORK)


def test_a_draft_waits_until_its_words_were_looked_through(
    app: Flask, reader: FakeReader, case_id: int
) -> None:
    assert passed(app, case_id).unread > 0

    perform(app)

    assert passed(app, case_id).unread == 0
    assert reader.looked_through


def test_a_change_has_its_new_words_looked_through_and_no_others(
    app: Flask, reader: FakeReader, case_id: int
) -> None:
    perform(app)
    reader.looked_through.clear()

    write(app, case_id, "大場さんが測った。紙を貼った。")
    perform(app)

    assert sorted(reader.looked_through) == ["大場さんが測った。", "紙を貼った。"]
    assert [find.words for find in passed(app, case_id).finds] == ["大場さん"]


def test_one_request_waits_at_a_time_and_those_done_go(app: Flask, reader: FakeReader, case_id: int) -> None:
    for text in ("一つ目。", "二つ目。"):
        write(app, case_id, text)
    with app.extensions["database"].reading() as session:
        assert len(session.scalars(select(CaseReading.id)).all()) == 1

    perform(app)
    write(app, case_id, "三つ目。")
    perform(app)

    with app.extensions["database"].reading() as session:
        assert len(session.scalars(select(CaseReading.id)).all()) == 1
        assert len(session.scalars(select(CaseWords)).all()) == 1


def test_words_that_are_written_while_it_looks_are_looked_through_too(
    app: Flask, reader: FakeReader, case_id: int
) -> None:
    class Meanwhile(FakeReader):
        def names(self, texts, training, *, on_tick=None):  # type: ignore[no-untyped-def]
            if not self.looked_through:
                write(app, case_id, "大場さんが測った。")
            return super().names(texts, training, on_tick=on_tick)

    app.extensions["text_reader"] = Meanwhile()
    app.extensions["text_reader"].persons = ["大場さん"]

    perform(app)

    assert passed(app, case_id).unread == 0
    assert [find.words for find in passed(app, case_id).finds] == ["大場さん"]


def test_a_search_that_is_given_up_is_seen_and_can_be_started_again(
    app: Flask, reader: FakeReader, case_id: int
) -> None:
    with app.extensions["database"].transaction() as session:
        session.scalars(select(CaseReading)).one().attempts = WORK.max_attempts - 1
    reader.failures = [ChildFailed("it died")]
    perform(app)
    assert passed(app, case_id).is_stuck

    with app.extensions["database"].transaction() as session:
        storing.request(session, case_id, now=NOON)
    assert not passed(app, case_id).is_stuck
    perform(app)

    assert passed(app, case_id).unread == 0


def test_without_consent_to_analysis_no_typed_word_of_an_answer_is_given_to_the_engine(
    app: Flask, reader: FakeReader
) -> None:
    with app.extensions["database"].transaction() as session:
        answers = case_answers(L4={"": "no"}, D1={"": "大場さんが百件を測った。それで決まった。"})
        case_id = make_case(session, response=make_told_response(session, answers=answers)).id
    write(app, case_id, "編集者の文。")

    perform(app)

    assert "編集者の文。" in reader.looked_through
    assert not [text for text in reader.looked_through if "大場さん" in text]
    (find,) = (each for each in passed(app, case_id).finds if each.kind == "unread")
    assert "大場さんが百件を測った。" in find.sentence


def test_names_are_kept_only_of_words_that_the_case_still_has(session: Session) -> None:
    case = make_case(session)

    storing.keep(session, case.id, {"もうない文。": [(0, 2)]}, now=NOON)

    assert session.get_one(CaseWords, case.id).names == {}
