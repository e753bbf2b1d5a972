"""The staff face without a mouse: sign in, find the work, do it; the focus is always to be seen."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.addresses import Ids
from tests.journeys.browsing import Windows
from tests.journeys.demo import Demo

FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const marked = [e, e.parentElement].map((each) => getComputedStyle(each)).some((seen) =>
    (parseFloat(seen.outlineWidth) >= 2 && seen.outlineStyle !== "none") || seen.boxShadow !== "none");
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return {name: (e.getAttribute("aria-label") || e.textContent || e.name || "").trim().slice(0, 40),
          tag: e.tagName, href: e.getAttribute("href") || "", field: e.name || "", marked, inside};
}"""
MOST_STEPS = 80


def tab_to(page: Page, *, name: str = "", href: str = "", field: str = "") -> None:
    """Press Tab until the wanted element has the focus; each on the way has to show it."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here is None:
            continue
        assert here["marked"], f"focus cannot be seen on {here} of {page.url}"
        assert here["inside"], f"focus is off the screen on {here} of {page.url}"
        if (
            (name and name in here["name"])
            or (href and here["href"].startswith(href))
            or (field and here["field"] == field)
        ):
            return
    raise AssertionError(f"Tab does not lead to {name or href or field} on {page.url}")


def test_the_desk_by_keyboard_alone(demo: Demo, windows: Windows) -> None:
    person = demo.sign_ins["editor"]
    page = windows.open()
    page.goto("/staff/sign-in")

    tab_to(page, field="email")
    page.keyboard.type(person["email"])
    tab_to(page, field="password")
    page.keyboard.type(person["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#main"
    tab_to(page, href="/staff/desk/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/desk/")
    unread = Ids(demo).one(
        "SELECT r.id FROM response r JOIN reading g ON g.response_id = r.id"
        " WHERE r.submitted_at IS NOT NULL AND r.accepted_at IS NULL AND r.first_read_at IS NULL"
        " AND r.returned_at IS NULL AND g.done_at IS NOT NULL"
    )
    page.goto(f"/staff/desk/{unread}")
    before = page.locator(".note .n.acc").count()
    number = page.locator(".sn.now").get_attribute("data-n")
    page.keyboard.press("j")
    expect(page.locator(".sn.now")).not_to_have_attribute("data-n", str(number))
    page.keyboard.press("k")
    expect(page.locator(".sn.now")).to_have_attribute("data-n", str(number))
    tab_to(page, name="採用して次へ")
    page.keyboard.press("Enter")

    expect(page.locator(".note .n.acc")).to_have_count(before + 1)
    page.keyboard.press("u")
    expect(page.locator(".note .n.acc")).to_have_count(before)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()


def test_every_button_of_the_respondents_section_is_reached_with_the_tab_key(
    demo: Demo, windows: Windows
) -> None:  # fmt: skip
    page = windows.open()
    page.goto(demo.trial_links()[2])

    tab_to(page, name="回答ページを開く")
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/**")
    tab_to(page, href=page.url.partition("127.0.0.1")[2].partition("/")[1] + "r/")
    page.goto(re.sub(r"/r/([^/]+)/.*", r"/r/\1/s/A", page.url))
    tab_to(page, field="A1")
    page.keyboard.press("Space")
    tab_to(page, field="A2")
    page.keyboard.press("ArrowRight")
    tab_to(page, name="保存して")
    page.keyboard.press("Enter")

    page.wait_for_url("**/s/B")
