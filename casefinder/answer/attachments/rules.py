"""Which files are taken, why others are not, and what a file is called: decided from its bytes and name alone."""

import re
import unicodedata
from pathlib import PurePosixPath

from casefinder.errors import N_

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
EXTENSIONS = {JPEG: ".jpg", PNG: ".png", PDF: ".pdf"}
NAME_CHARS = 80

EMPTY = N_("“%(name)s” is empty. Please choose the file again.")
TOO_LARGE = N_("“%(name)s” is larger than %(limit)s MB. Please make it smaller and choose it again.")
EXCEL = N_("“%(name)s” is an Excel, Word or PowerPoint file. Please save it as PDF and add that.")
LOCKED_OFFICE = N_(
    "“%(name)s” is an old Office file (.xls and the like) or has a password. Please save it as PDF and add that."
)
HEIC = N_("“%(name)s” is in the iPhone's own format (HEIC). Please save it as JPEG and add that.")
DRAWING = N_("“%(name)s” is an SVG or web page. Please save it as PNG or PDF and add that.")
OTHER_IMAGE = N_("“%(name)s” is a kind of picture that we cannot take. Please save it as JPEG or PNG.")
OTHER = N_("“%(name)s” is no JPEG, PNG or PDF. Please save it in one of these kinds and add that.")
BROKEN = N_("“%(name)s” could not be read. It may be broken: please save it anew and add that.")
TOO_MANY_PIXELS = N_("“%(name)s” has too many pixels (over 40 million). Please make it smaller.")
LOCKED_PDF = N_("“%(name)s” has a password. Please save it without one and add that.")
TOO_MANY_PAGES = N_("“%(name)s” has more than %(pages)s pages. Please add only the pages that matter.")
NO_MORE = N_("“%(name)s” was not added: %(maximum)s at most. Remove another one first.")

_TEXT_STARTS = (b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script")
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def media_type_of(data: bytes) -> str | None:
    """Return the media type that the first bytes tell, None when it is not one of the three that are taken."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return PDF if b"%PDF-" in data[:1024] else None


def refusal(data: bytes, *, max_bytes: int) -> str | None:
    """Return the message id that says why a file is not taken, None when its kind and size are right.

    Args:
        data: The whole file.
        max_bytes: The installation's limit.
    """
    if not data:
        return EMPTY
    if len(data) > max_bytes:
        return TOO_LARGE
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if media_type_of(data) and not start.startswith(_TEXT_STARTS):
        return None
    if data.startswith(b"PK\x03\x04"):
        return EXCEL
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return LOCKED_OFFICE
    if data[4:8] == b"ftyp":
        return HEIC
    if start.startswith(_TEXT_STARTS) or b"<svg" in start:
        return DRAWING
    if data.startswith((b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")):
        return OTHER_IMAGE
    return OTHER


def clean_name(name: str) -> str:
    """Return a file's name fit to be shown: no folders, no control or direction characters, not endless."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = _BIDI.sub("", unicodedata.normalize("NFC", last))
    shown = "".join(char for char in shown if unicodedata.category(char)[0] != "C").strip(" .")
    if len(shown) > NAME_CHARS:
        stem, dot, ending = shown.rpartition(".")
        keep = NAME_CHARS - len(ending) - 1
        shown = f"{stem[:keep]}.{ending}" if dot and 0 < len(ending) < 6 else shown[:NAME_CHARS]
    return shown or "file"


def download_name(original: str, media_type: str) -> str:
    """Return the name under which a file is handed out: its ending always tells what is in it."""
    ending = EXTENSIONS[media_type]
    stem = re.sub(r"\.(jpe?g|png|pdf)$", "", original, flags=re.I)
    return f"{stem or 'file'}{ending}"
