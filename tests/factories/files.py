"""Small files for tests: pictures with much to hide, PDFs, and what is not taken."""

import io
import struct
import zlib

import pikepdf
from flask import Flask
from PIL import Image, PngImagePlugin

from casefinder import work

SECRETS = (b"CANARY-EXIF", b"CANARY-COMMENT", b"CANARY-XMP", b"CANARY-TEXT", b"CANARY-TAIL")


def jpeg(width: int = 60, height: int = 40, *, orientation: int = 1) -> bytes:
    """A JPEG with EXIF (camera, place, turned), XMP and a comment, and a web page behind its end."""
    image = Image.new("RGB", (width, height), "#c8d8e8")
    image.paste("#203040", (0, 0, width // 2, height // 2))
    exif = image.getexif()
    exif[0x010F] = "CANARY-EXIF"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (43.0, 3.0, 51.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"CANARY-COMMENT", xmp=b"<x>CANARY-XMP</x>", quality=90)
    return out.getvalue() + b"<script>CANARY-TAIL</script>"


def read_files(app: Flask) -> None:
    """Read and re-encode the files that were sent, as the worker does."""
    kind = next(each for each in work.kinds() if each.name == "file")
    with app.app_context():
        work.perform_due(app.extensions["database"], kind)


def png(*, transparent: bool = False) -> bytes:
    """A PNG with hidden text, perhaps transparent."""
    image = Image.new("RGBA" if transparent else "RGB", (30, 20), (255, 0, 0, 0) if transparent else "red")
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "<script>CANARY-TEXT</script>")
    text.add_itxt("GPS", "CANARY-TEXT")
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=text)
    return out.getvalue()


def png_bomb(edge: int = 9000) -> bytes:
    """A PNG of a few kilobytes that unfolds to 81 million pixels."""
    row = b"\0" + b"\0" * ((edge + 7) // 8)
    data = zlib.compress(row * edge, 9)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", edge, edge, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pdf(pages: int = 1, *, password: str = "") -> bytes:
    """A PDF of pages with a line each, perhaps with a password."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(200, 200))
        page.Contents = document.make_stream(b"0 0 m 100 100 l S")
    out = io.BytesIO()
    if password:
        document.save(out, encryption=pikepdf.Encryption(owner=password, user=password))
    else:
        document.save(out)
    return out.getvalue()
