"""Bringing a database to the present schema."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

BASE_DIR = Path(__file__).resolve().parent.parent
UNMODELLED = "search_index"  # the index for searching, with the tables that SQLite keeps for it: no models


def is_modelled(name: str | None, kind: str, _: object) -> bool:
    """Say whether a table found in a database should have a model; Alembic asks it when it compares."""
    return kind != "table" or not (name or "").startswith(UNMODELLED)


def upgrade(url: str | None = None, revision: str = "head") -> None:
    """Upgrade the database (the installation's, unless a URL is given) to a revision."""
    from alembic import command

    command.upgrade(alembic_config(url), revision)


def downgrade(url: str | None = None, revision: str = "base") -> None:
    """Take the database back to a revision."""
    from alembic import command

    command.downgrade(alembic_config(url), revision)


def alembic_config(url: str | None = None) -> "Config":
    """Return Alembic's configuration for one database."""
    from alembic.config import Config

    from casefinder.config import load

    config = Config(toml_file=str(BASE_DIR / "pyproject.toml"))
    config.set_main_option("script_location", str(BASE_DIR / "migrations"))
    if url is None:
        url = load(Path(os.environ.get("CASEFINDER_HOME", "var"))).database
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
