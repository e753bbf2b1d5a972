"""A character that the book cannot print is told where it is typed, while it is typed; nothing typed is lost."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder.answer.attachments.models import Attachment
from tests.answer.present import answers, seen
from tests.factories import files
from tests.factories.invitations import Link, enter, make_link

WORDS = "「😀」は、事例集の書体にない文字です。"


@pytest.fixture
def link(app: Flask, client: FlaskClient) -> Link:
    made = make_link(app)
    enter(client, made)
    return made


def test_it_is_told_while_it_is_typed_and_the_text_is_saved(
    app: Flask, client: FlaskClient, link: Link
) -> None:
    typed = {"form": {"C1": ["書かない窓口😀"]}, "seen": "0."}

    answer = client.post(f"/r/{link.ref}/a/C1", json=typed, headers={"Accept-Language": "ja"})

    (problem,) = answer.json["problems"]
    assert problem["name"] == "C1"
    assert problem["text"].startswith(WORDS)
    assert answers(app, link)["C1"].value == {"": "書かない窓口😀"}


def test_in_a_row_it_is_told_at_its_cell(client: FlaskClient, link: Link) -> None:
    typed = {"form": {"B4.0.name": ["甲社"], "B4.1.name": ["乙社\ue000"]}, "seen": "0."}

    (problem,) = client.post(f"/r/{link.ref}/a/B4", json=typed).json["problems"]

    assert problem["name"] == "B4.1.name"
    assert "（外字）" in problem["text"]


def test_without_script_it_stands_beside_the_field_with_what_was_typed(
    client: FlaskClient, link: Link
) -> None:
    client.post(f"/r/{link.ref}/s/C", data={"C1": "書かない窓口😀", "seen.C1": "0.", "save": "stay"})

    page = client.get(f"/r/{link.ref}/s/C").get_data(as_text=True)

    assert '<p class="err" id="q-C1-e">' in page
    assert WORDS in page.partition('id="q-C1-e">')[2][:600]
    assert "書かない窓口😀" in page
    assert 'href="#q-C1"' in page


def test_what_print_puts_right_by_itself_is_not_told(client: FlaskClient, link: Link) -> None:
    typed = {"form": {"C1": ["⼤\u200b雨の葛\U000e0100飾"]}, "seen": "0."}

    assert client.post(f"/r/{link.ref}/a/C1", json=typed).json["problems"] == []


def test_the_name_of_who_writes_is_written_as_it_is_written(client: FlaskClient, link: Link) -> None:
    typed = {"form": {"B3.name": ["渡\ue001"]}, "seen": "0."}

    assert client.post(f"/r/{link.ref}/a/B3", json=typed).json["problems"] == []


def test_it_is_among_what_is_to_be_corrected_before_submitting(client: FlaskClient, link: Link) -> None:
    client.post(f"/r/{link.ref}/s/C", data={"C1": "書かない窓口😀", "seen.C1": "0.", "save": "stay"})

    assert WORDS in client.get(f"/r/{link.ref}/check").get_data(as_text=True)


def picture(app: Flask, client: FlaskClient, link: Link) -> int:
    client.post(
        f"/r/{link.ref}/s/K", data={"K1.upload": (io.BytesIO(files.jpeg()), "写真.jpg"), "seen.K1": "0."}
    )
    files.read_files(app)
    with app.extensions["database"].reading() as session:
        return session.scalars(select(Attachment.id)).one()


def test_of_a_picture_it_is_told_at_description_and_credit_while_they_are_typed(
    app: Flask, client: FlaskClient, link: Link
) -> None:
    ref = picture(app, client, link)
    form = {"K1.id": [str(ref)], f"K1.{ref}.description": ["窓口.jpg"], f"K1.{ref}.credit": ["霧立町😀"]}

    answer = client.post(f"/r/{link.ref}/a/K1", json={"form": form, "seen": str(seen(app, link, "K1"))})

    assert [each["name"] for each in answer.json["problems"]] == [f"K1.{ref}.description", f"K1.{ref}.credit"]
    page = client.get(f"/r/{link.ref}/s/K").get_data(as_text=True)
    assert WORDS in page.partition(f'id="q-K1-{ref}-credit-e"')[2][:600]
    assert "霧立町😀" in page


def test_what_is_not_said_yet_of_a_picture_is_no_fault_while_one_types(
    app: Flask, client: FlaskClient, link: Link
) -> None:
    ref = picture(app, client, link)
    form = {"K1.id": [str(ref)], f"K1.{ref}.description": ["窓口に並ぶ人たち"], f"K1.{ref}.credit": [""]}

    answer = client.post(f"/r/{link.ref}/a/K1", json={"form": form, "seen": str(seen(app, link, "K1"))})

    assert answer.json["problems"] == []
    assert "撮った人・作った人を書いてください" not in client.get(f"/r/{link.ref}/s/K").get_data(as_text=True)
    assert "撮った人・作った人を書いてください" in client.get(f"/r/{link.ref}/check").get_data(as_text=True)


def test_a_line_break_in_a_credit_becomes_a_space(app: Flask, client: FlaskClient, link: Link) -> None:
    ref = picture(app, client, link)
    said = {"K1.id": str(ref), f"K1.{ref}.credit": "霧立町\r\n総務課", "seen.K1": str(seen(app, link, "K1"))}

    client.post(f"/r/{link.ref}/s/K", data=said)

    with app.extensions["database"].reading() as session:
        assert session.scalars(select(Attachment.credit)).one() == "霧立町 総務課"
