"""Child process: read one file from standard input, judge it, and write what may be kept as JSON.

An image is drawn onto a fresh canvas, so nothing but its pixels goes on: no EXIF, place, comment, profile, second
picture or hidden text. A PDF stays as it is unless something acts by itself in it. The last words on standard error are a code.
"""

import base64
import json
import sys
from typing import Any

from casefinder.answer.attachments import pdf, pictures
from casefinder.child import stay_with_parent

MAX_PAGES = pdf.MAX_PAGES


def main() -> int:
    """Judge and re-encode, or end with a code on standard error."""
    stay_with_parent()
    data = sys.stdin.buffer.read()
    try:
        result = _pdf(data) if sys.argv[1] == "application/pdf" else _image(data)
    except (pdf.Refused, pictures.Refused) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 3
    json.dump(result, sys.stdout)
    return 0


def _image(data: bytes) -> dict[str, Any]:
    image, kind = pictures.opened(data)
    picture = pictures.on_canvas(image)
    small = picture.copy()
    small.thumbnail(pictures.THUMBNAIL_PX)
    return {
        "width": picture.width,
        "height": picture.height,
        "data": _coded(pictures.encoded(picture, kind)),
        "thumbnail": _coded(pictures.encoded(small, "JPEG")),
    }


def _pdf(data: bytes) -> dict[str, Any]:
    kept = pdf.kept(data)
    return {"width": None, "height": None, "data": None if kept == data else _coded(kept), "thumbnail": None}


def _coded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


if __name__ == "__main__":
    sys.exit(main())
