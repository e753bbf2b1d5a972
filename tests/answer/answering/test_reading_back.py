"""What was typed is read back: money beside its field, times as they are printed."""

from flask import Flask
from flask.testing import FlaskClient

from casefinder.answer.answering.preview_rules import effect_preview
from casefinder.ask.questionnaires.standard import standard
from casefinder.publish.environment import year_month
from tests.answer.present import answers, seen
from tests.factories.invitations import enter, make_link


def test_autosave_reads_money_back(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    body = {
        "form": {"C8.initial": ["1億円から2億円"], "C8.yearly": ["年額12万円"]},
        "seen": seen(app, link, "C8"),
    }

    answer = client.post(f"/r/{link.ref}/a/C8", json=body).get_json()

    assert answer["said"] == {"C8.initial": "", "C8.yearly": "12万円"}
    assert [problem["name"] for problem in answer["problems"]] == ["C8.initial"]
    assert answers(app, link)["C8"].value["yearly"] == "120"


def test_without_script_money_is_read_back_beside_the_field(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    client.post(f"/r/{link.ref}/s/C", data={"C8.yearly": "12万", "seen.C8": "", "save": "stay"})

    page = client.get(f"/r/{link.ref}/s/C").get_data(as_text=True)

    assert "＝12万円" in page
    assert 'value="120"' in page


def test_a_fiscal_year_and_about_are_printed_as_told() -> None:
    field = standard("case_discovery").item("I1").fields[0]
    row = {"metric": "待ち時間", "before": "20分", "after": "5分", "as_of": "2024年6月頃"}
    preview = effect_preview(field, [row])

    assert preview is not None
    assert preview.lines[0].as_of == "2024年6月頃"
    assert year_month("2024年度") == "2024年度"
