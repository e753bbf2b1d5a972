import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casefinder.edit.casebooks import addable_queries, service
from casefinder.edit.casebooks.addable_queries import addable
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.builds import make_edition
from tests.factories.cases import make_approved_case, make_case


def ids(session: Session, edition_id: int, words: str = "") -> list[int]:
    return list(session.scalars(addable(edition_id, words=words)))


def test_approved_cases_that_are_not_in_are_offered_by_chapter(session: Session) -> None:
    edition = make_edition(session)
    snow = make_approved_case(session, name="乙町", chapter="snow")
    admin = make_approved_case(session, name="甲町")
    make_case(session)

    assert ids(session, edition.id) == [admin.id, snow.id]
    lines = addable_queries.page_of(session, addable(edition.id), 1)
    assert [line.organisation for line in lines] == ["甲町（見本）", "乙町（見本）"]
    assert {line.title for line in lines} == {"書かない窓口"}


@pytest.mark.parametrize(
    ("words", "number"),
    [("甲町", 1), ("窓口", 2), ("甲 窓口", 1), ("キリタチ", 2), ("甲 除雪", 0), ("100%", 0)],
)
def test_they_are_found_by_organisation_reading_and_title(session: Session, words: str, number: int) -> None:
    edition = make_edition(session, cases=[])
    for name in ("甲町", "乙町"):
        make_approved_case(session, name=name)

    assert len(ids(session, edition.id, words)) == number


def test_a_frozen_edition_is_offered_none(session: Session) -> None:
    edition = make_edition(session)
    make_approved_case(session, name="甲町")
    service.freeze(session, edition.id, now=NOON)

    assert ids(session, edition.id) == []


def test_a_long_list_is_shown_in_pages(session: Session) -> None:
    edition = make_edition(session, cases=[])
    case = make_approved_case(session, name="甲町")
    query = addable(edition.id)

    assert addable_queries.count(session, query) == 1
    assert [line.case_id for line in addable_queries.page_of(session, query, 1)] == [case.id]
    assert addable_queries.page_of(session, query, 2) == []


def test_the_composer_looks_for_a_case(client: FlaskClient, app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        edition_id = make_edition(session).id
        make_approved_case(session, name="甲町")
    sign_in(client, app)

    assert "甲町" in client.get(f"/staff/casebooks/{edition_id}?q=甲").text
    page = client.get(f"/staff/casebooks/{edition_id}?q=どこにもない").text
    assert "「どこにもない」に合う承認済みの事例はありません" in page
    assert "甲町" not in page
