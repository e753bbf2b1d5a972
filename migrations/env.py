"""How Alembic meets our database: one engine, foreign keys off while SQLite rebuilds a table.

All migrations are one transaction, also on SQLite, where Python's driver would end it before each change of the schema:
what is cut short leaves the database as it was.
"""

from typing import Any

from alembic import context
from sqlalchemy import Engine, NullPool, create_engine, event

from casefinder.models import Base
from casefinder.schema import is_modelled

config = context.config


def run() -> None:
    """Run the migrations in one transaction."""
    engine = create_engine(config.get_main_option("sqlalchemy.url") or "", poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        begin_by_ourselves(engine)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_name=is_modelled,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()


def begin_by_ourselves(engine: Engine) -> None:
    """Take the beginning of transactions out of the driver's hands."""

    @event.listens_for(engine, "connect")
    def leave_it(connection: Any, _: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


run()
