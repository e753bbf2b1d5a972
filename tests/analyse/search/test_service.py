from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.analyse.search import index, jobs, queries, service
from casefinder.analyse.search.models import Indexing, SearchSpelling, SearchText
from casefinder.answer.submitting import service as submitting
from casefinder.db import Database
from casefinder.lettering import printable
from casefinder.staff.consent import service as consent
from casefinder.staff.consent.rules import Scope
from tests.analyse.search.searching import found, index_all, indexed
from tests.conftest import NOON
from tests.factories.responses import complete_answers, make_response
from tests.queries import counted

F3 = {"": "引っ越しの人手が足りない。"}


def all_rows(session: Session) -> list[tuple[object, ...]]:
    columns = (SearchText.id, SearchText.folded, SearchText.forms, SearchText.places)
    return sorted(map(tuple, session.execute(select(*columns))))


def tokens_left(session: Session, token: str) -> int:
    return len(session.execute(index.having_all(session, {token})).all())


def test_indexing_again_changes_nothing(session: Session) -> None:
    response_id = indexed(session, F3=F3)
    before = all_rows(session)

    service.index_response(session, response_id)

    assert all_rows(session) == before
    assert tokens_left(session, "人手") == 1


def test_a_text_is_one_row(session: Session) -> None:
    indexed(session, F3=F3)

    number = session.scalar(select(func.count()).select_from(SearchText))
    fields = session.scalar(select(func.count(SearchText.question_key.distinct())))
    assert fields <= number <= fields + 5


def test_where_analysis_was_refused_no_words_are_kept(session: Session) -> None:
    indexed(session, F3=F3, L4={"": "no"})

    assert set(session.scalars(select(SearchText.forms))) == {""}
    assert set(session.scalars(select(SearchText.places))) == {""}
    assert session.scalars(select(SearchSpelling)).all() == []


def test_a_withdrawal_holds_at_once_and_leaves_letters_only(session: Session) -> None:
    response_id = indexed(session, F3=F3)
    assert found(session, "引越し") == [response_id]

    consent.withdraw(session, response_id, Scope.ANALYSIS, now=NOON + timedelta(days=1))

    assert found(session, "引越し") == []
    assert found(session, "引っ越し") == [response_id]
    service.index_response(session, response_id)
    assert set(session.scalars(select(SearchText.forms))) == {""}
    assert found(session, "引っ越し") == [response_id]


def test_what_was_taken_back_leaves_no_trace(session: Session) -> None:
    response_id = indexed(session, F3=F3)

    submitting.take_back(session, response_id, now=NOON + timedelta(minutes=1))
    service.index_response(session, response_id)

    assert all_rows(session) == []
    assert tokens_left(session, "人手") == 0


def test_what_was_prepared_of_an_older_statement_is_not_stored(session: Session) -> None:
    response = make_response(session, answers=complete_answers(F3=F3), is_submitted=True, now=NOON)
    prepared = service.prepare(service.gather(session, response.id))
    submitting.take_back(session, response.id, now=NOON + timedelta(minutes=1))

    assert service.store(session, prepared) is False

    assert all_rows(session) == []


def test_what_was_prepared_before_a_withdrawal_is_not_stored(session: Session) -> None:
    response = make_response(session, answers=complete_answers(F3=F3), is_submitted=True, now=NOON)
    prepared = service.prepare(service.gather(session, response.id))
    consent.withdraw(session, response.id, Scope.ANALYSIS, now=NOON + timedelta(days=1))

    assert service.store(session, prepared) is False


def test_a_spelling_that_an_open_answer_teaches_is_for_everyone(session: Session) -> None:
    def is_internal() -> bool | None:
        return session.scalar(select(SearchSpelling.is_internal).where(SearchSpelling.spelling == "鱈"))

    indexed(session, F5={"": "鱈だ。"})
    assert is_internal() is True
    indexed(session, F3={"": "鱈だ。"})
    assert is_internal() is False
    indexed(session, F5={"": "鱈だ。"})
    assert is_internal() is False


def test_storing_asks_the_same_of_the_database_for_any_text(session: Session) -> None:
    def asked(text: str) -> int:
        response = make_response(
            session, answers=complete_answers(F3={"": text}), is_submitted=True, now=NOON
        )
        prepared = service.prepare(service.gather(session, response.id))
        with counted() as statements:
            service.store(session, prepared)
        return len(statements)

    common = [chr(code) for code in range(0x4E00, 0x5200) if code in printable()]
    assert asked("短い。") == asked("".join(common[:200]))
    assert asked("短い。") <= 20


def test_a_response_is_indexed_after_it_was_submitted_not_meanwhile(app: Flask) -> None:
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        response_id = make_response(session, answers=complete_answers(F3=F3), is_submitted=True, now=NOON).id
        assert all_rows(session) == []
    with database.reading() as session:
        assert queries.unfinished(session) == 1
        assert found(session, "人手") == []

    index_all(database)

    with database.reading() as session:
        assert queries.unfinished(session) == 0
        assert found(session, "人手") == [response_id]


def test_each_change_asks_once_and_what_is_done_is_forgotten(app: Flask) -> None:
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        response_id = make_response(session, is_submitted=True, now=NOON).id
        service.request_indexing(session, response_id, now=NOON)
        assert session.scalar(select(func.count()).select_from(Indexing)) == 1
    index_all(database)
    with database.transaction() as session:
        submitting.take_back(session, response_id, now=NOON + timedelta(minutes=1))
    index_all(database)

    with database.reading() as session:
        (row,) = session.scalars(select(Indexing)).all()
        assert row.done_at is not None
        assert all_rows(session) == []


def test_a_change_while_it_is_being_indexed_is_indexed_too(app: Flask) -> None:
    database: Database = app.extensions["database"]
    (kind,) = [kind for kind in work.kinds() if kind.name == "index"]
    with database.transaction() as session:
        response_id = make_response(session, is_submitted=True, now=NOON).id
    lease = work.take(database, kind)
    assert lease is not None
    with database.transaction() as session:
        submitting.take_back(session, response_id, now=NOON + timedelta(minutes=1))

    jobs.index(lease)

    with database.reading() as session:
        assert queries.unfinished(session) == 1
        assert all_rows(session) == []


def test_clearing_leaves_nothing_to_be_found(session: Session) -> None:
    response_id = indexed(session, F3=F3)

    assert list(service.clear(session)) == [response_id]

    assert all_rows(session) == []
    assert tokens_left(session, "人手") == 0
    service.index_response(session, response_id)
    assert found(session, "人手") == [response_id]


def test_the_index_of_sqlite_is_whole(session: Session) -> None:
    indexed(session, F3=F3)
    response_id = indexed(session, F3={"": "別の話。"})
    service.index_response(session, response_id)

    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO search_index (search_index) VALUES ('integrity-check')"))
