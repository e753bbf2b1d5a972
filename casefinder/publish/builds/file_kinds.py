"""What a file says, by its kind: pages with all that is spoken, drawn or hidden in them, tables, JSON, pictures, any text."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

Told = Iterator[
    tuple[int | None, str]
]  # number of the case that it is about, None when of none, and the text
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "rb", "ruby", "small", "span", "strong", "sub", "sup", "time", "tspan", "wbr"}
)  # fmt: skip
_SILENT = frozenset({"style", "rt", "rp"})
_SPOKEN = frozenset({"alt", "content", "download", "label", "placeholder", "summary", "title", "value"})
_SPOKEN_BEGINS = ("aria-", "data-")
_REACHING = ("mailto:", "tel:")
_FORMS = frozenset("-0123456789.,")
_UNITED = ("value", "before_value", "after_value")


def texts_in(name: str, content: bytes) -> Told:
    """Yield all texts of a file: each with the number of the case that its row is about.

    Args:
        name: Its name; the ending says which kind it is. What is no kind that we know is read as text if it is one.
        content: Its bytes.
    """
    ending = PurePosixPath(name).suffix.lower()
    yield from KINDS.get(ending, _of_text)(content)


def html_texts(html: str) -> list[str]:
    """Return what a page says: the text of each block, and what is spoken, shown or hidden in its elements."""
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.texts


class _Blocks(HTMLParser):
    """Gathers texts block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._silent: list[str] = []
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag not in _INLINE:
            self.end_block()
        if tag == "script":
            self._script = []
        for name, value in attrs:
            if value and (name in _SPOKEN or name.startswith(_SPOKEN_BEGINS)):
                self.texts.append(value)
            elif value and name == "href" and value.startswith(_REACHING):
                self.texts.append(unquote(value.partition(":")[2]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.texts += _script_texts("".join(self._script))
            self._script = None
        elif self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag not in _INLINE:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)
        elif not self._silent:
            self._parts.append(data)

    def handle_comment(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())

    def end_block(self) -> None:
        """Note what was said since the last block."""
        if text := "".join(self._parts).strip():
            self.texts.append(text)
        self._parts.clear()


def _script_texts(script: str) -> list[str]:
    try:
        return [text for _, text in _of_values(json.loads(script), None)]
    except ValueError:
        return [line.strip() for line in script.splitlines() if line.strip()]


def _of_page(content: bytes) -> Told:
    yield from ((None, text) for text in html_texts(_decoded(content)))


def _of_table(content: bytes) -> Told:
    rows = csv.reader(io.StringIO(_decoded(content), newline=""))
    head = next(rows, [])
    is_of_cases = head[:1] == ["case_id"]
    for row in rows:
        case = number_of(row[0]) if is_of_cases and row else None
        yield from ((case, cell) for cell in row)
        yield from ((case, text) for text in _united(dict(zip(head, row, strict=False))))


def _of_json(content: bytes) -> Told:
    try:
        value = json.loads(_decoded(content))
    except ValueError:
        yield from _of_text(content)
    else:
        yield from _of_values(value, None)


def _of_values(value: Any, case: int | None) -> Told:
    if isinstance(value, dict):
        case = number_of(str(value["case_id"])) if "case_id" in value else case
        yield from ((case, text) for text in _united(value))
        for each in value.values():
            yield from _of_values(each, case)
    elif isinstance(value, list):
        for each in value:
            yield from _of_values(each, case)
    elif value is not None and not isinstance(value, bool):
        yield case, str(value)


def _united(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the numbers of a row whose unit stands beside them, with it."""
    unit = row.get("unit")
    if not isinstance(unit, str) or not unit:
        return
    for name in _UNITED:
        number = str(row.get(name) or "")
        if number and set(number) <= _FORMS:
            yield number + unit


def number_of(case_id: str) -> int | None:
    """Return the number that a case's id ends with: dx-2026-1-03 → 3."""
    last = case_id.rpartition("-")[2]
    return int(last) if last.isdecimal() else None


def _of_picture(content: bytes) -> Told:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        told = [*picture.info.values(), *picture.getexif().values()]
    for each in told:
        text = each.decode("utf-8", "ignore") if isinstance(each, bytes) else each
        if isinstance(text, str):
            yield from ((None, line) for line in html_texts(text))


def _of_archive(content: bytes) -> Told:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield None, name
            yield from texts_in(name, archive.read(name))


def _of_text(content: bytes) -> Told:
    text = _decoded(content)
    yield from ((None, line.strip()) for line in text.splitlines() if line.strip())


def _decoded(content: bytes) -> str:
    """Return the text of some bytes; empty when they are none."""
    for encoding in ("utf-8-sig", "utf-16", "cp932"):
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "" if "\0" in text else text
    return ""


def _of_nothing(_: bytes) -> Told:
    return iter(())


KINDS: Mapping[str, Callable[[bytes], Told]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xml", ".svg", ".rss", ".atom"), _of_page),
    **dict.fromkeys((".csv", ".tsv"), _of_table),
    **dict.fromkeys((".json", ".geojson", ".jsonld"), _of_json),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp"), _of_picture),
    **dict.fromkeys((".zip", ".xlsx", ".docx", ".epub"), _of_archive),
    **dict.fromkeys((".woff", ".woff2", ".ttf", ".otf"), _of_nothing),
}
