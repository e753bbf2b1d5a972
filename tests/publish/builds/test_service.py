"""Ordering a book: gathered while nothing is locked, written only if what it rests on still holds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.db import Database
from casefinder.edit.casebooks import service as casebooks
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.decisions import approving
from casefinder.publish.builds import service
from casefinder.publish.builds.basis import TRIES, Outdated
from casefinder.publish.builds.models import Build
from casefinder.staff.consent import service as consent
from casefinder.staff.consent.rules import Said
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.builds import PUBLISHER, make_edition
from tests.factories.cases import make_approved_case
from tests.queries import counted

Meddle = Callable[[Session, Edition, Case], object]


def reopen(session: Session, edition: Edition, case: Case) -> None:
    approving.reopen(session, case.id, account_id=make_account(session).id, now=NOON)


def withdraw(session: Session, edition: Edition, case: Case) -> None:
    consent.withdraw(session, case.response_id, "casebook", now=NOON)


def narrow(session: Session, edition: Edition, case: Case) -> None:
    consent.note_consents(
        session, case.response_id, {"casebook": Said("L1", "anonymous")}, wording_hash="x", now=NOON
    )


def reword(session: Session, edition: Edition, case: Case) -> None:
    casebooks.set_front_matter(session, edition.id, {"about": "ちがう文。"})


def take_out(session: Session, edition: Edition, case: Case) -> None:
    casebooks.set_order(session, edition.id, [])


def edit(session: Session, edition: Edition, case: Case) -> None:
    changes.set_sentences(
        session, case.id, "lead", [{"text": "ちがう要約。"}], account_id=make_account(session).id,
        seen_revision=case.revision, now=NOON,
    )  # fmt: skip


@pytest.mark.parametrize("meddle", [reopen, withdraw, narrow, reword, take_out, edit])
def test_an_order_is_not_placed_when_what_it_rests_on_changed(session: Session, meddle: Meddle) -> None:
    case = make_approved_case(session)
    edition = make_edition(session, cases=[case])
    order = service.gather(session, edition.id, now=NOON, publisher=PUBLISHER)
    meddle(session, edition, case)

    with pytest.raises(Outdated):
        service.place(session, order, account_id=None, now=NOON)

    assert session.scalar(select(func.count(Build.id))) == 0


def test_an_order_is_placed_when_only_another_edition_changed(session: Session) -> None:
    edition, other = make_edition(session), make_edition(session)
    order = service.gather(session, edition.id, now=NOON, publisher=PUBLISHER)
    reword(session, other, make_approved_case(session))

    assert service.place(session, order, account_id=None, now=NOON).content_sha256 == order.content_sha256


def test_placing_an_order_asks_as_much_for_a_long_book_as_for_a_short_one(session: Session) -> None:
    asked = []
    for number in (1, 4):
        edition = make_edition(session, cases=[make_approved_case(session) for _ in range(number)])
        order = service.gather(session, edition.id, now=NOON, publisher=PUBLISHER)
        with counted() as statements:
            service.place(session, order, account_id=None, now=NOON)
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 6


class Meddled(Database):
    """A database in which somebody rewrites an edition just before each of the next few transactions."""

    edition_id, times = 0, 0

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        if self.times:
            self.times -= 1
            with super().transaction() as session:
                present = session.get_one(Edition, self.edition_id).revision
                casebooks.set_front_matter(
                    session, self.edition_id, {"about": f"{present}回目の文。"}, is_confirmed=True
                )
        with super().transaction() as session:
            yield session


@pytest.fixture
def meddled(database_url: str) -> Iterator[Meddled]:
    database = Meddled(database_url)
    with database.transaction() as session:
        database.edition_id = make_edition(session).id
    yield database
    database.engine.dispose()


def ordered(database: Meddled) -> int:
    return service.request_build(
        database, database.edition_id, account_id=None, now=NOON, publisher=PUBLISHER
    )


def test_an_edition_that_changes_meanwhile_is_gathered_again(meddled: Meddled) -> None:
    meddled.times = TRIES - 1

    build_id = ordered(meddled)

    with meddled.reading() as session:
        build = session.get_one(Build, build_id)
        assert build.edition_revision == build.edition.revision


def test_an_edition_that_never_keeps_still_is_refused_in_words(meddled: Meddled) -> None:
    meddled.times = TRIES

    with pytest.raises(Outdated):
        ordered(meddled)
