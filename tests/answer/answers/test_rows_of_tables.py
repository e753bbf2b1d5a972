"""Rows of a table through the respondent's pages: they get ids, keep them, and forms without ids still work."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from casefinder.answer.answers import rules
from casefinder.ask.questionnaires.answers import GivenAnswer
from tests.answer.present import answers, seen
from tests.factories.invitations import Link, enter, make_link

FIRST = {"I1.0.metric": "待ち時間", "I1.0.after": "8分", "I1.1.metric": "残業", "I1.1.after": "月11時間"}


def stored(app: Flask, link: Link) -> list[dict[str, Any]]:
    return list(answers(app, link)["I1"].value["rows"])


def save(app: Flask, client: FlaskClient, link: Link, form: dict[str, str]) -> int:
    data = {"seen.I1": seen(app, link, "I1"), **form}
    return client.post(f"/r/{link.ref}/s/I", data=data).status_code


def hidden(client: FlaskClient, link: Link) -> list[str]:
    """The ids that the page of the section carries, in its order."""
    page = client.get(f"/r/{link.ref}/s/I").get_data(as_text=True)
    return re.findall(r'type="hidden" name="I1\.[0-9]+\.id" value="([^"]*)"', page)


def begun(app: Flask, client: FlaskClient) -> Link:
    """A link whose table has two rows."""
    link = make_link(app)
    enter(client, link)
    assert save(app, client, link, FIRST) == 303
    return link


def test_rows_get_ids_at_the_first_save_and_the_page_carries_them(app: Flask, client: FlaskClient) -> None:
    link = begun(app, client)

    ids = [row["id"] for row in stored(app, link)]

    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{8}", own) for own in ids)
    assert hidden(client, link) == [*ids, ""]


def test_deleting_the_first_row_leaves_the_second_its_id(app: Flask, client: FlaskClient) -> None:
    link = begun(app, client)
    first, second = (row["id"] for row in stored(app, link))

    form = {**FIRST, "I1.0.id": first, "I1.1.id": second, "remove_row": "I1.0"}
    assert save(app, client, link, form) == 303

    assert [(row["id"], row["metric"]) for row in stored(app, link)] == [(second, "残業")]


def test_a_deleted_row_that_is_brought_back_is_the_same_row(app: Flask, client: FlaskClient) -> None:
    link = begun(app, client)
    before = stored(app, link)
    form = {**FIRST, "I1.0.id": before[0]["id"], "I1.1.id": before[1]["id"], "remove_row": "I1.0"}
    revision = answers(app, link)["I1"].revision
    save(app, client, link, form)

    client.post(f"/r/{link.ref}/s/I", data={"undo": f"I1:{revision}"})

    assert stored(app, link) == before


def test_a_form_without_ids_changes_words_and_no_ids(app: Flask, client: FlaskClient) -> None:
    link = begun(app, client)
    before = stored(app, link)

    assert save(app, client, link, {**FIRST, "I1.1.after": "月9時間"}) == 303

    assert [row["id"] for row in stored(app, link)] == [row["id"] for row in before]
    assert stored(app, link)[1]["after"] == "月9時間"


def test_the_same_words_without_ids_are_no_change(app: Flask, client: FlaskClient) -> None:
    link = begun(app, client)
    before = answers(app, link)["I1"]

    save(app, client, link, FIRST)

    assert answers(app, link)["I1"] == before


def test_a_doubled_id_from_outside_gives_two_rows(app: Flask, client: FlaskClient) -> None:
    link = begun(app, client)
    own = stored(app, link)[0]["id"]

    save(app, client, link, {**FIRST, "I1.1.after": "月9時間", "I1.0.id": own, "I1.1.id": own})

    ids = [row["id"] for row in stored(app, link)]
    assert ids[0] == own
    assert len(set(ids)) == 2


def test_autosave_keeps_the_ids(app: Flask, client: FlaskClient) -> None:
    link = begun(app, client)
    ids = [row["id"] for row in stored(app, link)]
    form = {name: [text] for name, text in FIRST.items()}
    form |= {
        "I1.0.id": [ids[0]],
        "I1.1.id": [ids[1]],
        "I1.1.after": ["月7時間"],
        "I1.2.id": [""],
        "I1.2.metric": ["苦情"],
    }

    answer = client.post(f"/r/{link.ref}/a/I1", json={"form": form, "seen": seen(app, link, "I1")})

    assert answer.status_code == 200
    rows = stored(app, link)
    assert [row["id"] for row in rows[:2]] == ids
    assert rows[2]["metric"] == "苦情"
    assert rows[2]["id"] not in ids


def test_two_texts_to_compare_keep_the_ids(app: Flask, client: FlaskClient) -> None:
    link = begun(app, client)
    ids = [row["id"] for row in stored(app, link)]
    old = seen(app, link, "I1")
    own = {"I1.0.id": ids[0], "I1.1.id": ids[1]}
    save(app, client, link, {**FIRST, **own, "I1.0.after": "7分"})

    page = client.post(f"/r/{link.ref}/s/I", data={"seen.I1": old, **FIRST, **own, "I1.0.after": "6分"})

    assert page.status_code == 409
    for number, each in enumerate(ids):
        assert re.search(rf'name="I1\.{number}\.id"[^>]*>\s*{each}</textarea>', page.get_data(as_text=True))


def test_answers_that_differ_in_ids_alone_are_the_same() -> None:
    with_ids = GivenAnswer({"rows": [{"id": "x1", "metric": "電話"}]})
    without = GivenAnswer({"rows": [{"metric": "電話"}]})

    assert rules.same(with_ids, without)
    assert rules.signature(with_ids) == rules.signature(without)
    assert not rules.same(with_ids, GivenAnswer({"rows": [{"id": "x1", "metric": "残業"}]}))


def test_files_and_choices_are_compared_as_ever() -> None:
    assert not rules.same(GivenAnswer({"files": [1]}), GivenAnswer({"files": [2]}))
    assert not rules.same(GivenAnswer({"": ["a"]}), GivenAnswer({"": ["b"]}))
