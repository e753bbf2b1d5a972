"""What a screen reader, a keyboard and a page without script are told: links to fields, titles, headings, languages."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html

from casefinder.answer.answering.correcting import input_of
from casefinder.answer.returns.service import return_response
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.standard import standard
from tests.answer.present import answers, hand_in, response_id
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import enter, make_link

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠々]")
STATIC = Path(__file__).resolve().parents[3] / "casefinder" / "static"
SECTIONS = "ABCDEFGHIJKLM"


@pytest.mark.parametrize(
    ("key", "name", "wanted"),
    [
        ("F3", "F3", "q-F3"), ("B3", "B3.email", "q-B3-email"), ("C4", "C4", "q-C4-1"), ("C5", "C5.stage", "q-C5-stage-1"),
        ("G1", "G1.2.event", "q-G1-2-event"), ("G1", "G1", "q-G1-0-when"), ("K1", "K1.7.rights", "q-K1-7-rights-1"),
        ("K1", "K1.7.credit", "q-K1-7-credit"), ("K1", "K1", "q-K1"), ("I1", "alternative_text.I1", "item-I1-a"),
        ("L5", "L5.status", "q-L5-status-1"), ("F3", "", "q-F3"),
    ],
)  # fmt: skip
def test_a_problem_leads_to_its_very_input(key: str, name: str, wanted: str) -> None:
    assert input_of(standard("case_discovery").item(key), Problem("", {}, name)) == wanted


@pytest.mark.parametrize("section", SECTIONS)
def test_every_link_of_the_list_of_errors_leads_to_something_that_takes_the_focus(
    app: Flask, client: FlaskClient, section: str
) -> None:
    home = enter(client, make_link(app))

    page = html.fromstring(client.get(f"{home}s/{section}?check=1").text)

    targets = [link.get("href") for link in page.xpath("//*[@data-focus]//a")]
    assert targets or section in "K"
    for target in targets:
        (found,) = page.xpath(f"//*[@id='{target.removeprefix('#')}']")
        assert found.tag in ("input", "textarea", "select"), target


def test_the_title_of_a_page_with_errors_begins_so_and_the_list_takes_the_focus(
    app: Flask, client: FlaskClient
) -> None:
    home = enter(client, make_link(app))

    good = client.get(f"{home}s/F").text
    bad = client.get(f"{home}s/F?check=1").text
    check = client.post(f"{home}check", data={"seen": "0"}).text

    assert "<title>エラー" not in good
    for page in (bad, check):
        assert "<title>エラー：" in page
        assert re.search(r'role="alert" tabindex="-1" autofocus\s+data-focus', page)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_question_is_a_heading(app: Flask, client: FlaskClient, section: str) -> None:
    home = enter(client, make_link(app))
    client.post(f"{home}s/L", data={"L1": "yes", "seen.L1": "0."})

    page = html.fromstring(client.get(f"{home}s/{section}").text)

    for question in page.xpath("//div[@data-item]"):
        assert question.xpath(".//h2[contains(@class, 'q-t')]"), question.get("data-item")


def test_the_browser_may_fill_in_who_answers(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))
    page = html.fromstring(client.get(f"{home}s/B").text)

    found = {each.get("name"): each.get("autocomplete") for each in page.xpath("//*[@autocomplete]")}

    assert found == {
        "B3.post": "organization-title", "B3.name": "name", "B3.phone": "tel", "B3.email": "email",
    }  # fmt: skip


def japanese_elsewhere(page: str) -> list[str]:
    """Return Japanese texts and names of an English page that are not marked as Japanese."""
    tree = html.fromstring(page)
    for each in tree.xpath("//script | //template | //head"):
        each.drop_tree()

    def language(node: etree._Element) -> str:
        return str(next(iter(node.xpath("ancestor-or-self::*[@lang][1]/@lang")), ""))

    found = [
        f"{text.getparent().tag}: {text.strip()}"
        for text in tree.xpath("//text()")
        if JAPANESE.search(text)
        and language(text.getparent() if not text.is_tail else text.getparent().getparent()) != "ja"
    ]
    named = [
        f"@{name}: {node.get(name)}"
        for name in ("aria-label", "alt", "title")
        for node in tree.xpath(f"//*[@{name}]")
        if JAPANESE.search(node.get(name)) and language(node) != "ja"
    ]
    typed = [
        f"value: {node.get('value')}"
        for node in tree.xpath("//input[@type='text']")
        if JAPANESE.search(node.get("value") or "") and language(node) != "ja"
    ]
    return found + named + typed


def test_on_an_english_page_every_japanese_text_is_marked(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    client.post("/language", data={"language": "en"})
    pages = {f"/i/{link.token}": client.get(f"/i/{link.token}").text}
    for path in ("", *(f"s/{key}?check=1" for key in SECTIONS)):
        pages[path] = client.get(home + path).text
    hand_in(app, link)
    for path in ("receipt", "answers"):
        pages[path] = client.get(home + path).text
    with app.extensions["database"].transaction() as session:
        return_response(
            session,
            response_id(app, link),
            "F3 をもう少し詳しく。",
            account_id=make_account(session).id,
            now=NOON,
        )
    for path in ("", "s/F", "check"):
        pages[f"returned {path}"] = client.get(home + path).text
    pages["conflict"] = client.post(f"{home}s/D", data={"D1": "ほかの文", "seen.D1": "0."}).text
    pages["lost"] = (
        app.test_client().post(f"{home}s/D", data={"D1": "ほかの文", "label:D1": "\t困りごと"}).text
    )

    assert {name: found for name, page in pages.items() if (found := japanese_elsewhere(page))} == {}


def test_without_script_no_page_claims_to_save_by_itself(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    client.post(f"{home}s/F", data={"F3": "初めの文", "seen.F3": "0."})

    first, section = client.get(f"/i/{link.token}").text, client.get(f"{home}s/F").text

    for page in (first, section, client.get(home).text, client.get(f"{home}check").text):
        visible = html.fromstring(page)
        for each in visible.xpath("//script | //form/@data-saved/.."):
            each.attrib.clear()
        words = visible.text_content()
        assert "入力のたびに保存" not in words
        assert not re.search(r"\d+:\d\d 保存しました", words)
    assert "最後の保存" in section
    assert "自動では保存されません" in section


def test_a_long_section_has_a_save_button_after_every_question(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    page = html.fromstring(client.get(f"{home}s/F").text)

    buttons = page.xpath("//p[contains(@class, 'by-hand')]/button")
    answer = client.post(
        f"{home}s/F", data={"F3": "途中", "seen.F3": "0.", buttons[2].get("name"): buttons[2].get("value")}
    )

    assert len(buttons) == len(page.xpath("//div[@data-item]")) - 1
    assert answer.headers["Location"] == f"{home}s/F#item-F3"
    assert answers(app, link)["F3"].value == {"": "途中"}


def test_short_texts_and_cells_say_how_much_is_left(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))
    client.post(f"{home}s/C", data={"C1": "あ" * 10, "C2": "い" * 70, "seen.C1": "0.", "seen.C2": "0."})
    client.post(f"{home}s/G", data={"G1.0.event": "う" * 100, "seen.G1": "0."})

    short, table = (
        html.fromstring(client.get(f"{home}s/C").text),
        html.fromstring(client.get(f"{home}s/G").text),
    )

    def said(page: html.HtmlElement, name: str) -> str:
        (field,) = page.xpath(f"//*[@name='{name}']")
        (counter,) = page.xpath(f"//*[@id='{field.get('data-counter')}']")
        assert counter.get("id") in field.get("aria-describedby").split()
        return str(counter.text_content().replace(" ", "").strip())

    assert said(short, "C1") == "残り30字"
    assert said(short, "C2") == "10字超過"
    assert said(table, "G1.0.event") == "20字超過"
    assert "1行（3行まで）" in table.text_content().replace(" ", "")


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("C", "C1"),
        ("B", "B2"),
        ("B", "B3.name"),
        ("C", "C2"),
        ("B", "B5"),
        ("J", "J3"),
        ("L", "L2"),
        ("I", "I1.0.metric"),
        ("D", "D2.0.value"),
    ],
)
def test_a_text_longer_than_a_line_has_a_box_that_breaks_it(
    app: Flask, client: FlaskClient, section: str, name: str
) -> None:
    home = enter(client, make_link(app))
    page = html.fromstring(client.get(f"{home}s/{section}").text)

    (field,) = page.xpath(f"//*[@name='{name}']")

    assert field.tag == "textarea"
    assert "data-one-line" in field.attrib, "Enter does not break the line"


def test_a_line_break_in_a_text_of_one_line_becomes_a_space(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)

    client.post(f"{home}s/C", data={"C2": "一行目\r\n二行目", "seen.C2": "0."})

    assert answers(app, link)["C2"].value == {"": "一行目 二行目"}


def test_an_over_long_text_is_shown_whole(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))
    client.post(f"{home}s/F", data={"F3": "長" * 1200, "seen.F3": "0."})

    (field,) = html.fromstring(client.get(f"{home}s/F").text).xpath("//*[@name='F3']")

    assert int(field.get("rows")) >= 30


@pytest.mark.parametrize("name", ["desk_picker", "desk", "case", "casebook", "staff", "answering"])
def test_a_key_that_an_input_method_took_is_left_alone(name: str) -> None:
    source = (STATIC / "js" / f"{name}.js").read_text(encoding="utf-8")

    for line in source.splitlines():
        if "isComposing" in line:
            assert "keyCode === 229" in line, "Safari says 229 and no isComposing"
