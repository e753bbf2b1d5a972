"""Book, site and data say for each case under which terms it may be used, and promise nothing that is not so."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from casefinder.publish.book.render import book_html
from casefinder.publish.book.xmp import packet
from casefinder.publish.content import EditionContent
from casefinder.publish.site.files import site_files


def squeezed(html: str) -> str:
    """A page's words without tags and blanks."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


@pytest.fixture(scope="module")
def open_edition(content: EditionContent) -> EditionContent:
    cases = tuple(
        replace(case, open_data=True, figure=replace(case.figure, open_licence=True) if case.figure else None)
        for case in content.cases
    )
    return replace(content, cases=cases)


@pytest.fixture(scope="module")
def closed_edition(content: EditionContent) -> EditionContent:
    return replace(content, cases=tuple(replace(case, open_data=False) for case in content.cases))


def book(content: EditionContent) -> str:
    return squeezed(book_html(content))


def site(content: EditionContent, assets: Path) -> dict[str, str]:
    return {
        path: squeezed(data.decode())
        for path, data in site_files(content, assets).items()
        if path.endswith("html")
    }


def test_the_book_names_the_cases_that_the_licence_does_not_cover(content: EditionContent) -> None:
    words = book(content)

    assert "団体がオープンデータにしていないため、対象外です：事例10。" in words
    assert words.count("利用条件：CCBY4.0の対象外") == 1
    assert words.count("利用条件：CCBY4.0") == len(content.cases)
    assert "16事例のうち、オープンデータにすることに同意のあった15事例のデータです" in words
    assert "対象外の事例や絵・写真は4ページ" in packet(content, keywords="", producer="").decode()


def test_a_book_of_open_cases_says_so_without_exceptions(open_edition: EditionContent) -> None:
    words = book(open_edition)

    assert "対象外" not in words
    assert (
        '<rdf:li xml:lang="x-default">CC BY 4.0</rdf:li>'
        in packet(open_edition, keywords="", producer="").decode()
    )


def test_a_book_of_closed_cases_offers_no_licence(closed_edition: EditionContent) -> None:
    words = book(closed_edition)

    assert "CCBY4.0で使えます" not in words
    assert "引用など法律が認める範囲で使えます" in words


def test_each_page_of_the_site_says_its_own_licence(content: EditionContent, assets: Path) -> None:
    pages = site(content, assets)

    assert "利用条件CCBY4.0の対象外" in pages["cases/10.html"]
    assert "利用条件CCBY4.0の対象外" not in pages["cases/01.html"]
    assert "利用条件CCBY4.0" in pages["cases/01.html"]
    raw = site_files(content, assets)
    assert '"license"' not in raw["cases/10.html"].decode()
    assert '"license"' in raw["cases/01.html"].decode()
    assert "対象外の事例、絵や写真" in pages["index.html"]
    assert "対象外です：事例10" in pages["data.html"]
    assert "同意のあった15事例のデータ" in pages["data.html"]


def test_a_site_of_closed_cases_does_not_offer_its_texts(
    closed_edition: EditionContent, assets: Path
) -> None:
    for path, words in site(closed_edition, assets).items():
        assert "文章・図・データはCCBY4.0で使えます" not in words, path


@pytest.mark.parametrize("promise", ["正誤表", "お届けします", "お渡しします", "同じ内容のデータ"])
def test_book_and_site_promise_nothing_that_nobody_keeps(
    content: EditionContent, assets: Path, promise: str
) -> None:
    assert promise not in book(content)
    for path, words in site(content, assets).items():
        assert promise not in words, path


def test_the_book_names_the_address_that_leads_to_the_newest_edition(content: EditionContent) -> None:
    with_address = replace(content, newest_url="https://x.example.jp/casebooks/dx/")

    assert "いちばん新しい版：https://x.example.jp/casebooks/dx/" in book(with_address)
    assert "いちばん新しい版" not in book(content)
