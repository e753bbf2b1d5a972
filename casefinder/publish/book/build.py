"""From frozen content to a finished, linted book; the steps report how far they are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from casefinder.publish.book import check, finish, lint
from casefinder.publish.book.check import Finding
from casefinder.publish.book.render import BuildRefused, render
from casefinder.publish.content import EditionContent
from casefinder.publish.data.files import csv_files

STEPS = ("check", "lay-out", "finish", "lint")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Book:
    """A finished book, the page on which each case begins (from 1), and the warnings that remain."""

    pdf: bytes
    pages: int
    case_pages: dict[int, int]
    warnings: tuple[Finding, ...]


def build_book(
    content: EditionContent, assets: Path, progress: Progress, on_pdf: Callable[[bytes], None] | None = None
) -> Book:
    """Make the book.

    Args:
        content: The frozen content.
        assets: Folder of the picture files, named by their ids.
        progress: Called with the step's name, steps done, steps in all.
        on_pdf: Called with the finished file before it is looked over, so that a judge can begin to read.

    Raises:
        BuildRefused: The content, the layout or the finished file has an error; findings in Japanese.
    """
    progress("check", 0, len(STEPS))
    found = check.check_content(content, assets)
    _refuse(found)
    progress("lay-out", 1, len(STEPS))
    rendered = render(content, assets)
    found += lint.check_layout(content, rendered.anchors, rendered.pages)
    _refuse(found)
    progress("finish", 2, len(STEPS))
    pdf = finish.finish(rendered.pdf, content, rendered.anchors, csv_files(content))
    if on_pdf:
        on_pdf(pdf)
    progress("lint", 3, len(STEPS))
    found += lint.check_book(pdf)
    _refuse(found)
    progress("lint", 4, len(STEPS))
    case_pages = {case.number: rendered.anchors[f"事例{case.code}"] + 1 for case in content.cases}
    return Book(pdf, rendered.pages, case_pages, tuple(found))


def _refuse(found: list[Finding]) -> None:
    if errors := [str(finding) for finding in found if finding.error]:
        raise BuildRefused(tuple(dict.fromkeys(errors)))
