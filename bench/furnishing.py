"""What the sample lacks and some pages are about: an open edition, a book not yet released, a campaign in preparation."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, update

from casefinder.ask.invitations import rules as links
from casefinder.clock import utc_now
from casefinder.models import Base
from tests.pages import IDS

TABLES = Base.metadata.tables
FILE, PAGE = "site/index.html", "<!DOCTYPE html><html lang='ja'><title>本</title>"


def furnish(engine: Engine, home: Path, *, link_key: str) -> None:
    """Add what is missing; a second time changes nothing."""
    with engine.begin() as connection:
        if not connection.scalar(select(func.count()).where(TABLES["edition"].c.frozen_at.is_(None))):
            _open_edition(connection)
        if not connection.scalar(select(func.count()).where(TABLES["campaign"].c.opened_at.is_(None))):
            _copy(
                connection, "campaign", slug="bench-draft", opened_at=None, closed_at=None, survey_number=""
            )
        _keep_links(connection, link_key)
        _lay_files(connection, home)


def _open_edition(connection: Connection) -> None:
    """Add an open edition with the sample's cases, and a book of it that could be released."""
    edition_id = _copy(connection, "edition", slug="bench-open", number=99, frozen_at=None)
    inside = TABLES["edition_case"]
    rows = connection.execute(select(inside).where(inside.c.edition_id == _first(connection, "edition")))
    for number, row in enumerate(rows.all(), start=_next(connection, inside)):
        connection.execute(insert(inside), {**row._mapping, "id": number, "edition_id": edition_id})
    _copy(connection, "build", edition_id=edition_id, released_at=None, folder="bench-open")


def _keep_links(connection: Connection, link_key: str) -> None:
    """Let the link of a letter work here, and let none expire."""
    link = TABLES["link"]
    connection.execute(update(link).values(expires_at=utc_now().replace(year=utc_now().year + 9)))
    ref = connection.exec_driver_sql(IDS["link"]).scalar_one()
    digest = links.digest(links.token_for(link_key, ref, 1))
    connection.execute(update(link).where(link.c.ref == ref).values(token_digest=digest, generation=1))


def _lay_files(connection: Connection, home: Path) -> None:
    release = TABLES["release"]
    row = connection.execute(
        select(release.c.id, release.c.slug, release.c.checksums).order_by(release.c.id)
    ).first()
    assert row is not None  # noqa: S101 - the sample has one
    sums = {**row.checksums, FILE: "0" * 64}
    for path in (
        home / "builds" / "bench-open" / FILE,
        *(home / "releases" / row.slug / name for name in sums),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, encoding="utf-8")
    connection.execute(update(release).where(release.c.id == row.id).values(checksums=sums))


def _copy(connection: Connection, name: str, **changes: Any) -> int:
    """Copy the first row of a table under a new id, with changes."""
    table = TABLES[name]
    row = connection.execute(select(table).order_by(table.c.id)).first()
    assert row is not None  # noqa: S101 - the sample has one
    made = {**row._mapping, "id": _next(connection, table), **changes}
    connection.execute(insert(table), made)
    return int(made["id"])


def _first(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.min(TABLES[name].c.id))) or 0


def _next(connection: Connection, table: Table) -> int:
    return (connection.scalar(select(func.max(table.c.id))) or 0) + 1
