"""The application in a real browser without a server: what the browser asks for is answered by the test's client."""

import io
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page, Route

from tests.waiting import PATIENCE_S

BASE = "http://localhost"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
SHEET = {"width": 718, "height": 1000}  # A4 between its margins
KEPT = ("content-type", "x-csrftoken", "accept", "sec-fetch-site")
BOXES = """(chosen) => {
  const boxes = [...document.querySelectorAll("input[type=checkbox], input[type=radio]")].filter((box) => {
    const size = box.getBoundingClientRect();
    return size.width && getComputedStyle(box).visibility !== "hidden";
  });
  for (const box of boxes) { box.name = `x${Math.random()}`; box.checked = chosen; }
  return boxes.map((box) => {
    const size = box.getBoundingClientRect();
    return [size.left + scrollX, size.top + scrollY, size.right + scrollX, size.bottom + scrollY];
  });
}"""
CUT = """() => [...document.querySelectorAll("textarea, input[type=text], .on-paper, .said-text, td, dd, p")].filter((box) => {
  const style = getComputedStyle(box);
  if (!box.getClientRects().length || style.visibility === "hidden" || box.closest(".vh, .lb")) return false;
  return box.scrollWidth > box.clientWidth + 1 && style.display !== "inline" && style.overflow !== "visible"
    || box.matches("textarea") && box.scrollHeight > box.clientHeight + 1;
}).map((box) => `${box.tagName} ${box.id || box.className} ${box.scrollWidth}>${box.clientWidth} ${box.scrollHeight}>${box.clientHeight}`)"""


@dataclass
class Window:
    """One browser window on the application; `shown` are pages that only a POST gives, by their address."""

    page: Page
    client: FlaskClient
    shown: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    blocked: tuple[str, ...] = ()
    troubles: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.asked.append((request.method, path))
        if any(parts.path.endswith(name) for name in self.blocked):
            route.abort()
            return
        if parts.path in self.shown:
            route.fulfill(body=self.shown[parts.path], content_type="text/html; charset=utf-8")
            return
        headers = {name: value for name, value in request.headers.items() if name in KEPT}
        answer = self.client.open(
            path,
            method=request.method,
            data=request.post_data_buffer,
            headers=headers,
            follow_redirects=True,
            buffered=True,
        )
        route.fulfill(status=answer.status_code, body=answer.get_data(), content_type=answer.content_type)

    def show(self, path: str, *, page: str | None = None) -> Page:
        """Go to a page of the application, or show one that a POST gave."""
        if page is not None:
            self.shown[path] = page
        self.page.goto(BASE + path)
        return self.page


def open_window(browser: Browser, client: FlaskClient, *, script: bool = True, **options: Any) -> Window:
    """Open a window; afterwards no script may have failed."""
    context = browser.new_context(
        viewport=options.pop("viewport", DESK), java_script_enabled=script, locale="ja-JP", bypass_csp=True,
        reduced_motion="reduce", **options,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_S * 1000)
    window = Window(context.new_page(), client)
    window.page.on("pageerror", lambda error: window.troubles.append(str(error)))
    context.route("**/*", window.answer)
    return window


def picture(page: Page) -> Image.Image:
    """Return the whole page as a picture, one pixel a CSS pixel."""
    return Image.open(
        io.BytesIO(page.screenshot(full_page=True, scale="css", animations="disabled"))
    ).convert("RGB")


def alike_when_chosen(page: Page) -> list[tuple[float, ...]]:
    """Return the places of tick boxes and dots that look the same chosen and not chosen."""
    boxes = page.evaluate(BOXES, True)
    if not boxes:
        return []
    with_all = picture(page)
    page.evaluate(BOXES, False)
    with_none = picture(page)
    return [tuple(box) for box in boxes if not _differ(with_all, with_none, box)]


def _differ(one: Image.Image, other: Image.Image, box: list[float]) -> bool:
    place = tuple(round(each) for each in box)
    difference = ImageChops.difference(one.crop(place), other.crop(place)).convert("L")
    strong = sum(difference.histogram()[96:])  # pixels that changed by more than a third of the whole range
    return strong >= 20


def cut(page: Page) -> list[str]:
    """Return what is wider or higher than the place it has."""
    found: list[str] = page.evaluate(CUT)
    return found


def looks(locator: Locator) -> bytes:
    """Return an element's picture."""
    return locator.screenshot()
