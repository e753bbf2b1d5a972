"""What was typed is never lost: an expired form, a lost cookie, an answer that somebody else changed."""

from flask import Flask
from flask.testing import FlaskClient

from casefinder.answer.entry.typed import typed_texts
from tests.answer.present import answers, seen
from tests.factories.invitations import enter, make_link

TEXT = "打ったばかりの長い文。"


def test_only_texts_are_shown_again() -> None:
    form = {
        "csrf_token": ["x" * 40],
        "seen.D1": ["3.ab12"],
        "D1": [TEXT],
        "G1.0.event": ["一件目"],
        "C5.stage": ["trial"],
        "audience.D1": ["editors"],
        "C8.initial": ["300"],
        "alternative_text.I1": ["見込み"],
        "K1.7.rights": ["own"],
        "D3": [" "],
    }
    assert typed_texts(form) == [("D1", TEXT), ("G1", "一件目"), ("C8", "300"), ("I1", "見込み")]


def test_texts_are_shown_again_under_the_number_that_the_page_showed() -> None:
    form = {"number.snow_calls": ["D1"], "snow_calls": [TEXT], "number.other": ["<b>"], "other": [TEXT]}

    assert typed_texts(form) == [("D1", TEXT), ("other", TEXT)]


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
