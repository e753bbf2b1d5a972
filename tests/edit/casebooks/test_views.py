"""The pages of casebooks: making an edition, composing it, its texts."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.edit.casebooks import queries, service
from casefinder.faces import Role
from tests.conftest import NOON
from tests.databases import prepared
from tests.factories.accounts import sign_in
from tests.factories.casebooks import make_edition
from tests.factories.cases import make_approved_case

EDITION = {
    "edition-casebook_id": "1", "edition-title": "地域DX事例集", "edition-subtitle": "副題", "edition-number": "1",
    "edition-fiscal_year": "2026", "edition-issued_on": "2026-07-01", "edition-campaign_id": "0", "edition-slug": "dx-2026",
}  # fmt: skip


@prepared
def edition_id(app: Flask) -> int:
    with app.extensions["database"].transaction() as session:
        return make_edition(session, cases=3).id


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def reading(app: Flask, read: Callable[..., object]) -> object:
    with app.extensions["database"].reading() as session:
        return read(session)


def order_of(app: Flask, edition_id: int) -> list[int]:
    with app.extensions["database"].reading() as session:
        return [each.case_id for each in queries.numbered_cases(session, edition_id)]


def test_a_casebook_and_its_first_edition_are_made_from_nothing(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    assert "まだ事例集がありません" in text_of(client, "/staff/casebooks/")
    assert "事例集を始める" in text_of(client, "/staff/casebooks/new")

    bad = client.post("/staff/casebooks/collections", data={"collection-title": "", "collection-slug": "X Y"})
    assert bad.status_code == 422
    made = client.post(
        "/staff/casebooks/collections", data={"collection-title": "地域DX事例集", "collection-slug": "dx"}
    )
    assert made.status_code == 303
    answer = client.post("/staff/casebooks/new", data=EDITION)

    assert answer.status_code == 303
    page = text_of(client, answer.headers["Location"])
    assert "収録する事例 0件" in page
    assert "地域DX事例集" in text_of(client, "/staff/casebooks/?q=地域&state=open&sort=title")
    assert "条件に合う版はありません" in text_of(client, "/staff/casebooks/?state=frozen")
    again = client.post("/staff/casebooks/new", data={**EDITION, "edition-number": "2"})
    assert again.status_code == 422
    assert "もう使われています" in again.get_data(as_text=True)


def test_cases_are_moved_taken_out_and_put_in(app: Flask, client: FlaskClient, edition_id: int) -> None:
    sign_in(client, app)
    first, second, third = order_of(app, edition_id)
    path = f"/staff/casebooks/{edition_id}/order"

    def post(**data: object) -> int:
        with app.extensions["database"].reading() as session:
            seen = queries.edition_of(session, edition_id).revision
        return client.post(path, data={"seen": seen, **data}).status_code

    assert post(up=third) == 303
    assert order_of(app, edition_id) == [first, third, second]
    assert post(order=f"{second},{third},{first}") == 303
    assert order_of(app, edition_id) == [first, second, third]
    assert post(remove=second) == 303
    assert order_of(app, edition_id) == [first, third]
    assert post(case=second) == 303
    assert order_of(app, edition_id) == [first, third, second]
    assert client.post(path, data={"seen": "1", "remove": first}).status_code == 409
    assert post(case=999) == 404
    assert len(order_of(app, edition_id)) == 3


def test_the_composer_offers_approved_cases_and_says_what_is_in_the_way(
    app: Flask, client: FlaskClient, edition_id: int
) -> None:
    with app.extensions["database"].transaction() as session:
        make_approved_case(session, name="追加町")
    sign_in(client, app)

    page = text_of(client, f"/staff/casebooks/{edition_id}")

    assert "追加町（見本）" in page
    assert "3／3" in page
    assert "テーマ別のまとめ 0" in page


def test_the_texts_are_saved_and_a_stale_form_keeps_what_was_typed(
    app: Flask, client: FlaskClient, edition_id: int
) -> None:
    sign_in(client, app)
    path = f"/staff/casebooks/{edition_id}/texts"
    seen = reading(app, lambda s: queries.edition_of(s, edition_id).revision)
    data = {
        "seen": seen,
        "foreword": "一段目\r\n\r\n二段目",
        "method": "方法",
        "trouble-snow": "雪。",
        "lessons-snow": "急がない。",
    }

    assert client.post(path, data=data).status_code == 303
    matter = reading(app, lambda s: queries.front_matter_of(queries.edition_of(s, edition_id)))
    assert matter.foreword == "一段目\n\n二段目"  # type: ignore[attr-defined]
    assert matter.chapter("snow").lessons == "急がない。"  # type: ignore[attr-defined]
    stale = client.post(path, data={**data, "foreword": "後から書いた文"})
    assert stale.status_code == 409
    assert "後から書いた文" in stale.get_data(as_text=True)
    too_long = client.post(path, data={**data, "foreword": "あ" * 4001})
    assert too_long.status_code == 422


def test_cover_values_are_changed_and_checked(app: Flask, client: FlaskClient, edition_id: int) -> None:
    sign_in(client, app)
    path = f"/staff/casebooks/{edition_id}/cover"
    assert "北海道 地域DX事例集" in text_of(client, path)
    seen = reading(app, lambda s: queries.edition_of(s, edition_id).revision)

    assert client.post(path, data={**EDITION, "seen": seen, "edition-title": ""}).status_code == 422
    assert client.post(path, data={**EDITION, "seen": seen, "edition-slug": "a b"}).status_code == 422
    assert client.post(path, data={**EDITION, "seen": seen}).status_code == 303
    assert client.post(path, data={**EDITION, "seen": seen}).status_code == 409


def test_a_released_edition_is_shown_and_not_changed(
    app: Flask, client: FlaskClient, edition_id: int
) -> None:
    with app.extensions["database"].transaction() as session:
        service.freeze(session, edition_id, now=NOON)
    sign_in(client, app)

    page = text_of(client, f"/staff/casebooks/{edition_id}")

    assert "この版はもう変わりません" in page
    assert 'name="up"' not in page
    seen = reading(app, lambda s: queries.edition_of(s, edition_id).revision)
    for action in ("order", "texts", "cover", "themes"):
        answer = client.post(f"/staff/casebooks/{edition_id}/{action}", data={**EDITION, "seen": seen})
        assert answer.status_code == 409, action


def test_readers_look_and_do_not_change(app: Flask, client: FlaskClient, edition_id: int) -> None:
    sign_in(client, app, Role.READER)

    assert 'name="remove"' not in text_of(client, f"/staff/casebooks/{edition_id}")
    for path in ("collections", "new", f"{edition_id}/order", f"{edition_id}/texts", f"{edition_id}/cover"):
        assert client.post(f"/staff/casebooks/{path}", data={}).status_code == 403, path
    assert client.get(f"/staff/casebooks/{edition_id}/texts").status_code == 403


@pytest.mark.parametrize("path", ["99", "99/texts", "99/cover", "99/themes"])
def test_an_edition_that_is_not_there_is_not_found(app: Flask, client: FlaskClient, path: str) -> None:
    sign_in(client, app)

    assert client.get(f"/staff/casebooks/{path}").status_code == 404


def test_without_accepted_sentences_the_themes_page_offers_the_desk(
    app: Flask, client: FlaskClient, edition_id: int
) -> None:
    sign_in(client, app)

    assert "載せられる採用済みの文が、まだありません" in text_of(
        client, f"/staff/casebooks/{edition_id}/themes"
    )
