"""No page of cases, casebooks, books and releases asks the database more because there is more to show."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.db import database
from casefinder.edit.casebooks import queries as casebooks
from casefinder.edit.casebooks import service as composing
from casefinder.faces import Role
from casefinder.publish.builds import collect
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.builds import PUBLISHER, make_edition, make_made_build, make_release
from tests.factories.cases import make_approved_case, make_case, make_told_response
from tests.factories.codings import make_coding
from tests.queries import Asked, counted

FEW, MORE = 2, 6
BUDGET = 48
PUBLIC_BUDGET = 3


class World:
    """An edition that grows, with candidates, drafts, books and releases around it."""

    def __init__(self, home: Path) -> None:
        self.home, self.count = home, 0
        with database().transaction() as session:
            self.account_id = make_account(session).id
            self.edition_id = make_edition(session, cases=[]).id
        self.build_id = self.case_id = 0

    def grow(self, number: int) -> None:
        """Let there be so many of everything."""
        for _ in range(number - self.count):
            with database().transaction() as session:
                self._add_one_of_each(session)
        self.count = number

    def _add_one_of_each(self, session: Session) -> None:
        account_id = self.account_id
        make_told_response(session)
        make_case(session, account_id=account_id)
        case = make_approved_case(session, account_id=account_id)
        for key in ("F3", "F4"):
            make_coding(session, response=session.get_one(Response, case.response_id), question_key=key, account_id=account_id)  # fmt: skip
        inside = [each.case_id for each in casebooks.placed(session, self.edition_id)]
        edition = composing.set_order(session, self.edition_id, [*inside, case.id], now=NOON)
        self.case_id, builds = case.id, self.home / "builds"
        self.build_id = make_made_build(session, edition, builds).id
        other = make_edition(session, cases=[make_approved_case(session, account_id=account_id)])
        make_release(session, make_made_build(session, other, builds), self.home, account_id=account_id)


@pytest.fixture
def world(app: Flask) -> World:
    return World(app.extensions["settings"].home)


@contextmanager
def asking(client: FlaskClient, address: str) -> Iterator[Asked]:
    with counted() as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    yield asked


def pages(world: World) -> list[str]:
    return [
        "/", "/staff/cases/", "/staff/cases/?state=approved", f"/staff/cases/{world.case_id}",
        "/staff/casebooks/", f"/staff/casebooks/{world.edition_id}",
        f"/staff/casebooks/{world.edition_id}/themes", f"/staff/casebooks/{world.edition_id}/texts",
        "/staff/builds/", f"/staff/builds/{world.build_id}", "/staff/releases/",
        f"/staff/releases/prepare/{world.build_id}",
    ]  # fmt: skip


def prices(client: FlaskClient, world: World) -> dict[str, Asked]:
    """What each page asks, by its address without numbers."""
    found = {}
    for address in pages(world):
        with asking(client, address) as asked:
            found[re.sub(r"\d+", "N", address)] = asked
    return found


def test_no_page_asks_more_when_there_is_more(app: Flask, client: FlaskClient, world: World) -> None:
    sign_in(client, app, role=Role.PUBLISHER)
    world.grow(FEW)
    few = prices(client, world)
    world.grow(MORE)

    more = prices(client, world)

    for address, asked in more.items():
        assert len(asked) == len(few[address]), f"{address}: {len(few[address])}, then {asked.told()}"
        assert len(asked) <= BUDGET, f"{address}: {asked.told()}"
    assert len(more["/"]) <= PUBLIC_BUDGET


def test_an_edition_is_gathered_in_as_many_queries_whatever_its_length(app: Flask, world: World) -> None:
    asked = []
    for number in (FEW, MORE):
        world.grow(number)
        with database().reading() as session, counted() as own:
            found = collect.collect(session, world.edition_id, now=NOON, publisher=PUBLISHER)
        assert len(found.content.cases) == number
        asked.append(own)

    assert len(asked[0]) == len(asked[1]) <= BUDGET, asked[1].told()
