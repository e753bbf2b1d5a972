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
ARCHIVE = N_(
    "“%(name)s” is an archive (ZIP and the like). Please take the files out of it and add them one by one."
)
VIDEO = N_("“%(name)s” is a video. Please add a picture of it, and write where the video can be seen.")
SOUND = N_("“%(name)s” is a sound recording. Only pictures (JPEG, PNG) and PDFs can be added.")
OTHER_IMAGE = N_("“%(name)s” is a kind of picture that we cannot take. Please save it as JPEG or PNG.")
OTHER = N_("“%(name)s” is no JPEG, PNG or PDF. Please save it in one of these kinds and add that.")
BROKEN = N_("“%(name)s” could not be read. It may be broken: please save it anew and add that.")
CUT_OFF = N_(
    "The end of “%(name)s” is missing. It may have been cut off on its way: please save it anew and add that."
)
LOST = N_(
    "“%(name)s” would look different after it is stored. Please save it as an ordinary JPEG and add that."
)
PORTFOLIO = N_(
    "“%(name)s” is a PDF that only holds other files. Please take them out of it and add them one by one."
)
FORM = N_(
    "“%(name)s” is a form that shows nothing outside the program it was made with. Please print it to a new PDF and add that."
)
BLANK = N_("“%(name)s” shows nothing on any page. Please look whether it is the right file.")
TOO_MANY_PIXELS = N_(
    "“%(name)s” has too many pixels (JPEG: over 100 million, PNG: over 40 million). Please make it smaller."
)
LOCKED_PDF = N_("“%(name)s” has a password. Please save it without one and add that.")
TOO_MANY_PAGES = N_("“%(name)s” has more than %(pages)s pages. Please add only the pages that matter.")
NO_ROOM = N_("“%(name)s” could not be kept: the disk is full. Please add it later; tell us if it goes on.")
WAITING = N_("“%(name)s” is still being prepared. Load this page again in a moment.")
NO_MORE = N_("“%(name)s” was not added: %(maximum)s at most. Remove another one first.")

_OFFICE_PARTS = (b"[Content_Types].xml", b"word/", b"ppt/", b"mimetypeapplication/vnd.oasis")
_STARTS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"GIF8", b"BM", b"II*\0", b"MM\0*", b"II+\0", b"\0\0\x01\0", b"8BPS", b"\x97JB2"), OTHER_IMAGE),
    ((b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"), ARCHIVE),
    ((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"OggS", b"fLaC", b"MThd", b"#!AMR"), SOUND),
    ((b"\x1aE\xdf\xa3", b"\0\0\x01\xba", b"\0\0\x01\xb3", b"0&\xb2u", b"FLV\x01"), VIDEO),
)
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
    if start.startswith(_TEXT_STARTS) or b"<svg" in start:
        return DRAWING
    return _named(data)


def _named(data: bytes) -> str:
    """Return what is said of a file that is neither picture nor PDF, by what it is."""
    if data.startswith(b"PK\x03\x04"):
        return EXCEL if any(part in data for part in _OFFICE_PARTS) else ARCHIVE
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return LOCKED_OFFICE
    if data[4:8] == b"ftyp":
        return _of_brand(data[8:12].lower())
    if data.startswith(b"RIFF"):
        return {b"WAVE": SOUND, b"AVI ": VIDEO}.get(data[8:12], OTHER_IMAGE)
    return next((message for starts, message in _STARTS if data.startswith(starts)), _other(data))


def _of_brand(brand: bytes) -> str:
    if brand[:3] in (b"hei", b"hev", b"mif", b"msf", b"him"):
        return HEIC
    if brand[:3] == b"avi":
        return OTHER_IMAGE
    return SOUND if brand[:3] in (b"m4a", b"m4b", b"f4a") else VIDEO


def _other(data: bytes) -> str:
    return ARCHIVE if data[2:5] == b"-lh" else OTHER


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
