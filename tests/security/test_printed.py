"""SEC-01, SEC-14: what people write stays text in the book, in the site and in letters."""

import json
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from casefinder.publish.book.render import book_html
from casefinder.publish.content import EditionContent, from_json, to_json
from casefinder.publish.site.files import site_files
from tests.publish.sample_content import sample_content, write_assets
from tests.security.world import World

pytestmark = pytest.mark.slow

ATTACK = "\"><svg/onload=alert(1)>'{{7*7}}</script><img src=file:///etc/passwd>Z"
BROKEN_OUT = re.compile(r"<svg/onload|(?:'|&#39;)49(?:<|&lt;)")
WRITTEN = re.compile(r"[ぁ-んァ-ヶ一-龠].*[。、（]|[ぁ-んァ-ヶ一-龠]{9}")
CODED = {"name", "area_name", "subprefecture", "trouble_row", "chapter", "kind", "reading", "row"}


def poisoned(value: Any, key: str = "") -> Any:
    """Return the content with the attack behind every sentence that a person may have written."""
    if isinstance(value, dict):
        return {name: poisoned(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, key) for each in value]
    if isinstance(value, str) and key not in CODED and WRITTEN.search(value):
        return value + ATTACK
    return value


def hostile_edition() -> EditionContent:
    content = from_json(json.dumps(poisoned(json.loads(to_json(sample_content()))), ensure_ascii=False))
    assert to_json(content).count("onload=alert") > 200
    return content


def assert_text_only(html: str, where: str) -> None:
    assert not BROKEN_OUT.search(html), (where, BROKEN_OUT.search(html))
    page = lxml.html.fromstring(html.encode())
    assert [e.get("src") for e in page.iter("img") if "file:" in (e.get("src") or "")] == [], where
    assert [e for e in page.iter("svg") if e.get("onload")] == [], where
    for script in page.iter("script"):
        assert script.get("src") or script.get("type") == "application/ld+json", where
        if not script.get("src"):
            json.loads(script.text_content())


def test_sec_01_no_page_of_the_site_is_hurt_by_what_it_tells(tmp_path: Path) -> None:
    content = hostile_edition()

    files = site_files(content, write_assets(content, tmp_path))

    pages = {name: data.decode() for name, data in files.items() if name.endswith((".html", ".xml"))}
    assert len(pages) > 20
    for name, text in pages.items():
        assert "<svg/onload" not in text, name
        if name.endswith(".html"):
            assert_text_only(text, name)
    assert sum(text.count("alert(1)") for text in pages.values()) > 100


def test_sec_14_the_book_is_laid_out_from_text(tmp_path: Path) -> None:
    html = book_html(hostile_edition())

    assert_text_only(html, "book")
    assert html.count("alert(1)") > 100


def test_sec_16_letters_are_plain_text_to_one_address(world: World) -> None:
    letters = world.app.extensions["postman"].sent

    assert len(letters) >= 4
    for letter in letters:
        assert letter.get_content_type() == "text/plain"
        assert len(letter["To"].addresses) == 1
        assert "\n" not in str(letter["Subject"])
        assert set(letter.keys()) >= {"Message-ID", "Auto-Submitted"}
        assert "49Z" not in letter.get_content()
