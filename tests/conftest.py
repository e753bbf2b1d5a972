"""Databases, the application and a fixed clock for every test."""

import sys
from collections.abc import Iterator
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from _pytest.nodeid import coerce_node_id
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from sqlalchemy import text
from sqlalchemy.orm import Session

from casefinder import child, clock, create_app, i18n, rooms
from casefinder.config import Settings
from casefinder.db import Database
from casefinder.edit.checks.verdict_queries import Verdicts
from casefinder.files import DiskFileStore
from casefinder.models import Base
from tests.databases import Databases
from tests.fakes import FakeCasePress, FakePostman
from tests.places import PostgresqlPlace, SqlitePlace
from tests.postgresql import PrivatePostgresql
from tests.processes import own_folder

# A loaded machine is no fault of an example: no deadline, and slow drawing is no failure.
hypothesis.settings.register_profile("full", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.register_profile(
    "fast", max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

sys.dont_write_bytecode = False  # rewritten tests are kept, whatever the environment says: 15 s of every run
OF_PAGES = ("views", "by_ear", "guide")  # how files of tests end that look at pages
NOON = datetime(2026, 6, 10, 3, 0, tzinfo=UTC)  # Wednesday, 12:00 in Tokyo


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help="SQLite only, without journeys and slow tests")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("fast" if config.getoption("--fast") else "full")
    if hasattr(config, "workerinput"):
        child.stay_with_parent()
    else:
        child.follow_parent()
        config.option.basetemp = config.option.basetemp or str(own_folder("run") / "tests")
        i18n.compile_catalogues()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    keep_groups_together(config, items)
    if not config.getoption("--fast"):
        return
    out = [
        i
        for i in items
        if i.get_closest_marker("slow") or i.get_closest_marker("journey") or "postgresql" in i.name
    ]
    config.hook.pytest_deselected(items=out)
    gone = set(map(id, out))
    items[:] = [i for i in items if id(i) not in gone]


def keep_groups_together(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name each test's xdist group where xdist looks for it; pytest 9.2 no longer lets xdist 3.8 do it itself."""
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        if mark := item.get_closest_marker("xdist_group"):
            item._id = coerce_node_id(f"{item.nodeid}@{mark.args[0]}")  # type: ignore[attr-defined]


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let what a page says be looked at on SQLite only: budgets and crawls open every page on PostgreSQL, too."""
    is_of_pages = metafunc.module.__name__.rpartition(".")[2].endswith(OF_PAGES)
    own = any("databases" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if is_of_pages and not own and "databases" in metafunc.fixturenames:
        metafunc.definition.add_marker(pytest.mark.parametrize("databases", ["sqlite"], indirect=True))


@pytest.fixture(autouse=True)
def fixed_clock() -> Iterator[None]:
    clock.set_source(lambda: NOON)
    yield
    clock.set_source(clock.system_time)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PrivatePostgresql]:
    server = PrivatePostgresql()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    database = Database(f"sqlite:///{path}")
    Base.metadata.create_all(database.engine)
    with database.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    database.engine.dispose()
    return path


@pytest.fixture(scope="session")
def databases_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return Databases(SqlitePlace(tmp_path_factory.mktemp("databases")))


@pytest.fixture(scope="session")
def databases_on_postgresql(postgresql: PrivatePostgresql) -> Iterator[Databases]:
    place = PostgresqlPlace(postgresql)
    yield Databases(place)
    place.close()


@pytest.fixture(scope="session")
def kept_files_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {kind: tmp_path_factory.mktemp(f"kept-{kind}") for kind in ("sqlite", "postgresql")}


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Where this test's database comes from; every test that uses one runs on both."""
    found: Databases = request.getfixturevalue(f"databases_on_{request.param}")
    return found


@pytest.fixture
def kept_files(databases: Databases, kept_files_of: dict[str, Path]) -> Path:
    return kept_files_of["sqlite" if isinstance(databases.place, SqlitePlace) else "postgresql"]


@pytest.fixture
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A fresh, empty database with all tables, or what a fixture has prepared."""
    with databases.fresh({(request.module.__name__, name) for name in request.fixturenames}) as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(
        home=tmp_path, secret_key="k" * 40, link_key="l" * 40,
        database_url=database_url, public_base_url="http://localhost", trusted_hosts=("localhost", "127.0.0.1"),
        contact_phone="01234-5-6700", contact_email="dx@pref.shirakaba.lg.jp",
    )  # fmt: skip


@pytest.fixture(scope="session")
def joined_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, put together once a process; each test gives it its own world."""
    home = tmp_path_factory.mktemp("joined")
    settings = Settings(
        home=home, secret_key="k" * 40, link_key="l" * 40, public_base_url="http://localhost",
        trusted_hosts=("localhost", "127.0.0.1"),
    )  # fmt: skip
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = OutsideClient
    return app


@pytest.fixture
def app(joined_app: Flask, settings: Settings, databases: Databases) -> Iterator[Flask]:
    """The whole application on the test's database and files, with a postman that only collects."""
    app = joined_app
    config, extensions = dict(app.config), dict(app.extensions)
    database = databases.open()
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions.update(
        settings=settings,
        database=database,
        files=DiskFileStore(settings.files_dir),
        waiting_files=DiskFileStore(settings.waiting_dir),
        postman=FakePostman(),
        case_press=FakeCasePress(database),
        verdicts=Verdicts(),
    )
    with app.app_context():
        yield app
    database.verdict()
    app.config.clear()
    app.config.update(config)
    app.extensions.clear()
    app.extensions.update(extensions)


class OutsideClient(FlaskClient):
    """A client whose requests do not share the test's application context (and so its `g`)."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return Context().run(lambda: super(OutsideClient, self).open(*args, **kwargs))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def session(database_url: str, databases: Databases) -> Iterator[Session]:
    """A session for rules of service functions; rolled back afterwards."""
    database = databases.open()
    with Session(database.engine, expire_on_commit=False) as session:
        rooms.subscribe()
        yield session
        session.rollback()
