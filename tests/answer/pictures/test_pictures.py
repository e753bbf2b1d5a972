"""Every page of the respondent, looked at in the reader's own colours, dark and light, and on paper."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests.answer.every_page import LONG, SECTIONS, all_pages
from tests.answer.looking import DESK, PHONE, SHEET, Window, alike_when_chosen, cut
from tests.answer.pictures.conftest import Open
from tests.factories import files
from tests.factories.invitations import enter, make_link
from tests.journeys.judging import Judge

PAPER = "*, *::before, *::after { background: none !important; box-shadow: none !important; }"  # as printers are set


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_in_the_readers_own_colours_what_is_chosen_is_seen_on_every_page(
    app: Flask, client: FlaskClient, window_on: Open, theme: Any
) -> None:
    window = window_on(forced_colors="active", color_scheme=theme)

    alike = {}
    for path, html in all_pages(app, client).items():
        page = window.show(path, page=html)
        if found := alike_when_chosen(page):
            alike[path] = found

    assert alike == {}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_in_the_readers_own_colours_states_and_the_present_section_are_told_apart(
    app: Flask, client: FlaskClient, window_on: Open, theme: Any
) -> None:
    window = window_on(forced_colors="active", color_scheme=theme)
    pages = all_pages(app, client)
    home = next(path for path in pages if path.startswith("/r/"))

    page = window.show("/returned/", page=pages["/returned/"])
    shapes = {
        name: page.locator(f".tl .st.{name} svg").first.screenshot()
        for name in ("done", "todo", "doing", "fix")
        if page.locator(f".tl .st.{name}").count()
    }
    page = window.show(f"{home}s/F", page=pages[f"{home}s/F"])
    edges = page.evaluate(
        """() => [".toc .here", ".toc a:not(.end)"].map((name) => getComputedStyle(document.querySelector(name)).borderLeftColor)"""
    )
    buttons = [
        page.locator(name).first.screenshot() for name in (".next .btn.primary", ".next .btn:not(.primary)")
    ]

    assert len(set(shapes.values())) == len(shapes) >= 2
    assert edges[0] != edges[1]
    assert buttons[0] != buttons[1]


def printed(window: Window, path: str, html: str | None, *, with_boxes: bool) -> dict[str, Any]:
    """Return what stands in the way of printing a page, looked at as a printer without backgrounds shows it."""
    page = window.show(path, page=html)
    chosen = page.evaluate(
        """() => [...document.querySelectorAll(".tick:has(:checked), .seg label:has(:checked)")]
        .filter((label) => label.getClientRects().length).length"""
    )
    page.emulate_media(media="print")
    if with_boxes:  # a page without script takes no style from outside
        page.add_style_tag(content=PAPER)
    words = page.evaluate(
        """() => [...document.querySelectorAll(".tick:has(:checked), .seg label:has(:checked)")]
        .filter((label) => label.getClientRects().length && getComputedStyle(label, "::after").content.includes("選択")).length"""
    )
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    text = page.evaluate("() => document.body.innerText")
    found = {"cut": cut(page), "wide": max(0, wide), "words": words, "chosen": chosen, "text": text}
    found["alike"] = alike_when_chosen(page) if with_boxes else []
    page.emulate_media(media="screen")
    return found


@pytest.mark.parametrize("script", [True, False])
def test_on_paper_nothing_is_cut_and_what_is_chosen_is_said(
    app: Flask, client: FlaskClient, window_on: Open, script: bool
) -> None:
    window = window_on(script=script, viewport=SHEET)

    wrong: dict[str, Any] = {}
    seen = {}
    for path, html in all_pages(app, client).items():
        seen[path] = printed(window, path, html, with_boxes=script)
        bad = {name: seen[path][name] for name in ("cut", "wide", "alike") if seen[path][name]}
        if bad:
            wrong[path] = bad

    assert wrong == {}
    assert [path for path, found in seen.items() if found["words"] < (found["chosen"] > 0)] == []
    if script:
        (section,) = (
            found for path, found in seen.items() if path.endswith("s/F") and path.startswith("/r/")
        )
        assert LONG in section["text"].replace("\n", ""), "a text is printed to its end"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_box_shows_a_text_of_its_whole_limit(
    app: Flask, client: FlaskClient, window_on: Open, viewport: Any
) -> None:
    link = make_link(app)
    home = enter(client, link)
    client.post(f"{home}s/K", data={"K1.upload": (io.BytesIO(files.jpeg()), "写真.jpg"), "seen.K1": "0."})
    files.read_files(app)
    window = window_on(script=False, viewport=viewport)

    assert {key: hidden for key in SECTIONS if (hidden := cut_when_full(window.show(f"{home}s/{key}")))} == {}


def cut_when_full(page: Page) -> list[str]:
    """Return which boxes of a page do not show a text of their whole limit."""
    page.evaluate(
        """() => { for (const box of document.querySelectorAll("form .f [data-limit][data-counter]"))
        box.value = "あ".repeat(Number(box.dataset.limit)); }"""
    )
    return cut(page)


def test_axe_finds_nothing_on_any_page_at_either_width(
    app: Flask, client: FlaskClient, window_on: Open
) -> None:
    window, judge = window_on(), Judge()

    for path, html in all_pages(app, client).items():
        judge.look(window.show(path, page=html), path)

    judge.verdict()
