"""The public face as a reader uses it."""

import hashlib
from pathlib import Path

from playwright.sync_api import Page, expect


class PublicPages:
    """One reader's browser window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open_library(self) -> None:
        self.page.goto("/")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def open_casebook(self, slug: str) -> None:
        answer = self.page.goto(f"/casebooks/{slug}/")
        assert answer is not None
        assert answer.status == 200

    def printed_checksum(self) -> str:
        """Return the book's SHA-256 as the page gives it."""
        return self.page.locator("table.sums tr", has_text="book.pdf").locator("td").inner_text().strip()

    def download_book(self, folder: Path) -> tuple[Path, str]:
        """Fetch the book behind the page's link; returns the file and its SHA-256."""
        address = self.page.locator('a[href$="/book.pdf"]').first.get_attribute("href")
        answer = self.page.context.request.get(address or "")
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("application/pdf")
        path = folder / "book.pdf"
        path.write_bytes(answer.body())
        return path, hashlib.sha256(answer.body()).hexdigest()
