"""Content to HTML to a WeasyPrint document; knows on which page each place of the book fell."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casefinder.publish.book import matter
from casefinder.publish.book.fetcher import BookFetcher, ForbiddenAddress
from casefinder.publish.content import EditionContent
from casefinder.publish.environment import environment


class BuildRefused(RuntimeError):
    """The book cannot be made from this content; each finding is a sentence in Japanese."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Rendered:
    """The laid-out book, before finishing: PDF bytes, page of each anchor (from 0), number of pages."""

    pdf: bytes
    anchors: dict[str, int]
    pages: int


def book_html(content: EditionContent) -> str:
    """Return the whole book as one HTML text."""
    return environment().get_template("book/book.html").render(**matter.context(content))


def render(content: EditionContent, assets: Path) -> Rendered:
    """Lay out the book; fonts must have been isolated before, for the same book on every machine.

    Raises:
        BuildRefused: The text asks for an address that is not the book's own.
    """
    from weasyprint import HTML

    fetcher = BookFetcher(assets, matter.drawings())
    try:
        document = HTML(string=book_html(content), url_fetcher=fetcher).render(presentational_hints=False)
        pdf = document.write_pdf(
            pdf_variant="pdf/a-3a", pdf_identifier=content.slug.encode(), presentational_hints=False
        )
    except ForbiddenAddress as error:
        raise BuildRefused((str(error),)) from error
    return Rendered(pdf or b"", _anchors(document), len(document.pages))


def _anchors(document: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for name in page.anchors:
            found.setdefault(name, number)
    return found
