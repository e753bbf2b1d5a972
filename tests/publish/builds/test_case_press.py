"""How a single case lies on its pages: by the press itself, named by its places."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.gate.models import CaseFit
from casefinder.edit.layout.errors import CannotLayOut
from casefinder.edit.layout.pressed import Pressed, TooLong
from casefinder.files import DiskFileStore
from casefinder.publish.builds.case_press import LastingCasePress
from casefinder.publish.builds.lone import lone_page
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.cases import make_approved_case, make_case

TOO_LONG = Pressed(1, {"left": 0, "right": 3}, (TooLong("notes", 4),))


def stored_case(app: Flask, **rows: list[dict[str, str]]) -> int:
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session).id
        case = make_case(session, account_id=account_id)
        for place, typed in rows.items():
            changes.set_sentences(
                session, case.id, place, typed, account_id=account_id, seen_revision=case.revision, now=NOON
            )
        return case.id


@pytest.mark.slow
def test_the_press_says_which_place_runs_over_and_stays_alive(app: Flask, tmp_path: Path) -> None:
    short = stored_case(app)
    long = stored_case(app, background=[{"text": "窓口では同じ住所を三度書いていた。" * 30}])
    url = stored_case(
        app, sources=[{"text": "https://www.town.example.jp/kurashi/joho/2024/report-001.html"}]
    )
    press = LastingCasePress(
        app.extensions["database"], DiskFileStore(tmp_path), app.extensions["settings"].here
    )
    try:
        assert press.lay_out(short).fits
        assert press.lay_out(url).fits
        said = press.lay_out(long)
        child = press._child._process
        assert press.lay_out(long) == said
        assert press._child._process is child
    finally:
        press.close()
    assert not said.fits
    assert said.over["left"] > 0
    assert said.over["right"] == 0
    assert said.too_long[0].place == "background"


def test_what_the_press_said_is_kept_for_every_process_until_the_case_is_another(
    app: Flask, tmp_path: Path
) -> None:
    case_id = stored_case(app)
    app.extensions["case_press"].says = TOO_LONG
    app.extensions["case_press"].lay_out(case_id)
    press = LastingCasePress(
        app.extensions["database"], DiskFileStore(tmp_path), app.extensions["settings"].here
    )

    assert press.lay_out(case_id) == TOO_LONG

    assert press._child._process is None  # nobody was asked


def test_a_child_that_ends_at_once_is_said_to_give_no_answer(app: Flask, tmp_path: Path) -> None:
    case_id = stored_case(app)
    press = LastingCasePress(
        app.extensions["database"], DiskFileStore(tmp_path), app.extensions["settings"].here
    )
    press._child.module = "casefinder.no_such_press"

    with pytest.raises(CannotLayOut):
        press.lay_out(case_id)

    with app.extensions["database"].reading() as session:
        assert session.get(CaseFit, case_id) is None


def test_a_lone_page_is_what_the_book_prints_of_it(app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        case = make_approved_case(session)
        lone = lone_page(session, case.id, app.extensions["settings"].here)

    assert lone.page.title == "書かない窓口"
    assert lone.chapter_number == 1
    assert lone.revision == case.revision


def test_the_page_says_whether_it_fits_which_place_is_too_long_or_that_it_cannot_tell(
    app: Flask, client: FlaskClient
) -> None:
    case_id = stored_case(app)
    sign_in(client, app)
    press = app.extensions["case_press"]

    def page() -> str:
        return client.get(f"/staff/cases/{case_id}/fit").get_data(as_text=True)

    assert "収まっています" in page()
    press.says = TOO_LONG
    assert "右ページが3行あふれます" in page()
    assert f"/staff/cases/{case_id}#b-notes" in page()
    press.says = CannotLayOut()
    assert "今は組んで測れませんでした" in page()
    assert client.get("/staff/cases/99/fit").status_code == 404


def test_what_does_not_fit_is_not_approved_and_the_places_are_named(app: Flask, client: FlaskClient) -> None:
    case_id = stored_case(app)
    sign_in(client, app)
    app.extensions["case_press"].says = TOO_LONG

    answer = client.post(f"/staff/cases/{case_id}/approve", data={"seen": "1"})

    assert answer.status_code == 409
    assert "右ページが3行あふれます" in answer.get_data(as_text=True)
    with app.extensions["database"].reading() as session:
        assert session.get_one(Case, case_id).approved_at is None


def test_when_the_press_gives_no_answer_the_page_says_so_and_what_to_do(
    app: Flask, client: FlaskClient
) -> None:
    case_id = stored_case(app)
    sign_in(client, app)
    app.extensions["case_press"].says = CannotLayOut()

    answer = client.post(f"/staff/cases/{case_id}/approve", data={"seen": "1"})

    assert answer.status_code == CannotLayOut.status
    assert "もう一度お試しください" in answer.get_data(as_text=True)
    assert "システムの管理者に" in answer.get_data(as_text=True)


def test_the_editors_page_shows_the_answer_that_is_kept_beside_its_block(
    app: Flask, client: FlaskClient
) -> None:
    case_id = stored_case(app)
    sign_in(client, app)
    before = client.get(f"/staff/cases/{case_id}").get_data(as_text=True)
    app.extensions["case_press"].says = TOO_LONG
    client.get(f"/staff/cases/{case_id}/fit")

    after = client.get(f"/staff/cases/{case_id}").get_data(as_text=True)

    assert 'data-known="no"' in before
    assert "まだ組んでいません" in before
    assert 'data-known="yes"' in after
    assert (
        "あと4行（約124字）短く。右ページが3行あふれています" in after.partition('id="notes-over"')[2][:400]
    )


def test_who_opens_a_case_whose_answer_is_known_lets_the_press_make_ready(
    app: Flask, client: FlaskClient
) -> None:
    case_id = stored_case(app)
    sign_in(client, app)

    client.get(f"/staff/cases/{case_id}/fit")
    client.get(f"/staff/cases/{case_id}/fit?wake=1")

    assert app.extensions["case_press"].woken == 1


@pytest.mark.slow
def test_a_press_that_was_woken_is_there_when_it_is_asked(app: Flask, tmp_path: Path) -> None:
    case_id = stored_case(app)
    press = LastingCasePress(
        app.extensions["database"], DiskFileStore(tmp_path), app.extensions["settings"].here
    )
    try:
        press.wake()
        started = press._child._process
        assert press.lay_out(case_id).fits
        assert press._child._process is started
    finally:
        press.close()
    assert started is not None


def test_a_press_that_cannot_be_woken_says_so_only_to_who_asks(app: Flask, tmp_path: Path) -> None:
    press = LastingCasePress(
        app.extensions["database"], DiskFileStore(tmp_path), app.extensions["settings"].here
    )
    press._child.module = "casefinder.no_such_press"

    press.wake()

    assert press._child._process is None
