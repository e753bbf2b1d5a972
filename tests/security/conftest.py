"""A hostile world for the tests of this folder: one for each database, for no test may change what others look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from casefinder import clock, create_app
from casefinder.config import Settings
from casefinder.db import SilentBell
from tests.conftest import NOON, OutsideClient
from tests.fakes import FakePostman
from tests.postgresql import PrivatePostgresql
from tests.security.world import World, build_world


@contextmanager
def made_world(url: str, home: Path) -> Iterator[World]:
    """Make a world in an empty database, on the clock that the tests have."""
    settings = Settings(
        home=home, secret_key="k" * 40, link_key="l" * 40, database_url=url, sample=True,
        public_base_url="http://localhost", trusted_hosts=("localhost", "127.0.0.1"),
    )  # fmt: skip
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = OutsideClient
    app.extensions["database"].bell = SilentBell()
    app.extensions["postman"] = FakePostman()
    clock.set_source(lambda: NOON)
    try:
        with app.app_context():
            world = build_world(app)
    finally:
        clock.set_source(clock.system_time)
    yield world
    app.extensions["database"].engine.dispose()


@pytest.fixture(scope="session")
def world_on_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home = tmp_path_factory.mktemp("world")
    (home / "casefinder.db").write_bytes(sqlite_template.read_bytes())
    with made_world(f"sqlite:///{home / 'casefinder.db'}", home) as world:
        yield world


@pytest.fixture(scope="session")
def world_on_postgresql(
    postgresql: PrivatePostgresql, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with postgresql.fresh_database() as url, made_world(url, tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(
    params=[
        pytest.param(kind, marks=pytest.mark.xdist_group(f"world-{kind}"))
        for kind in ("sqlite", "postgresql")
    ]
)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    found: World = request.getfixturevalue(f"world_on_{request.param}")
    clock.set_source(lambda: NOON)
    with found.app.app_context():
        yield found
