"""Child process: read one file from standard input, judge it, and write what may be kept as JSON.

An image is drawn onto a fresh canvas, so nothing but its pixels goes on: no EXIF, place, comment, profile, second
picture or hidden text. A PDF is opened and counted, and stays as it is. The last words on standard error are a code.
"""

import base64
import io
import json
import sys
import warnings
from typing import Any

from casefinder.child import stay_with_parent

MAX_PIXELS = 40_000_000
MAX_EDGE_PX = 3200
THUMBNAIL_PX = (960, 960)
MAX_PAGES = 200


class Refused(Exception):
    """The file cannot be taken; the text is a code of `intake.CODES`."""


def main() -> int:
    """Judge and re-encode, or end with a code on standard error."""
    stay_with_parent()
    data = sys.stdin.buffer.read()
    try:
        result = _pdf(data) if sys.argv[1] == "application/pdf" else _image(data)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 3
    json.dump(result, sys.stdout)
    return 0


def _image(data: bytes) -> dict[str, Any]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            kind = "PNG" if image.format == "PNG" else "JPEG"
            if image.size[0] * image.size[1] > MAX_PIXELS:
                raise Refused("pixels")
            if kind == "JPEG":
                image.draft("RGB", (MAX_EDGE_PX, MAX_EDGE_PX))
            upright = ImageOps.exif_transpose(image)
            picture = _on_canvas(upright, Image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("pixels") from error
    except Refused:
        raise
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused("broken") from error
    small = picture.copy()
    small.thumbnail(THUMBNAIL_PX)
    return {
        "width": picture.width,
        "height": picture.height,
        "data": _encoded(picture, kind),
        "thumbnail": _encoded(small, "JPEG"),
    }


def _on_canvas(image: Any, pillow: Any) -> Any:
    """Return the pixels in sRGB on a white canvas that has never held anything else."""
    colours = _in_srgb(image)
    colours.thumbnail((MAX_EDGE_PX, MAX_EDGE_PX))
    canvas = pillow.new("RGB", colours.size, "white")
    canvas.paste(colours, mask=colours.getchannel("A") if colours.mode == "RGBA" else None)
    return canvas


def _in_srgb(image: Any) -> Any:
    from PIL import ImageCms

    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image.convert("RGBA" if transparent else "RGB")


def _encoded(image: Any, kind: str) -> str:
    out = io.BytesIO()
    if kind == "PNG":
        image.save(out, "PNG", optimize=False)
    else:
        image.save(out, "JPEG", quality=88, progressive=False, subsampling=0)
    return base64.b64encode(out.getvalue()).decode("ascii")


def _pdf(data: bytes) -> dict[str, Any]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as error:
        raise Refused("locked") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused("broken") from error
    if pages == 0:
        raise Refused("broken")
    if pages > MAX_PAGES:
        raise Refused("pages")
    return {"width": None, "height": None, "data": None, "thumbnail": None}


if __name__ == "__main__":
    sys.exit(main())
