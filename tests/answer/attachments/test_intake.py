"""Files as they are kept: re-encoded in a child process, with nothing hidden in them."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from casefinder.answer.attachments import glance, rules
from casefinder.answer.attachments.intake import FileRefused, StoredFile, receive, take_in
from casefinder.files import DiskFileStore
from tests.factories import files

LIMIT = 5 * 1024 * 1024


def take(tmp_path: Path, data: bytes, name: str = "写真.jpg") -> tuple[StoredFile, bytes, bytes]:
    waiting, store = DiskFileStore(tmp_path / "waiting"), DiskFileStore(tmp_path / "files")
    received = receive(name, data, waiting=waiting, max_bytes=LIMIT)
    stored = take_in(waiting.path(received.sha256).read_bytes(), received.media_type, files=store)
    small = store.path(stored.thumbnail_sha256).read_bytes() if stored.thumbnail_sha256 else b""
    return stored, store.path(stored.sha256).read_bytes(), small


@pytest.mark.parametrize("data", [files.jpeg(), files.png(), files.png(transparent=True)])
def test_sec_13_nothing_but_the_pixels_goes_on(tmp_path: Path, data: bytes) -> None:
    assert any(secret in data for secret in files.SECRETS)

    stored, kept, small = take(tmp_path, data)

    for result in (kept, small):
        assert not any(secret in result for secret in files.SECRETS)
        with Image.open(io.BytesIO(result)) as image:
            assert dict(image.getexif()) == {}
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    assert stored.size_bytes == len(kept)


def test_a_turned_photo_stands_upright(tmp_path: Path) -> None:
    stored, kept, _ = take(tmp_path, files.jpeg(60, 40, orientation=6))

    assert (stored.width_px, stored.height_px) == (40, 60)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (40, 60)


def test_transparent_places_become_white(tmp_path: Path) -> None:
    _, kept, _ = take(tmp_path, files.png(transparent=True), "図.png")

    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.mode, image.getpixel((5, 5))) == ("PNG", "RGB", (255, 255, 255))


def test_a_large_photo_is_made_smaller(tmp_path: Path) -> None:
    stored, _, small = take(tmp_path, files.jpeg(4000, 1000))

    assert (stored.width_px, stored.height_px) == (3200, 800)
    with Image.open(io.BytesIO(small)) as image:
        assert image.size == (960, 240)


def test_a_pdf_is_kept_as_it_is(tmp_path: Path) -> None:
    data = files.pdf()

    _stored, kept, small = take(tmp_path, data, "資料.pdf")

    assert (kept, small) == (data, b"")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (files.png_bomb(), rules.TOO_MANY_PIXELS),
        (files.jpeg()[:300], rules.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, rules.BROKEN),
        (b"\xff\xd8\xff" + b"\0" * 50, rules.BROKEN),
        (b"%PDF-1.7 and no more", rules.BROKEN),
        (files.pdf(password="secret"), rules.LOCKED_PDF),
        (files.pdf(201), rules.TOO_MANY_PAGES),
    ],
)
def test_sec_12_bombs_and_broken_files_are_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as caught:
        take(tmp_path, data, "../図.png")

    assert caught.value.message == reason
    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []


def test_fi_19_what_can_be_seen_at_a_glance_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        receive("../図.png", files.png_bomb(), waiting=DiskFileStore(tmp_path), max_bytes=LIMIT)

    assert caught.value.message == rules.TOO_MANY_PIXELS
    assert caught.value.values["name"] == "図.png"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [(60, 40), (1, 1), (640, 480)])
def test_the_size_of_a_picture_is_read_from_its_first_bytes(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, "PNG")

    assert glance.size_of(files.jpeg(*size)) == size
    assert glance.size_of(out.getvalue()) == size


@given(st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", files.jpeg()[:60]]))
def test_whatever_the_first_bytes_are_a_glance_is_no_fault(noise: bytes, start: bytes) -> None:
    glance.size_of(start + noise)
