"""Chromium of the distribution, and an eye on what a page does that it should not."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, expect

from tests.waiting import PATIENCE_S

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
LOCAL_SCHEMES = ("data", "blob", "about", "chrome-error")


def launch(playwright: Playwright) -> Browser:
    """Start the distribution's Chromium; whoever expects something of a page is patient.

    Raises:
        AssertionError: There is none; the text says what to install.
    """
    paths = [path for name in NAMES if (path := shutil.which(name))]
    expect.set_options(timeout=PATIENCE_S * 1000)
    assert paths, f"no browser on PATH ({', '.join(NAMES)}): install the package chromium"
    return playwright.chromium.launch(executable_path=paths[0], args=ARGUMENTS)


@dataclass
class Watch:
    """Collects what must not happen: errors in the console (the CSP speaks there too), requests elsewhere."""

    host: str
    troubles: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._requested)
        context.on("console", self._spoken)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))

    def _requested(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.netloc != self.host and parts.scheme not in LOCAL_SCHEMES:
            self.troubles.append(f"request to {request.url}")

    def _spoken(self, message: ConsoleMessage) -> None:
        if message.type != "error" and "Content Security Policy" not in message.text:
            return
        if any(words in message.text for words in self.expected):
            return
        self.troubles.append(f"console: {message.text} ({message.location.get('url', '')})")

    @contextmanager
    def expecting(self, *words: str) -> Iterator[None]:
        """Let pass what the browser says about an answer that is meant to be an error, e.g. `status of 409`."""
        before, self.expected = self.expected, (*self.expected, *words)
        yield
        self.expected = before


@dataclass
class Windows:
    """Opens browser windows on the sample, each with cookies of its own, all watched."""

    browser: Browser
    base_url: str
    watch: Watch
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, *, viewport: dict[str, int] = DESK, script: bool = True, **options: Any) -> Page:
        context = self.browser.new_context(
            base_url=self.base_url, viewport=viewport, java_script_enabled=script,  # type: ignore[arg-type]
            locale="ja-JP", timezone_id="Asia/Tokyo", accept_downloads=True, reduced_motion="reduce", **options,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_S * 1000)
        self.watch.follow(context)
        self.contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self.contexts:
            context.close()
