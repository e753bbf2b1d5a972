from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from casefinder.__main__ import main
from casefinder.analyse.search.models import SearchText
from casefinder.config import initialise
from casefinder.db import Database
from casefinder.models import Base
from tests.analyse.search.searching import found, indexed
from tests.conftest import NOON
from tests.factories.responses import make_response


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    initialise(tmp_path)
    monkeypatch.setenv("CASEFINDER_HOME", str(tmp_path))
    database = Database(f"sqlite:///{tmp_path / 'casefinder.db'}")
    Base.metadata.create_all(database.engine)
    return database


def test_rebuilding_makes_everything_findable_and_says_how_far_it_is(
    installation: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with installation.transaction() as session:
        ids = [indexed(session, F3={"": "鱈の町"}), make_response(session, is_submitted=True, now=NOON).id]
        session.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))
        assert found(session, "鱈") == []

    assert main(["search", "rebuild"]) == 0

    with installation.reading() as session:
        assert found(session, "鱈") == ids[:1]
        assert set(session.scalars(select(SearchText.response_id))) == set(ids)
        rows = session.scalar(select(func.count()).select_from(SearchText))
    assert main(["search", "rebuild"]) == 0
    with installation.reading() as session:
        assert session.scalar(select(func.count()).select_from(SearchText)) == rows
    assert "2 / 2" in capsys.readouterr().out
    installation.engine.dispose()
