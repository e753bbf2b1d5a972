"""Typing with script: problems beside the field, few words read out, Enter in place, files measured, script that fails."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.answer.pictures.conftest import Open
from tests.answer.present import answers
from tests.factories.invitations import enter, make_link

HEARD = """() => { window.heard = []; const place = document.querySelector("[data-announce]");
new MutationObserver(() => window.heard.push(place.textContent)).observe(place, {childList: true, characterData: true, subtree: true}); }"""


def state(page: Page) -> str:
    return page.locator("[data-save-state]").get_attribute("class") or ""


def test_a_text_over_its_limit_is_said_while_it_is_typed_and_nothing_is_green(
    app: Flask, client: FlaskClient, window_on: Open
) -> None:
    link = make_link(app)
    page = window_on().show(f"{enter(client, link)}s/C")
    page.evaluate(HEARD)

    page.locator('[name="C2"]').press_sequentially("い" * 63)
    said = page.locator("#q-C2-e")
    expect(said).to_contain_text("3字超えています")
    expect(page.locator("[data-save-state]")).to_contain_text("直すところ 1か所")

    assert state(page) == "save ask"
    assert page.locator('[name="C2"]').get_attribute("aria-invalid") == "true"
    assert "q-C2-e" in (page.locator('[name="C2"]').get_attribute("aria-describedby") or "")
    expect(page.locator("#q-C2-c")).to_contain_text("3字 超過")
    heard = page.evaluate("window.heard")
    assert [words for words in heard if "60字を超えました" in words] == ["60字を超えました。"]
    assert len(heard) <= 2, "sixty letters, and two things to hear"
    assert answers(app, link)["C2"].value == {"": "い" * 63}

    page.locator('[name="C2"]').fill("い" * 20)
    expect(said).to_have_count(0)
    expect(page.locator("[data-save-state]")).to_contain_text("保存しました")
    assert state(page) == "save"


def test_a_cell_over_its_limit_is_said_in_its_own_row_and_the_rows_are_counted(
    app: Flask, client: FlaskClient, window_on: Open
) -> None:
    page = window_on().show(f"{enter(client, make_link(app))}s/G")

    page.locator('[name="G1.1.event"]').fill("う" * 90)

    expect(page.locator("[data-rows-of=G1]")).to_contain_text("1行")
    expect(page.locator("#q-G1-1-event-e")).to_contain_text("10字超えています")
    expect(page.locator("#q-G1-0-event-e")).to_have_count(0)
    expect(page.locator("#q-G1-1-event-c")).to_contain_text("10字 超過")


def test_enter_in_a_text_of_one_line_saves_in_place(app: Flask, client: FlaskClient, window_on: Open) -> None:
    link = make_link(app)
    window = window_on()
    page = window.show(f"{enter(client, link)}s/C")

    for name, text in (("C1", "書かない窓口"), ("C2", "窓口で聞き取る。")):
        field = page.locator(f'[name="{name}"]')
        field.fill(text)
        field.press("Enter")
        expect(page.locator("[data-announce]")).to_contain_text("保存しました")
        expect(field).to_be_focused()
        assert answers(app, link)[name].value == {"": text}

    assert [path for method, path in window.asked if method == "POST" and "/s/C" in path] == []


def test_a_link_of_the_list_of_errors_leads_into_the_field(
    app: Flask, client: FlaskClient, window_on: Open
) -> None:
    home = enter(client, make_link(app))
    page = window_on().show(f"{home}s/C?check=1")

    expect(page.locator("[data-focus]")).to_be_focused()
    page.locator("[data-focus] a").nth(3).click()
    expect(page.locator("#q-C4-1")).to_be_focused()
    page.goto(f"http://localhost{home}s/C?check=1#q-C3")
    expect(page.locator('[name="C3"]')).to_be_focused()


def test_a_file_is_measured_before_it_is_sent(app: Flask, client: FlaskClient, window_on: Open) -> None:
    window = window_on()
    page = window.show(f"{enter(client, make_link(app))}s/K")
    large = {"name": "計画.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + b"x" * 6_000_000}

    page.locator('[name="K2.files.upload"]').set_input_files(large)  # type: ignore[arg-type]

    expect(page.locator('[data-item="K2"]')).to_contain_text("「計画.pdf」は5.7MBあり、送れません")
    assert [path for method, path in window.asked if method == "POST" and "/s/K" in path] == []


@pytest.mark.parametrize(
    ("blocked", "is_warned"), [((), False), (("answering.js",), True), (("counting.js",), True)]
)
def test_where_the_script_does_not_come_the_page_says_so_and_offers_buttons(
    app: Flask, client: FlaskClient, window_on: Open, blocked: tuple[str, ...], is_warned: bool
) -> None:
    home = enter(client, make_link(app))
    window = window_on()
    window.blocked = blocked
    page = window.show(f"{home}s/F")

    expect(page.locator(".no-live")).to_be_visible(visible=is_warned)
    expect(page.locator(".by-hand").first).to_be_visible(visible=is_warned)


def test_without_script_a_button_in_the_middle_saves_and_stays(
    app: Flask, client: FlaskClient, window_on: Open
) -> None:
    home = enter(client, make_link(app))
    page = window_on(script=False).show(f"{home}s/F")

    expect(page.locator(".no-live")).to_be_visible()
    expect(page.locator(".by-hand")).to_have_count(page.locator("[data-item]").count() - 1)
    expect(page.locator("[data-save-state]")).not_to_contain_text("保存しました")


def test_what_the_page_sends_along_names_the_texts_when_the_link_is_lost(
    app: Flask, client: FlaskClient, window_on: Open
) -> None:
    home = enter(client, make_link(app))
    page = window_on().show(f"{home}s/H")
    page.locator('[name="H1.0.standing"]').select_option(index=1)
    page.locator('[name="H1.0.post"]').fill("cio")
    chosen = page.locator('[name="H1.0.standing"] option:checked').inner_text()
    sent = page.evaluate(
        "() => Object.fromEntries(new FormData(document.querySelector('form[data-autosave]')))"
    )

    lost = app.test_client().post(f"{home}s/H", data=sent).text

    assert "H1　キーマン（1 所属・職）" in lost
    assert ">\ncio</textarea>" in lost
    assert f"H1　キーマン（1 立場）</span>：{chosen}" in lost
