"""Which files are taken, and what they are called."""

import pytest

from casefinder.answer.attachments import rules
from tests.factories import files

LIMIT = 5 * 1024 * 1024


@pytest.mark.parametrize("data", [files.jpeg(), files.png(), files.pdf()])
def test_pictures_and_pdfs_are_taken(data: bytes) -> None:
    assert rules.refusal(data, max_bytes=LIMIT) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", rules.EMPTY),
        (b"\xff\xd8\xff" + b"x" * LIMIT, rules.TOO_LARGE),
        (b"PK\x03\x04 [Content_Types].xml", rules.EXCEL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", rules.LOCKED_OFFICE),
        (b"\0\0\0\x18ftypheic", rules.HEIC),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", rules.DRAWING),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", rules.DRAWING),
        (b"<!DOCTYPE html><script>alert(1)</script>%PDF-", rules.DRAWING),
        (b"GIF89a", rules.OTHER_IMAGE),
        (b"RIFF....WEBP", rules.OTHER_IMAGE),
        ("ただの文章".encode(), rules.OTHER),
    ],
)
def test_sec_10_other_files_are_refused_with_a_reason(data: bytes, reason: str) -> None:
    assert rules.refusal(data, max_bytes=LIMIT) == reason


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("写真.jpg", "写真.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\体制図.png", "体制図.png"),
        ("ガ" + ".png", "ガ.png"),
        ("x\u202egpj.exe\0\n", "xgpj.exe"),
        ("", "file"),
        ("...", "file"),
        ("長" * 300 + ".jpg", "長" * 76 + ".jpg"),
    ],
)
def test_sec_10_names_are_shown_without_folders_and_tricks(sent: str, shown: str) -> None:
    assert rules.clean_name(sent) == shown


@pytest.mark.parametrize(
    ("original", "media_type", "name"),
    [
        ("写真.JPG", rules.JPEG, "写真.jpg"),
        ("page.html", rules.PNG, "page.html.png"),
        ("x.jpg.html", rules.JPEG, "x.jpg.html.jpg"),
        (".pdf", rules.PDF, "file.pdf"),
    ],
)
def test_sec_10_a_download_is_named_for_what_is_in_it(original: str, media_type: str, name: str) -> None:
    assert rules.download_name(original, media_type) == name
