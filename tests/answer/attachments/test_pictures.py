"""Pictures: what every viewer shows is taken, what came of it is the picture that was sent, and what is lost is noticed."""

import io
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFile

from casefinder.answer.attachments import pictures, rules
from tests.factories import files

COLLECTION = Path(__file__).parent / "collection"


def drawn(mode: str, size: tuple[int, int] = (200, 120)) -> Image.Image:
    """A dark square on light ground, in a mode of Pillow's."""
    image = Image.new("RGB", size, (200, 210, 220))
    ImageDraw.Draw(image).rectangle((20, 20, 120, 100), fill=(20, 60, 40))
    return image.convert(mode)


def deep_grey(low: int = 2000, high: int = 52000) -> bytes:
    """A PNG of 16 bits a pixel."""
    values = np.full((120, 200), high, dtype=np.uint16)
    values[20:100, 20:120] = low
    return saved(Image.fromarray(values), "PNG")


def saved(image: Image.Image, kind: str, **values: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **values)  # type: ignore[arg-type]
    return out.getvalue()


def kept(data: bytes) -> Image.Image:
    image, _kind = pictures.opened(data)
    return pictures.on_canvas(image)


def code(data: bytes) -> str:
    with pytest.raises(pictures.Refused) as caught:
        kept(data)
    return str(caught.value)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_of_any_mode_stays_the_picture_it_was(mode: str) -> None:
    image = kept(saved(drawn(mode), "PNG"))

    assert image.getpixel((60, 60)) < (60, 90, 70) or mode == "1"
    assert max(image.getpixel((180, 60))) > 150 or mode == "1"


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_of_any_mode_stays_the_picture_it_was(mode: str) -> None:
    image = kept(saved(drawn(mode), "JPEG"))

    assert max(image.getpixel((60, 60))) < 110
    assert min(image.getpixel((180, 60))) > 150


def test_deep_grey_does_not_become_white() -> None:
    image = kept(deep_grey())

    assert max(image.getpixel((60, 60))) < 20
    assert 190 < image.getpixel((180, 60))[0] < 215


def test_a_conversion_that_loses_the_picture_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_in_srgb", lambda image: Image.new("RGB", image.size, "white"))

    assert code(saved(drawn("RGB"), "PNG")) == "lost"


@given(
    st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA"]), st.integers(1, 80), st.integers(1, 80), st.data()
)
def test_whatever_a_picture_shows_is_what_is_kept(
    mode: str, width: int, height: int, data: st.DataObject
) -> None:
    colours = data.draw(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=4))
    image = Image.new("RGB", (width, height), colours[0])
    for number, colour in enumerate(colours):
        image.paste(colour, (number * 7, 0, number * 7 + 5, height))

    result = kept(saved(image.convert(mode), "PNG"))

    assert result.size == (width, height)


def test_a_photo_of_48_megapixels_is_made_smaller() -> None:
    data = saved(drawn("RGB", (8064, 6048)), "JPEG", quality=30)

    assert kept(data).size == (3200, 2400)


def test_a_picture_of_more_pixels_than_anybody_has_is_refused() -> None:
    assert code(files.png_bomb()) == "pixels"


def test_a_jpeg_without_its_last_two_bytes_is_taken() -> None:
    assert kept((COLLECTION / "p11c_no_eoi.jpg").read_bytes()).size == (400, 300)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_jpeg_of_which_a_part_is_missing_is_refused(share: float) -> None:
    data = saved(drawn("RGB", (600, 400)), "JPEG", quality=95)

    assert code(data[: int(len(data) * share)]) in ("cut", "broken")


def photo() -> bytes:
    """A JPEG in which hardly two blocks are alike."""
    ground = np.add.outer(np.linspace(0, 120, 600), np.linspace(0, 120, 900))[..., None]
    noise = np.random.default_rng(1).normal(0, 12, (600, 900, 3))
    return saved(Image.fromarray((ground + noise).clip(0, 255).astype(np.uint8)), "JPEG", quality=85)


def with_zeros(data: bytes, start: float, end: float) -> bytes:
    first, last = int(len(data) * start), int(len(data) * end)
    return data[:first] + bytes(last - first) + data[last:]


@pytest.mark.parametrize(
    "damaged",
    [
        lambda data: data[: len(data) // 2] + pictures.END,
        lambda data: data[: len(data) * 9 // 10] + pictures.END,
        lambda data: data[: len(data) // 2] + data[len(data) // 2 + 3000 :],
        lambda data: with_zeros(data, 0.5, 1)[:-2] + pictures.END,
        lambda data: with_zeros(data, 0.6, 0.7),
    ],
    ids=["half of it", "nine tenths", "a hole", "filled up with zeros", "zeros in the middle"],
)
def test_a_jpeg_that_ends_too_early_is_refused_also_when_it_has_an_end(
    damaged: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the press has it

    assert code(damaged(photo())) == "cut"


@pytest.mark.parametrize(
    "values",
    [
        {"progressive": True},
        {"optimize": True},
        {"subsampling": 0},
        {"restart_marker_blocks": 8},
        {"quality": 20},
    ],
)
def test_a_whole_jpeg_of_any_make_is_taken(values: dict[str, object]) -> None:
    image = Image.open(io.BytesIO(photo()))

    assert kept(saved(image, "JPEG", **values)).size == (900, 600)
    assert kept(saved(image.crop((0, 0, 41, 33)), "JPEG", **values)).size == (41, 33)


def test_a_png_with_a_damaged_remark_is_taken() -> None:
    assert kept((COLLECTION / "p16b_bad_crc.png").read_bytes()).size


def test_a_png_of_which_the_picture_itself_is_damaged_is_refused() -> None:
    data = bytearray(saved(drawn("RGB"), "PNG"))
    place = data.index(b"IDAT") + 12
    data[place] ^= 0xFF

    assert code(bytes(data)) == "broken"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_png_of_which_a_part_is_missing_is_refused(share: float) -> None:
    data = saved(drawn("RGB"), "PNG")

    assert code(data[: int(len(data) * share)]) in ("cut", "broken")


@given(st.binary(max_size=200), st.integers(0, 400), st.booleans())
def test_whatever_is_sent_as_a_picture_is_kept_or_refused(noise: bytes, place: int, is_png: bool) -> None:
    whole = saved(drawn("RGB", (20, 20)), "PNG" if is_png else "JPEG")

    for data in (whole[:place] + noise + whole[place:], whole[:place] + whole[place + len(noise) :], noise):
        with suppress(pictures.Refused):
            kept(data)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("p17_video.mp4", rules.VIDEO),
        ("p17b_sound.m4a", rules.SOUND),
        ("p18_zip.zip", rules.ARCHIVE),
        ("p20_sound.wav", rules.SOUND),
    ],
)
def test_what_is_no_picture_is_called_what_it_is(name: str, message: str) -> None:
    assert rules.refusal((COLLECTION / name).read_bytes(), max_bytes=10**6) == message


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b"\0\0\0\x18ftypheic", rules.HEIC),
        (b"\0\0\0\x18ftypmif1", rules.HEIC),
        (b"\0\0\0\x18ftypavif", rules.OTHER_IMAGE),
        (b"\0\0\0\x14ftypqt  ", rules.VIDEO),
        (b"RIFF1234WEBPVP8 ", rules.OTHER_IMAGE),
        (b"RIFF1234AVI LIST", rules.VIDEO),
        (b"\x1f\x8b\x08", rules.ARCHIVE),
        (b"#\x12-lh5-", rules.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", rules.ARCHIVE),
        (b"ID3\x04", rules.SOUND),
        (b"PK\x03\x04 ... [Content_Types].xml", rules.EXCEL),
        (b"PK\x03\x04 ... notes.txt", rules.ARCHIVE),
        (b"8BPS\0\x01", rules.OTHER_IMAGE),
        (b"hello", rules.OTHER),
    ],
)
def test_a_file_is_known_by_its_first_bytes(start: bytes, message: str) -> None:
    assert rules.refusal(start + b"\0" * 40, max_bytes=10**6) == message


def test_the_chunks_of_a_png_are_those_that_make_the_picture() -> None:
    def chunk(kind: bytes, body: bytes, crc: int | None = None) -> bytes:
        summed = zlib.crc32(kind + body) if crc is None else crc
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", summed)

    whole = saved(drawn("RGB"), "PNG")
    with_text = whole[:33] + chunk(b"tEXt", b"Comment\0secret", crc=1) + whole[33:]

    assert b"".join(pictures.png_chunks(with_text)) == whole
