"""What the book may load: its own stylesheets, fonts and drawings, and the pictures of the edition. Nothing else."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from casefinder.edit.layout.fonts import FACES, FALLBACK, FONTS
from casefinder.publish.book.fonts import STATIC

_ASSET = re.compile(r"asset:([0-9A-Za-z][0-9A-Za-z._-]{0,127})\Z")
_OWN = re.compile(r"book:(style|font|drawing)/([a-z0-9A-Z.-]+)\Z")
STYLES = ("tokens.css", "book.css", "book-case.css", "book-back.css")
_MAGIC = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class ForbiddenAddress(FatalURLFetchingError):
    """The text of the book asked for something that is not its own; the build stops."""


class BookFetcher(URLFetcher):
    """Serves `asset:<id>` and `book:…`; refuses every other address, whatever its scheme."""

    def __init__(self, assets: Path, drawings: Mapping[str, str]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._assets = assets
        self._drawings = dict(drawings)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return an asset or a file of the book.

        Raises:
            ForbiddenAddress: Anything else.
        """
        address = unquote(url)
        if found := _ASSET.match(address):
            return self._asset(url, found[1])
        if found := _OWN.match(address):
            return self._own(url, found[1], found[2])
        raise ForbiddenAddress(f"{url[:120]} はこの本の部品ではないため、読み込みませんでした。")

    def _asset(self, url: str, identifier: str) -> URLFetcherResponse:
        path = self._assets / identifier
        if not path.is_file() or path.resolve().parent != self._assets.resolve():
            raise ForbiddenAddress(f"図版 {identifier} のファイルがありません。")
        data = path.read_bytes()
        for magic, kind in _MAGIC.items():
            if data.startswith(magic):
                return URLFetcherResponse(url, data, {"Content-Type": kind})
        raise ForbiddenAddress(f"図版 {identifier} はPNGでもJPEGでもありません。")

    def _own(self, url: str, kind: str, name: str) -> URLFetcherResponse:
        if kind == "style" and name in STYLES:
            return URLFetcherResponse(url, (STATIC / name).read_bytes(), {"Content-Type": "text/css"})
        if kind == "font" and name in (*FACES, FALLBACK):
            return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/sfnt"})
        if kind == "drawing" and name in self._drawings:
            body = self._drawings[name].encode()
            return URLFetcherResponse(url, body, {"Content-Type": "image/svg+xml"})
        raise ForbiddenAddress(f"{url[:120]} という部品はありません。")
