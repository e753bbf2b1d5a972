"""A picture as it is kept: nothing but its pixels, in sRGB, upright, of a size for print; and the proof that it is the one sent."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image, ImageCms, ImageFile, ImageOps

from casefinder.answer.attachments.glance import MAX_JPEG_PIXELS, is_too_large

MAX_EDGE_PX = 3200
THUMBNAIL_PX = (960, 960)
END = b"\xff\xd9"
FILLING = bytes(64)
NOTHING = 128  # what a JPEG's missing blocks are shown as
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"iCCP", b"sRGB", b"cHRM", b"bKGD", b"sBIT")
MAX_DIFFERENCE = (
    48.0  # of 255, on a grid of 16 by 16: profiles change colours, a lost picture differs by far more
)
GRID = (16, 16)
SAMPLED = 1024  # so many of the pixels of an edge are looked at


class Refused(Exception):
    """The file cannot be taken; the text is a code of `intake.CODES`."""


def opened(data: bytes) -> tuple[Image.Image, str]:
    """Return a picture upright and its kind, `JPEG` or `PNG`; its pixels are read.

    Raises:
        Refused: It is no picture, has too many pixels, or is cut off.
    """
    Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the press, loaded in the same process, sets it
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    is_png = data.startswith(PNG_START)
    is_open_ended = not is_png and END not in data[-4096:]
    whole = b"".join(png_chunks(data)) if is_png else data + (END if is_open_ended else b"")
    try:
        image = Image.open(io.BytesIO(whole), formats=("JPEG", "PNG"))
        _limit(image, is_png=is_png)
        image.load()
        if is_open_ended and _ends_in_nothing(image):
            raise Refused("cut")
        if not is_png and not _says_all(data, image):
            raise Refused("cut")
        return ImageOps.exif_transpose(image), "PNG" if is_png else "JPEG"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error) as error:
        raise Refused("broken") from error


def _limit(image: Image.Image, *, is_png: bool) -> None:
    width, height = image.size
    if is_too_large(width, height, is_png=is_png):
        raise Refused("pixels")
    if not is_png and max(width, height) > MAX_EDGE_PX:
        share = MAX_EDGE_PX / max(width, height)
        image.draft("RGB", (max(1, int(width * share)), max(1, int(height * share))))


def _ends_in_nothing(image: Image.Image) -> bool:
    """Say whether the last block of a JPEG without an end was never sent."""
    width, height = image.size
    corner = np.asarray(image.crop((max(0, width - 4), max(0, height - 4), width, height)).convert("L"))
    return bool((corner == NOTHING).all())


def _says_all(data: bytes, image: Image.Image) -> bool:
    """Say whether a JPEG tells every block before its end mark; a reader fills in what is missing and says nothing.

    So the mark is replaced by nothing that is worth a block: whoever still waits for one then says so. Of a picture that comes
    in passes this cannot be told: each pass shows all of it.
    """
    if "progression" in image.info:
        return True
    told = data[: data.rfind(END)] if END in data else data
    again = Image.open(io.BytesIO(told + FILLING), formats=("JPEG",))
    again.draft(image.mode, image.size)
    try:
        again.load()
    except OSError:
        return False
    return True


def png_chunks(data: bytes) -> Iterator[bytes]:
    """Return the pieces of a PNG that make the picture; what is said beside it may be damaged, and is left out.

    Raises:
        Refused: A piece that makes the picture is damaged or cut off.
    """
    place = len(PNG_START)
    if data[place + 4 : place + 8] != b"IHDR":
        raise Refused("broken")
    yield PNG_START
    while place + 12 <= len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        kind, end = data[place + 4 : place + 8], place + 12 + length
        if kind in PNG_KEPT:
            chunk = data[place:end]
            is_right = (
                len(chunk) == length + 12 and zlib.crc32(chunk[4:-4]) == struct.unpack(">I", chunk[-4:])[0]
            )
            if is_right:
                yield chunk
            elif kind[0:1].isupper():
                raise Refused("broken")
        if kind == b"IEND":
            return
        place = end
    raise Refused("cut")


def on_canvas(image: Image.Image) -> Image.Image:
    """Return the pixels in sRGB on a white canvas that has never held anything else.

    Raises:
        Refused: What came of it is not what was sent.
    """
    colours = _in_srgb(image)
    colours.thumbnail((MAX_EDGE_PX, MAX_EDGE_PX))
    canvas = Image.new("RGB", colours.size, "white")
    canvas.paste(colours, mask=colours.getchannel("A") if colours.mode == "RGBA" else None)
    if difference(image, canvas) > MAX_DIFFERENCE:
        raise Refused("lost")
    return canvas


def _in_srgb(image: Image.Image) -> Image.Image:
    if image.mode in ("I", "F") or image.mode.startswith("I;"):
        return Image.fromarray(_levels(np.asarray(image))).convert("RGB")
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if made is not None:
                return made
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image.convert("RGBA" if transparent else "RGB")


def _levels(values: Any) -> Any:
    """Return deep grey in 256 levels, not cut off at the brightest of them."""
    return (values >> 8 if values.max(initial=0) > 255 else values).astype(np.uint8)


def difference(sent: Image.Image, made: Image.Image) -> float:
    """Return how far two pictures lie apart, 0 to 255: the mean over a coarse grid of what is seen on white."""
    return float(np.abs(_grid(sent) - _grid(made)).mean())


def _grid(image: Image.Image) -> Any:
    """Return the brightness of a picture on a coarse grid, reckoned without Pillow's change of modes."""
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    step = max(1, max(image.size) // SAMPLED)
    values = np.asarray(image)[::step, ::step]
    if image.mode == "1":
        grey = values.astype(np.float64) * 255.0
    elif values.ndim == 2:
        most = 65535.0 if values.max(initial=0) > 255 else 255.0
        grey = values.astype(np.float64) * 255.0 / most
    else:
        grey = _seen(values.astype(np.float64), image.mode)
    return np.array([[cell.mean() for cell in _split(row, 1)] for row in _split(grey, 0)])


def _seen(values: Any, mode: str) -> Any:
    if mode == "CMYK":
        inks = values / 255.0
        return ((1 - inks[..., :3]) * (1 - inks[..., 3:])).mean(axis=-1) * 255.0
    colours, opaque = values, np.ones(values.shape[:2])
    if mode in ("RGBA", "LA", "PA"):
        colours, opaque = values[..., :-1], values[..., -1] / 255.0
    weights = np.array([0.299, 0.587, 0.114]) if colours.shape[-1] == 3 else np.ones(1)
    return (colours @ weights) * opaque + 255.0 * (1 - opaque)


def _split(values: Any, axis: int) -> list[Any]:
    return np.array_split(values, min(GRID[axis], values.shape[axis]), axis=axis)


def encoded(image: Image.Image, kind: str) -> bytes:
    """Return a picture as a file of its kind."""
    out = io.BytesIO()
    if kind == "PNG":
        image.save(out, "PNG", optimize=False)
    else:
        image.save(out, "JPEG", quality=88, progressive=False, subsampling=0)
    return out.getvalue()
