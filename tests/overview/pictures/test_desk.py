"""The reading desk under mouse and keyboard: what Enter takes, what an IME's Enter does not, what a selection offers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select

from casefinder.analyse.coding.models import Coding
from casefinder.analyse.suggestions.models import Reading
from casefinder.analyse.themes import service as themes
from casefinder.analyse.themes.models import Theme
from casefinder.prefectures import HOKKAIDO
from tests.conftest import NOON
from tests.databases import prepared
from tests.factories.accounts import sign_in
from tests.factories.responses import complete_answers, make_response
from tests.factories.suggestions import make_suggestion
from tests.overview.pictures.conftest import Open

TEXT = "待ち時間が減った。鱈場蟹をやめた。"
ENTER_OF_AN_IME = {
    "Safari": "{key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}",
    "others": "{key: 'Enter', keyCode: 13, isComposing: true, bubbles: true, cancelable: true}",
}


@prepared
def response_id(app: Flask) -> int:
    """A submitted response with a proposal on a sentence of F3."""
    with app.extensions["database"].transaction() as session:
        themes.load_standard(session, HOKKAIDO, now=NOON)
        response = make_response(
            session, answers=complete_answers(F3={"": TEXT}), is_submitted=True, now=NOON
        )
        suggestion = make_suggestion(session, response=response, words="待ち時間が減った。")
        reading = session.get_one(Reading, suggestion.reading_id)
        reading.threshold, reading.done_at = 0.5, NOON
        return response.id


@pytest.fixture
def desk(app: Flask, client: FlaskClient, response_id: int, window_on: Open) -> Page:
    sign_in(client, app)
    page = window_on().show(f"/staff/desk/{response_id}")
    expect(page.locator(".sn").first).to_be_visible()
    return page


def coded(app: Flask) -> list[str]:
    with app.extensions["database"].reading() as session:
        return list(session.scalars(select(Theme.name).join(Coding, Coding.theme_id == Theme.id)))


def look_for(page: Page, typed: str) -> None:
    page.keyboard.press("t")
    page.locator("#picker-find").fill(typed)


def first(page: Page) -> str:
    return page.locator("#picker-list li:visible .nm").first.inner_text()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("時間", "時間短縮・業務効率化"), ("住民・顧", "住民・顧客の利便性と満足"), ("人手・担い手不足", "人手・担い手不足"),
        ("担い手不足", "人手・担い手不足"), ("働き方", "働き方・職員負担の改善"),
    ],
)  # fmt: skip
def test_enter_takes_the_theme_whose_name_is_or_begins_with_what_was_typed(
    app: Flask, desk: Page, typed: str, wanted: str
) -> None:
    look_for(desk, typed)
    assert first(desk) == wanted

    desk.keyboard.press("Enter")

    expect(desk.locator("#say")).to_contain_text(wanted)
    assert coded(app) == [wanted]


@pytest.mark.parametrize("browser_name", ENTER_OF_AN_IME)
def test_the_enter_that_ends_a_conversion_takes_no_theme(app: Flask, desk: Page, browser_name: str) -> None:
    look_for(desk, "じかん")
    desk.locator("#picker-find").fill("時間")

    desk.evaluate(
        f"document.getElementById('picker-find').dispatchEvent(new KeyboardEvent('keydown', {ENTER_OF_AN_IME[browser_name]}))"
    )

    expect(desk.locator("#picker")).to_have_attribute("open", "")
    assert coded(app) == []
    desk.keyboard.press("Enter")
    expect(desk.locator("#picker")).not_to_have_attribute("open", "")


def select_words(page: Page, words: str) -> None:
    """Draw the mouse over some words of the text."""
    place = page.evaluate(
        """(words) => {
          for (const body of document.querySelectorAll(".body")) {
            const walk = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
            for (let node; (node = walk.nextNode());) {
              const at = node.data.indexOf(words);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at); range.setEnd(node, at + words.length);
              node.parentElement.scrollIntoView({block: "center"});
              const box = range.getBoundingClientRect();
              return [box.left, box.right, box.top + box.height / 2];
            }
          }
        }""",
        words,
    )
    page.mouse.move(place[0] + 1, place[2])
    page.mouse.down()
    page.mouse.move(place[1] - 1, place[2], steps=5)
    page.mouse.up()


def test_what_is_selected_with_the_mouse_has_a_control_beside_it(app: Flask, desk: Page) -> None:
    control = desk.locator("#at-selection")
    expect(control).to_be_hidden()

    select_words(desk, "鱈場蟹")

    expect(control).to_be_visible()
    selected = desk.evaluate(
        "(() => { const b = document.getSelection().getRangeAt(0).getBoundingClientRect(); return [b.top, b.bottom]; })()"
    )
    box = control.bounding_box()
    assert box is not None
    assert min(abs(box["y"] - selected[1]), abs(box["y"] + box["height"] - selected[0])) < 20
    control.get_by_role("button", name="テーマを選ぶ").click()
    desk.locator("#picker-find").fill("時間")
    desk.keyboard.press("Enter")
    expect(desk.locator("#say")).to_contain_text("時間")
    with app.extensions["database"].reading() as session:
        (coding,) = session.scalars(select(Coding))
    assert TEXT[coding.start_char : coding.end_char] == "鱈場蟹"
