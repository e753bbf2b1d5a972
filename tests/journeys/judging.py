"""What every page has to stand: axe-core at two widths, and no sideways scrolling on a phone."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.browsing import DESK, PHONE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "preload": False,
}
WIDEST = """() => {
  const root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  if (over <= 0) return null;
  const out = [...document.body.querySelectorAll("*")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && box.right > root.clientWidth + 1 && !e.closest("[tabindex='0'].tablewrap, .scroll, .vh");
  });
  return `${over} px: ` + out.slice(0, 4).map((e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") +
    (typeof e.className === "string" && e.className ? "." + e.className.trim().split(/\\s+/).join(".") : "")).join(" > ");
}"""
UNFOLD = (
    "() => { for (const each of document.querySelectorAll('main details:not([open])')) each.open = true; }"
)


@dataclass
class Judge:
    """Judges pages and keeps what it found; `verdict()` fails the test with all of it."""

    axe: Axe = field(default_factory=Axe)
    found: list[str] = field(default_factory=list)
    pages: int = 0

    def look(self, page: Page, name: str = "", *, unfold: bool = True) -> None:
        """Judge the present page at both widths; on the phone with everything folded out."""
        name = name or page.url.partition("//")[2].partition("/")[2] or "/"
        self.pages += 1
        before = page.viewport_size
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        self._axe(page, f"{name} at {DESK['width']}")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self.sideways(page, name)
        if unfold:
            page.evaluate(UNFOLD)
            self.sideways(page, f"{name} folded out")
        self._axe(page, f"{name} at {PHONE['width']}")
        if before:
            page.set_viewport_size(before)

    def without_script(self, page: Page, name: str = "") -> None:
        """Judge a page whose own scripts may not run: only its width on the phone (the judge needs none of them)."""
        self.pages += 1
        self.sideways(page, name or page.url)

    def sideways(self, page: Page, name: str) -> None:
        """Say what makes a page scroll sideways."""
        if wide := page.evaluate(WIDEST):
            self.found.append(f"{name}: scrolls sideways by {wide}")

    def _axe(self, page: Page, name: str) -> None:
        for violation in self.axe.run(page, options=OPTIONS).response["violations"]:
            nodes = violation["nodes"]
            where = "; ".join(" ".join(map(str, node["target"])) for node in nodes[:3])
            said = nodes[0].get("failureSummary", "").replace("\n", " ")[:220]
            self.found.append(f"{name}: {violation['id']} ×{len(nodes)}: {where} | {said}")

    def verdict(self) -> None:
        assert self.pages, "no page was looked at"
        assert not self.found, "\n" + "\n".join(dict.fromkeys(self.found))
