"""Whatever was sent and not stored stands on the page that says so: whichever way it went wrong."""

import html
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from casefinder.ask.campaigns.models import Campaign
from tests.answer.present import answers, hand_in, seen
from tests.answer.sending import multipart
from tests.conftest import NOON
from tests.factories.invitations import enter, make_link

TEXT = "打ったばかりの長い文。"
SMALL = "excel"


def page_of(answer: Any) -> str:
    return html.unescape(answer.get_data(as_text=True))


def everything_typed() -> dict[str, str]:
    """A section with a text, a word in small letters, cells of a table, an over-long text and a name nobody knows."""
    return {
        "G1.0.event": "一件目の出来事", "G1.0.result": SMALL, "G1.1.event": "二件目", "G2": "長" * 700, "seen.G1": "0.",
        "seen.G2": "0.", "old_question": "前の版の設問への文", "G1.0007.event": "変な番号の行",
    }  # fmt: skip


def close_campaign(app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        session.execute(update(Campaign).values(closed_at=NOON))


def is_whole(page: str, sent: dict[str, str]) -> list[str]:
    """Return which of the texts sent are not on a page."""
    return [text for name, text in sent.items() if not name.startswith("seen.") and text not in page]


def test_a_response_that_was_handed_in_meanwhile_shows_all_that_was_sent(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    home = enter(client, link)
    hand_in(app, link)

    answer = client.post(f"{home}s/G", data=everything_typed())

    assert answer.status_code == 409
    assert is_whole(page_of(answer), everything_typed()) == []
    assert f'href="{home}"' in answer.text


def test_a_closed_campaign_shows_all_that_was_sent(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    close_campaign(app)

    answer = client.post(f"{home}s/G", data=everything_typed())

    assert answer.status_code == 409
    assert is_whole(page_of(answer), everything_typed()) == []


def test_a_section_that_no_longer_applies_shows_all_that_was_sent(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    client.post(f"{home}s/A", data={"A1": "none", "seen.A1": "0."})
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(f"{home}s/G", data=everything_typed())

    assert answer.status_code == 400
    assert is_whole(page_of(answer), everything_typed()) == []


def test_an_expired_form_shows_what_its_fields_cannot_hold(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    app.config["WTF_CSRF_ENABLED"] = True
    sent = everything_typed() | {"remove_row": "G1.1"}

    answer = client.post(f"{home}s/G", data=sent)

    assert answer.status_code == 400
    assert (
        is_whole(page_of(answer), {name: text for name, text in sent.items() if name != "remove_row"}) == []
    )


def test_a_name_that_no_question_has_is_said_and_the_rest_is_stored(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)

    answer = client.post(f"{home}s/G", data=everything_typed())

    assert answer.status_code == 422
    assert "前の版の設問への文" in page_of(answer)
    assert "変な番号の行" in page_of(answer)
    assert answers(app, link)["G2"].value == {"": "長" * 700}


def test_what_is_said_about_a_file_that_is_gone_is_shown(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))

    answer = client.post(f"{home}s/K", data={"K1.id": "99", "K1.99.description": "消えた写真の説明"})

    assert answer.status_code == 422
    assert "消えた写真の説明" in page_of(answer)


def test_without_the_cookie_small_words_and_choices_are_shown(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    sent = {**everything_typed(), "H1.0.standing": "mayor", "label:H1.standing": "\t立場\nmayor\t首長"}

    answer = app.test_client().post(f"{home}s/G", data=sent)
    page = page_of(answer)

    assert answer.status_code == 404
    assert is_whole(page, {name: text for name, text in sent.items() if "standing" not in name}) == []
    assert "首長" in page


@pytest.mark.parametrize("path", ["s/G", "s/gone", "check", "nowhere"])
def test_without_the_cookie_every_page_shows_what_was_sent(
    app: Flask, client: FlaskClient, path: str
) -> None:
    home = enter(client, make_link(app))

    page = page_of(app.test_client().post(f"{home}{path}", data={"G2": TEXT}))

    assert TEXT in page


def test_a_section_that_is_gone_shows_all_that_was_sent(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))

    answer = client.post(f"{home}s/gone", data=everything_typed())

    assert answer.status_code == 404
    assert is_whole(page_of(answer), everything_typed()) == []
    assert f'href="{home}"' in answer.text


def test_an_undo_that_leads_nowhere_loses_no_text(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)

    answer = client.post(f"{home}s/G", data={"G2": TEXT, "seen.G2": "0.", "undo": "G1:77"})

    assert answer.status_code == 404
    assert TEXT in page_of(answer)
    assert answers(app, link) == {}


def test_two_texts_beside_each_other_leave_nothing_out(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    client.post(f"{home}s/G", data={"G2": "同僚の文", "seen.G2": "0."})

    answer = client.post(f"{home}s/G", data={"G2": TEXT, "seen.G2": "0.", "old_question": "置き場のない文"})

    assert answer.status_code == 409
    for words in (TEXT, "同僚の文", "置き場のない文"):
        assert words in page_of(answer)


@pytest.mark.parametrize("error", [OperationalError("SELECT", {}, Exception("locked")), RuntimeError("ours")])
def test_a_fault_of_ours_shows_all_that_was_sent_and_offers_to_send_it_again(
    app: Flask, client: FlaskClient, error: Exception
) -> None:
    link = make_link(app)
    home = enter(client, link)
    view = app.view_functions["answering.save"]

    def fails(ref: str, key: str) -> str:
        raise error

    fails.policy, fails.scopes = view.policy, view.scopes  # type: ignore[attr-defined]
    app.view_functions["answering.save"] = fails
    try:
        answer = client.post(f"{home}s/G", data=everything_typed())
    finally:
        app.view_functions["answering.save"] = view
    page = page_of(answer)

    assert answer.status_code in (500, 503)
    assert is_whole(page, everything_typed()) == []
    assert f'action="{home}s/G"' in page
    assert f'href="{home}"' in page
    assert 'name="seen.G2" value="0."' in page or 'name="seen.G2"' in page


def test_files_that_were_sent_and_not_stored_are_named(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))
    close_campaign(app)
    photo = ("除雪車.jpg", b"\xff\xd8\xff")

    answer = client.post(f"{home}s/K", **multipart({"K2.urls": "https://example.jp"}, K1__upload=photo))

    assert "除雪車.jpg" in page_of(answer)


def test_a_file_beyond_the_limit_costs_no_text(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    photo = ("大きな写真.jpg", b"\xff\xd8\xff" + b"x" * 40 * 1024 * 1024)

    answer = client.post(f"{home}s/K", **multipart({"K2.note": TEXT, "seen.K2": "0."}, K1__upload=photo))

    assert answer.status_code == 422
    assert "大きな写真.jpg" in page_of(answer)
    assert "5MB" in page_of(answer)
    assert answers(app, link)["K2"].value["note"] == TEXT


@pytest.mark.parametrize(
    "data",
    [{f"G2.{n}": "x" for n in range(2500)}, {"old": "あ" * 1_000_000}],
    ids=["too many fields", "too much text"],
)
def test_what_is_beyond_all_measure_is_shown_and_not_stored(
    app: Flask, client: FlaskClient, data: dict[str, str]
) -> None:
    link = make_link(app)
    home = enter(client, link)

    answer = client.post(f"{home}s/G", **multipart({"G2": TEXT, **data}))
    page = page_of(answer)

    assert answer.status_code == 413
    assert TEXT in page
    assert "あ" * 1_000_000 in page or "G2" in page
    assert answers(app, link) == {}


def test_an_expired_form_comes_back_with_its_text_and_a_fresh_token(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(f"{home}s/D", data={"seen.D1": "0.", "D1": TEXT, "csrf_token": "old"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 400
    assert TEXT in page
    assert "もう一度「保存」を押してください" in page
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    again = client.post(f"{home}s/D", data={"seen.D1": "0.", "D1": TEXT, "csrf_token": token})
    assert again.status_code == 303
    assert answers(app, link)["D1"].value == {"": TEXT}


def test_an_expired_form_still_knows_what_it_had_seen(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    client.post(f"{home}s/D", data={"seen.D1": "0.", "D1": "ほかの画面の文"})
    app.config["WTF_CSRF_ENABLED"] = True

    page = client.post(f"{home}s/D", data={"seen.D1": "0.", "D1": TEXT}).get_data(as_text=True)

    assert 'name="seen.D1" value="0."' in page


def test_without_the_cookie_the_text_is_shown_to_be_copied(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    for enabled in (False, True):
        app.config["WTF_CSRF_ENABLED"] = enabled
        answer = app.test_client().post(f"{home}s/D", data={"seen.D1": "0.", "D1": TEXT})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 404
        assert TEXT in page
        assert "まだ保存していない文" in page


def test_another_sites_page_gets_nothing_shown_again(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(f"{home}s/D", data={"D1": TEXT}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400
    assert TEXT not in answer.get_data(as_text=True)


def test_autosave_that_wrote_nothing_does_not_pretend_to_have_seen_the_newer_text(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    home = enter(client, link)
    first = client.post(f"{home}a/D1", json={"form": {"D1": ["もとの文"]}, "seen": "0."}).get_json()["seen"]
    client.post(f"{home}a/D1", json={"form": {"D1": ["ほかの画面の文"]}, "seen": first})

    untouched = client.post(f"{home}a/D1", json={"form": {"D1": ["もとの文"]}, "seen": first}).get_json()
    changed = client.post(f"{home}a/D1", json={"form": {"D1": [TEXT]}, "seen": untouched["seen"]})

    assert changed.status_code == 409
    assert answers(app, link)["D1"].value == {"": "ほかの画面の文"}
    assert seen(app, link, "D1") != untouched["seen"]
