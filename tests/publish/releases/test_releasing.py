"""Releasing a book: gates and files first, then a row in milliseconds; whatever happens between is not seen."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefinder.db import Database
from casefinder.edit.casebooks import service as casebooks
from casefinder.files import DiskFileStore
from casefinder.publish.builds.models import Build
from casefinder.publish.installation import Installation
from casefinder.publish.releases import queries, service, stopping_service
from casefinder.publish.releases.models import Release
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.builds import PUBLISHER, make_edition, make_made_build
from tests.factories.cases import make_approved_case
from tests.queries import Asked, counted


class Watched(Database):
    """A database that notes what each of its transactions asks, and lets somebody act just before one."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.asked: list[Asked] = []
        self.before = lambda session: None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with super().transaction() as session:
            self.before(session)
        with super().transaction() as session, counted() as asked:
            yield session
        self.asked.append(asked)


@pytest.fixture
def database(database_url: str) -> Iterator[Watched]:
    database = Watched(database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    return Installation(
        PUBLISHER, tmp_path / "builds", tmp_path / "releases", DiskFileStore(tmp_path / "files")
    )


def made(database: Database, place: Installation, *, cases: int = 1, slug: str = "dx-2026") -> int:
    with Database.transaction(database) as session:
        edition = make_edition(session, slug=slug, cases=[make_approved_case(session) for _ in range(cases)])
        return make_made_build(session, edition, place.builds, now=NOON).id


def person(database: Database) -> int:
    with Database.transaction(database) as session:
        return make_account(session).id


def release(database: Database, place: Installation, build_id: int, account_id: int | None = None) -> int:
    account_id = account_id or person(database)
    return service.release(database, build_id, account_id=account_id, now=NOON, installation=place)


def folders(place: Installation) -> list[str]:
    return sorted(path.name for path in place.releases.iterdir() if path.is_dir())


def test_a_release_says_of_itself_what_the_book_prints(database: Watched, place: Installation) -> None:
    release_id = release(database, place, made(database, place, cases=2))

    with database.reading() as session:
        row = session.get_one(Release, release_id)
        assert (row.title, row.subtitle) == ("北海道 地域DX事例集 2026", "うまくいったこと、つまずいたこと。")
        assert (row.edition_label, row.fiscal_year, row.issued_on) == ("第1版", 2026, date(2026, 9, 18))
        assert (row.case_count, row.pages, row.book_bytes) == (2, 48, 14)
        assert (row.publisher, row.licence) == (PUBLISHER.name, "CC BY 4.0")
        assert row.build.released_at == NOON


def test_a_second_click_gets_the_same_release(database: Watched, place: Installation) -> None:
    build_id = made(database, place)

    assert release(database, place, build_id) == release(database, place, build_id)


def test_two_clicks_at_once_make_one_release(database: Watched, place: Installation) -> None:
    build_id, account_id = made(database, place), person(database)

    with ThreadPoolExecutor(2) as pool:
        ids = list(pool.map(lambda _: release(database, place, build_id, account_id), range(2)))

    assert ids[0] == ids[1]
    assert folders(place) == ["dx-2026"]
    with database.reading() as session:
        assert session.scalar(select(func.count(Release.id))) == 1


def test_what_a_killed_release_left_is_not_public_and_in_nobodys_way(
    database: Watched, place: Installation
) -> None:
    build_id = made(database, place)
    for name in ("dx-2026", ".dx-2026.part", ".other.part"):
        (place.releases / name).mkdir(parents=True)
        (place.releases / name / "book.pdf").write_text("half a book")
    with database.reading() as session:
        assert queries.access(session, "dx-2026", "book.pdf", now=NOON) is None

    release(database, place, build_id)

    assert folders(place) == ["dx-2026"]
    book = (place.releases / "dx-2026" / "book.pdf").read_bytes()
    assert book == (place.builds / str(build_id) / "book.pdf").read_bytes()


def test_a_release_that_cannot_be_written_is_made_by_the_next_try(
    database: Watched, place: Installation
) -> None:
    build_id = made(database, place)
    with pytest.raises(IntegrityError):
        release(database, place, build_id, account_id=987654)
    with database.reading() as session:
        assert session.scalar(select(func.count(Release.id))) == 0
        assert session.get_one(Build, build_id).edition.frozen_at is None

    release(database, place, build_id)

    assert folders(place) == ["dx-2026"]


def test_a_consent_withdrawn_while_the_files_are_copied_keeps_the_book_in(
    database: Watched, place: Installation
) -> None:
    build_id = made(database, place)
    with database.reading() as session:
        response_id = int(next(iter(session.get_one(Build, build_id).consents)))
    database.before = lambda session: consent.withdraw(session, response_id, "casebook", now=NOON)

    with pytest.raises(service.GatesClosed):
        release(database, place, build_id)

    assert folders(place) == []


def test_the_name_of_a_later_book_of_the_edition_gets_a_number(
    database: Watched, place: Installation
) -> None:
    build_id = made(database, place)
    first = release(database, place, build_id)
    with Database.transaction(database) as session:
        stopping_service.withdraw(session, first, reason="誤り", account_id=person_of(session), now=NOON)
        edition = session.get_one(Build, build_id).edition
        later_id = make_made_build(session, edition, place.builds, now=NOON).id

    release(database, place, later_id)

    assert folders(place) == ["dx-2026", "dx-2026-2"]


def person_of(session: Session) -> int:
    return make_account(session).id


def test_writing_a_release_asks_as_much_for_a_long_book_as_for_a_short_one(
    database: Watched, place: Installation
) -> None:
    for number in (1, 2, 4):
        release(database, place, made(database, place, cases=number, slug=f"of-{number}"))

    _, short, long = database.asked  # the first one plans the night's check as well
    assert len(short) == len(long) <= 12, long.told()


def test_a_frozen_edition_stays_as_it_was_released(database: Watched, place: Installation) -> None:
    build_id = made(database, place)
    release(database, place, build_id)

    with Database.transaction(database) as session, pytest.raises(casebooks.EditionFrozen):
        casebooks.set_order(session, session.get_one(Build, build_id).edition_id, [], now=NOON)
