"""Installations for the tests that kill processes: on SQLite and on PostgreSQL, with a post office of their own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from casefinder import clock
from tests.faults.house import House, prepare_database
from tests.faults.post_office import PostOffice
from tests.postgresql import PrivatePostgresql


@pytest.fixture(autouse=True)
def fixed_clock() -> None:
    """Real processes live in real time, and so does the test that watches them."""
    clock.set_source(clock.system_time)


@pytest.fixture(scope="session")
def stocked_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("stocked")
    prepare_database(f"sqlite:///{home / 'casefinder.db'}", home)
    return home / "casefinder.db"


@pytest.fixture(scope="session")
def stocked_postgresql(
    postgresql: PrivatePostgresql, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a database that others are copied from."""
    with postgresql.fresh_database("template0") as url:
        prepare_database(url, tmp_path_factory.mktemp("stocked"))
        yield make_url(url).database or ""


@contextmanager
def stocked_database(request: pytest.FixtureRequest, kind: str, home: Path) -> Iterator[str]:
    """A fresh database as `bin/casefinder init` leaves it."""
    if kind == "sqlite":
        shutil.copyfile(request.getfixturevalue("stocked_sqlite"), home / "casefinder.db")
        yield f"sqlite:///{home / 'casefinder.db'}"
    else:
        template = request.getfixturevalue("stocked_postgresql")
        server: PrivatePostgresql = request.getfixturevalue("postgresql")
        with server.fresh_database(template) as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def stocked_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with stocked_database(request, request.param, tmp_path) as url:
        yield url


@pytest.fixture
def post_office(tmp_path: Path) -> Iterator[PostOffice]:
    with PostOffice(tmp_path / "mail") as office:
        yield office


@pytest.fixture
def house(tmp_path: Path, stocked_url: str, post_office: PostOffice) -> Iterator[House]:
    """An installation of the test's own; nothing runs yet."""
    built = House.build(tmp_path, stocked_url, smtp_port=post_office.port)
    with built.app.app_context():
        yield built
    built.close()


@contextmanager
def serving(request: pytest.FixtureRequest, kind: str) -> Iterator[House]:
    home: Path = request.getfixturevalue("tmp_path_factory").mktemp("served")
    with stocked_database(request, kind, home) as url:
        built = House.build(home, url)
        built.start_web()
        yield built
        built.close()


@pytest.fixture(scope="session")
def served_on_sqlite(request: pytest.FixtureRequest) -> Iterator[House]:
    with serving(request, "sqlite") as house:
        yield house


@pytest.fixture(scope="session")
def served_on_postgresql(request: pytest.FixtureRequest) -> Iterator[House]:
    with serving(request, "postgresql") as house:
        yield house


@pytest.fixture(
    params=[
        pytest.param(kind, marks=pytest.mark.xdist_group(f"served-{kind}"))
        for kind in ("sqlite", "postgresql")
    ]
)
def served(request: pytest.FixtureRequest) -> Iterator[House]:
    """One installation whose web server (two processes) runs for all tests that leave it alive."""
    house: House = request.getfixturevalue(f"served_on_{request.param}")
    with house.app.app_context():
        yield house
