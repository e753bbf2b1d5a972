"""Databases without tables, and with the rows of the first schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from casefinder import schema
from tests.migrations.filled.loading import fill
from tests.postgresql import PrivatePostgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server: PrivatePostgresql = request.getfixturevalue("postgresql")
        with server.fresh_database("template1") as url:
            yield url


@pytest.fixture
def filled_url(empty_url: str) -> str:
    """A database of the first schema with the sample installation's rows."""
    schema.upgrade(empty_url, "0001")
    engine = create_engine(empty_url)
    fill(engine)
    engine.dispose()
    return empty_url


@pytest.fixture
def filled(filled_url: str) -> Iterator[Engine]:
    """An engine on the filled database."""
    engine = create_engine(filled_url)
    yield engine
    engine.dispose()
