"""How Alembic meets our database: one engine, foreign keys off while SQLite rebuilds a table."""

from alembic import context
from sqlalchemy import NullPool, create_engine

from casefinder.models import Base
from casefinder.schema import is_modelled

config = context.config


def run() -> None:
    """Run the migrations in one transaction."""
    engine = create_engine(config.get_main_option("sqlalchemy.url") or "", poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_name=is_modelled,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
