"""Which characters the bytes of a text file stand for: UTF-8, UTF-16 (Excel's Unicode text), Shift_JIS."""

import codecs

from casefinder.errors import N_
from casefinder.tables.rows import NotATable

NOT_A_TEXT = N_("The characters of this file cannot be read. Please save it as CSV (UTF-8) or as .xlsx.")
_BOM = "\ufeff"
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def decoded(content: bytes) -> str:
    """Return a file's text.

    Raises:
        NotATable: It is in none of the ways in which offices save texts.
    """
    marked = next((encoding for mark, encoding in _MARKED if content.startswith(mark)), _of_mail(content))
    for encoding in (marked,) if marked else (*_without_mark(content), "utf-8", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace(_BOM, "")  # also where two files were put together
    raise NotATable(NOT_A_TEXT)


def _of_mail(content: bytes) -> str | None:
    """Return the encoding of old mail programs, which says in the text where Japanese begins."""
    return "iso2022_jp_ext" if b"\x1b$" in content[:4096] and content.isascii() else None


def _without_mark(content: bytes) -> tuple[str, ...]:
    """Return UTF-16 for a text that lost its mark: every other byte of its line ends and separators is nothing."""
    if content[1::2].count(0) > content[::2].count(0):
        return ("utf-16-le",)
    return ("utf-16-be",) if content[::2].count(0) > 0 else ()
