"""The eye on the writer sees what it is there for."""

import os

import pytest
from flask import Flask
from sqlalchemy import text

from tests.writer import MOST_CALLS, MOST_STATEMENTS, Held, WatchedDatabase, looked_at, verb_of


def held(**changes: object) -> Held:
    values: dict[str, object] = {
        "statements": 1,
        "calls": 1,
        "cpu_s": 0.05,
        "heavy": (),
        "told": "",
        **changes,
    }
    return Held("a/b.py:c", **values)  # type: ignore[arg-type]


def test_a_load_that_stretches_a_usual_verb_several_times_fails_nothing() -> None:
    assert held(calls=28_000, cpu_s=0.3).wrong == []


@pytest.mark.parametrize(
    "changes",
    [
        {"statements": MOST_STATEMENTS + 1},
        {"calls": MOST_CALLS + 1},
        {"cpu_s": 0.6},
        {"heavy": ("the tokeniser",)},
    ],
)
def test_too_much_fails_the_test(app: Flask, changes: dict[str, object]) -> None:
    database: WatchedDatabase = app.extensions["database"]
    database.held.append(held(**changes))

    with pytest.raises(AssertionError, match="while writing is locked"):
        database.verdict()
    database.held.clear()


def test_a_syncing_of_files_is_seen() -> None:
    import cProfile

    profile = cProfile.Profile()
    profile.enable()
    with open(os.devnull, "wb") as file, pytest.raises(OSError, match="Invalid"):
        os.fsync(file.fileno())
    profile.disable()

    calls, heavy = looked_at(profile.getstats())
    assert calls > 1
    assert heavy == ("syncing a file",)


def test_what_a_test_writes_by_itself_is_not_looked_at(app: Flask) -> None:
    database: WatchedDatabase = app.extensions["database"]
    with database.transaction() as session:
        session.execute(text("SELECT 1"))

    assert database.held == []
    assert verb_of(None) == ""


def test_what_the_package_writes_is_looked_at(app: Flask) -> None:
    from casefinder import work

    database: WatchedDatabase = app.extensions["database"]
    kind = next(each for each in work.kinds() if each.is_held is None)
    work.perform_due(database, kind)

    assert [(each.verb, each.statements) for each in database.held] == [("work.py:take", 2)]
