"""The static edition: complete, linked, silent towards the outside, saying what the book says."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
from msgspec.structs import replace

from casefinder.publish.content import EditionContent
from casefinder.publish.data.files import data_files
from casefinder.publish.site.files import site_files


class Outline(HTMLParser):
    """What a page links, loads and identifies."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.styled: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")
        if tag in ("img", "script", "iframe") and found.get("src"):
            self.loads.append(found["src"] or "")
        if tag == "link" and found.get("rel") == "stylesheet":
            self.loads.append(found["href"] or "")
        if "id" in found:
            self.ids.append(found["id"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "style" in found or tag == "style":
            self.styled.append(tag)


@pytest.fixture(scope="module")
def files(content: EditionContent, assets: Path) -> dict[str, bytes]:
    return site_files(content, assets)


@pytest.fixture(scope="module")
def outlines(files: dict[str, bytes]) -> dict[str, Outline]:
    made = {}
    for path, data in files.items():
        if path.endswith(".html"):
            made[path] = Outline()
            made[path].feed(data.decode())
    return made


def resolved(page: str, href: str) -> str:
    parts: list[str] = []
    for part in (*PurePosixPath(page).parent.parts, *PurePosixPath(href.partition("#")[0]).parts):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_every_link_ends_somewhere(
    content: EditionContent, outlines: dict[str, Outline], files: dict[str, bytes]
) -> None:
    beside = {f"../data/{name}" for name in data_files(content)} | {"../book.pdf"}
    for page, outline in outlines.items():
        for href in (*outline.links, *outline.loads):
            if href.startswith("https:"):
                assert href == content.licence_url, (page, href)
                continue
            target = resolved(page, href) if not href.startswith("#") else page
            assert target in files or target in beside, (page, href)
            if "#" in href and target in outlines:
                assert href.partition("#")[2] in outlines[target].ids, (page, href)


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(
    outlines: dict[str, Outline], files: dict[str, bytes]
) -> None:
    for page, outline in outlines.items():
        assert not [address for address in outline.loads if "//" in address], page
        assert not outline.styled, page
        assert not re.search(r"<script(?! type=\"application/ld\+json\")", files[page].decode()), page
    assert b"url(http" not in files["assets/site.css"]


def test_headings_begin_with_one_h1_and_skip_no_level(outlines: dict[str, Outline]) -> None:
    for page, outline in outlines.items():
        assert outline.headings[0] == 1, page
        assert outline.headings.count(1) == 1, page
        assert all(b <= a + 1 for a, b in zip(outline.headings, outline.headings[1:], strict=False)), page
        assert len(set(outline.ids)) == len(outline.ids), page


def test_a_case_page_says_all_that_the_book_prints(content: EditionContent, files: dict[str, bytes]) -> None:
    for case in content.cases:
        page = files[f"cases/{case.code}.html"].decode()
        texts = [
            case.title,
            case.lead,
            *case.background,
            *(s.text for s in case.steps),
            *(t.response for t in case.troubles),
        ]
        texts += (
            [e.after for e in case.effects]
            + [s.text for s in case.stopped]
            + [c.text for c in case.conditions]
        )
        texts += [case.voice.text] if case.voice else []
        assert not [text for text in texts if text not in page]


def test_what_people_wrote_stays_text(content: EditionContent, assets: Path) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    case = replace(content.cases[0], title=evil, lead=evil)

    page = site_files(replace(content, cases=(case, *content.cases[1:])), assets)["cases/01.html"].decode()

    assert "<script>" not in page
    assert "<img src=x" not in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert data
    assert json.loads(data[1])["headline"] == evil


def test_the_sitemap_lists_every_page_and_needs_an_address(
    content: EditionContent, assets: Path, outlines: dict[str, Outline]
) -> None:
    sitemap = site_files(content, assets)["sitemap.xml"].decode()

    assert sitemap.count("<loc>") == len(outlines)
    assert "sitemap.xml" not in site_files(replace(content, web_url=""), assets)


def test_the_same_content_gives_the_same_files(
    content: EditionContent, assets: Path, files: dict[str, bytes]
) -> None:
    assert site_files(content, assets) == files
