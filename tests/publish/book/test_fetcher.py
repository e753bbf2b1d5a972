"""SEC-14: the book loads its own parts and nothing else, whatever a text says."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from casefinder.publish.book import matter
from casefinder.publish.book.fetcher import BookFetcher, ForbiddenAddress

CANARY = "canary-4c1f"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()
    thread.join()


def attacks(outside: str, canary: Path) -> list[str]:
    file = canary.as_uri()
    return [
        f'<link rel="attachment" href="{file}">',
        f'<a rel="attachment" href="{file}">x</a>',
        f'<img src="{file}" alt="x">',
        f'<img src="{outside}/img" alt="x">',
        f'<object data="{outside}/object"></object>',
        f'<embed src="{outside}/embed">',
        f'<link rel="stylesheet" href="{outside}/css">',
        f'<style>@import url("{outside}/import");</style>',
        f'<style>@font-face{{font-family:x;src:url("{outside}/font")}}p{{font-family:x}}</style><p>x</p>',
        f'<p style="background:url({outside}/background)">x</p>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><image href="{outside}/svg" width="9" height="9"/></svg>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><use href="{outside}/use#a"/></svg>',
        f'<base href="{outside}/"><img src="relative" alt="x">',
        '<img src="data:image/svg+xml,%3Csvg%20xmlns=\'http://www.w3.org/2000/svg\'/%3E" alt="x">',
        '<img src="asset:../content.json" alt="x">',
        '<img src="book:style/../fonts/OFL.txt" alt="x">',
    ]


def test_no_address_but_the_books_own_is_ever_fetched(
    tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    from weasyprint import HTML

    outside, hits = listener
    canary = tmp_path / "secret.txt"
    canary.write_text(CANARY)
    (tmp_path / "assets").mkdir()
    for attack in attacks(outside, canary):
        fetcher = BookFetcher(tmp_path / "assets", matter.drawings())
        page = f'<html lang="ja"><head><title>t</title></head><body>{attack}</body></html>'
        try:
            made = HTML(string=page, url_fetcher=fetcher).write_pdf(uncompressed_pdf=True)
        except ForbiddenAddress:
            continue
        assert CANARY.encode() not in (made or b""), attack
        assert b"/EmbeddedFile" not in (made or b""), attack
    assert hits == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "data:text/html,x",
        "asset:../x",
        "asset:a/b",
        "asset:%2e%2e%2fx",
        "book:style/secret.css",
        "book:font/../../config.py",
        "ASSET:x",
        "",
    ],
)
def test_every_other_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ForbiddenAddress):
        BookFetcher(tmp_path, {}).fetch(address)


def test_a_link_that_leads_out_of_the_asset_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\x89PNG\r\n\x1a\n")
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "picture").symlink_to(tmp_path / "secret")

    with pytest.raises(ForbiddenAddress):
        BookFetcher(assets, {}).fetch("asset:picture")


def test_an_asset_must_be_a_picture(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"<html>")

    with pytest.raises(ForbiddenAddress):
        BookFetcher(tmp_path, {}).fetch("asset:page")
