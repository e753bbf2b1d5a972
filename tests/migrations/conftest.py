"""Databases without tables, and with the rows of the first schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from tests.migrations.filled.climbing import FIRST, Climb, FilePlace, ServerPlace
from tests.postgresql import PrivatePostgresql


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each kind of database climb in one process: what it has reached is kept there."""
    for item in items:
        if "filled_url" in getattr(item, "fixturenames", ()):
            kind = "postgresql" if "postgresql" in item.name else "sqlite"
            item.add_marker(pytest.mark.xdist_group(f"climbing-{kind}"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server: PrivatePostgresql = request.getfixturevalue("postgresql")
        with server.fresh_database("template1") as url:
            yield url


@pytest.fixture(scope="session")
def climbs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Climb]:
    """Where each kind of database keeps the revisions it has been brought to."""
    return {
        "sqlite": Climb(FilePlace(tmp_path_factory.mktemp("climb"))),
        "postgresql": Climb(ServerPlace(lambda: request.getfixturevalue("postgresql"))),
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def filled_url(request: pytest.FixtureRequest, climbs: dict[str, Climb], tmp_path: Path) -> Iterator[str]:
    """A database with the sample installation's rows, of the first schema or of the one that the test names."""
    mark = request.node.get_closest_marker("filled")
    with climbs[request.param].at(mark.args[0] if mark else FIRST, tmp_path) as url:
        yield url


@pytest.fixture
def filled(filled_url: str) -> Iterator[Engine]:
    """An engine on the filled database."""
    engine = create_engine(filled_url)
    yield engine
    engine.dispose()
