"""How large a picture is, by its first bytes alone: nothing of it is unpacked for that."""

import struct

MAX_PIXELS = 40_000_000
MAX_JPEG_PIXELS = 100_000_000  # it is made smaller while it is read
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def size_of(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or JPEG; None when its first bytes do not tell."""
    if data.startswith(_PNG):
        return struct.unpack(">II", data[16:24]) if len(data) >= 24 and data[12:16] == b"IHDR" else None
    return _of_jpeg(data) if data.startswith(b"\xff\xd8") else None


def _of_jpeg(data: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _ALONE:
            place += 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        else:
            place += 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
    return None


def is_too_large(width: int, height: int, *, is_png: bool = False) -> bool:
    """Say whether a picture has more pixels than are read."""
    return width * height > (MAX_PIXELS if is_png else MAX_JPEG_PIXELS)
