"""The guide as pages: `docs/guide/ja` is its one source, read from the program's folder, so that it works without a network."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from casefinder.folding import fold

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDE = DOCS / "guide" / "ja"
PICTURES = DOCS / "pictures"
START = "index"
FOR_RESPONDENTS = ("answer-", "faq")  # how the names of the chapters begin that respondents may open
BESIDE = ("install", "settings", "who-sees-what")  # further pages of the documentation, for the staff

CHAPTERS = {
    "account_list": "admin-accounts", "accounts": "edit-start", "attachments": "edit-response", "board": "edit-board",
    "builds": "publish-book", "file_finds": "publish-book", "campaign_list": "edit-campaign", "campaigns": "edit-campaign", "case_changes": "edit-case",
    "case_decisions": "edit-approve", "case_fit": "edit-case", "case_gate": "edit-approve", "casebooks": "publish-edition", "cases": "edit-case",
    "codebook": "edit-codebook", "coding": "edit-desk", "find": "edit-search", "invitations": "edit-invite",
    "organisation_facts": "edit-organisations", "organisations": "edit-organisations", "overview": "edit-start",
    "post": "admin-mail", "questionnaires": "edit-campaign", "releases": "publish-release", "responses": "edit-response",
    "sample_mailbox": "admin-mail", "search": "edit-search", "second_factor": "edit-start", "trail": "admin-audit", "upkeep": "admin-audit",
    "invitation_pages": "answer-open", "answering": "answer-write", "attachment_pages": "answer-files",
    "submitting": "answer-submit",
}  # fmt: skip  # blueprint → chapter


@dataclass(frozen=True)
class Heading:
    """One heading: of which page, its words, and where in the page it stands."""

    page: str
    title: str
    words: str
    anchor: str


@dataclass(frozen=True)
class Page:
    """One page of the guide, ready to be shown."""

    name: str
    title: str
    body: Markup
    headings: tuple[Heading, ...]


def names() -> tuple[str, ...]:
    """Return the names of all chapters."""
    return tuple(sorted(path.stem for path in GUIDE.glob("*.md")))


def is_for_respondents(name: str) -> bool:
    """Say whether respondents may open a chapter, too."""
    return name.startswith(FOR_RESPONDENTS)


def chapter_of(blueprint: str | None) -> str:
    """Return the chapter that a page's room is told of in; the beginning of the guide when there is none."""
    return CHAPTERS.get(blueprint or "", START)


def picture(name: str) -> bytes | None:
    """Return a picture of the guide, None when there is none of that name."""
    known = {path.name: path for path in PICTURES.glob("*.png")}
    return known[name].read_bytes() if name in known else None


@cache
def page(name: str, base: str) -> Page | None:
    """Return a page, None when there is none of that name.

    Args:
        name: The file's name without its ending.
        base: Where the pages are served: `/staff/guide`, or `/guide` for respondents.
    """
    path = GUIDE / f"{name}.md" if name in names() else DOCS / f"{name}.md"
    if name not in names() and name not in BESIDE:
        return None
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    headings = tuple(_headings(tokens, name))
    for token in tokens:
        for child in token.children or ():
            _point(child, base)
    reader.add_render_rule("table_open", _table_open)
    reader.add_render_rule("table_close", _table_close)
    body = Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704 - our own text, its HTML is escaped
    return Page(name, headings[0].words if headings else name, body, headings)


def search(typed: str, *, base: str) -> list[Heading]:
    """Return the headings that hold all words that were typed, in the guide's order."""
    words = [fold(word).text for word in typed.split()]
    found = (heading for name in _served(base) if (known := page(name, base)) for heading in known.headings)
    return [
        each for each in found if words and all(word in fold(each.title + each.words).text for word in words)
    ]


def _served(base: str) -> Sequence[str]:
    return [name for name in names() if base.startswith("/staff") or is_for_respondents(name)]


def _headings(tokens: Sequence[Token], name: str) -> Iterator[Heading]:
    title = ""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in tokens[place + 1].children or ())
            title = title or words
            anchor = f"h-{place}"
            token.attrSet("id", anchor)
            token.attrSet("class", {"h1": "h1", "h2": "h2"}.get(token.tag, "h3"))
            yield Heading(name, title, words, anchor)


def _point(child: Token, base: str) -> None:
    """Let links and pictures lead to where they are served; a link that leads out of the guide is no link."""
    if child.type == "image":
        child.attrSet("src", f"{base}/pictures/{Path(str(child.attrGet('src'))).name}")
        child.attrSet("loading", "lazy")
    elif child.type == "link_open":
        target, anchor = urldefrag(str(child.attrGet("href") or ""))
        name = Path(target).stem
        if target.startswith(("http:", "https:", "mailto:")):
            return
        if name in _served(base) or (base.startswith("/staff") and name in BESIDE):
            child.attrSet("href", f"{base}/{name}" + (f"#{anchor}" if anchor else ""))
            child.attrSet("class", "link")
        elif name == START:
            child.attrSet("href", f"{base}/")
            child.attrSet("class", "link")
        else:
            child.tag, child.attrs = "span", {}


def _table_open(*_: Any) -> str:
    return f'<div class="tablewrap" tabindex="0" role="region" aria-label="{html.escape("表")}"><table class="list">'


def _table_close(*_: Any) -> str:
    return "</table></div>"
