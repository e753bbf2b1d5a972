import threading

from sqlalchemy import text
from sqlalchemy.orm import Session

from casefinder.db import Database
from tests.queries import counted, kind_of


def test_each_statement_is_counted_by_its_kind(database_url: str) -> None:
    database = Database(database_url)

    with counted() as asked, database.transaction() as session:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 1"))
        session.execute(text("DELETE FROM letter"))
    database.engine.dispose()

    assert (len(asked), asked.by_kind()) == (3, {"select": 2, "delete": 1})
    assert "2 x SELECT 1" in asked.told()


def test_after_the_block_nothing_is_counted(session: Session) -> None:
    with counted() as asked:
        session.execute(text("SELECT 1"))
    session.execute(text("SELECT 1"))

    assert len(asked) == 1


def test_what_another_thread_asks_is_counted_unless_one_wants_ones_own(database_url: str) -> None:
    database = Database(database_url)

    def ask() -> None:
        with database.reading() as session:
            session.execute(text("SELECT 1"))

    with counted() as all_asked, counted(of_all=False) as own:
        other = threading.Thread(target=ask)
        other.start()
        other.join()
        ask()
    database.engine.dispose()

    assert (len(all_asked), len(own)) == (2, 1)


def test_a_statement_behind_a_with_is_what_it_does() -> None:
    assert kind_of("WITH due AS (SELECT 1) UPDATE letter SET done_at = 1") == "update"
    assert kind_of("WITH due AS (SELECT 1) SELECT * FROM due") == "select"
