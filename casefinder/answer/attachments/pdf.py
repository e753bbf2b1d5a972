"""A PDF is kept when it is whole and shows something in two readers; what would act by itself is taken out of it.

A reader that repairs is kind to the one who looks and a trap for the one who keeps: what it had to make up is told by its
warnings, and a file that was cut off in transfer is none that can be kept.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from casefinder.answer.attachments.second_reader import opens_every_page

MAX_PAGES = 200
END, END_WITHIN = b"%%EOF", 2048
JPEG_START = b"\xff\xd8"
MOST_NOTHING = 512  # zeros at the end of a picture; a file whose transfer broke off is filled up with them
MOST_LOOKED_AT = 200_000_000  # bytes of unpacked pictures
ACTING = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/RichMedia",
    "/Rendition",
    "/GoToR",
    "/GoToE",
)
_LENGTH = re.compile(rb"/Linearized\s.{0,200}?/L\s+(\d+)", re.DOTALL)
_REPAIRED = re.compile(r"damaged|reconstruct|recover|missing|unexpected|expected|EOF", re.IGNORECASE)


class Refused(Exception):
    """The file cannot be taken; the text is a code of `intake.CODES`."""


def kept(data: bytes) -> bytes:
    """Return a PDF as it is kept: as it came, or without what acts by itself and what is no part of it.

    Raises:
        Refused: It has a password, is cut off or broken, shows nothing, has too many pages, or another reader fails at it.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            _judge(document, data)
            is_changed = _calmed(document) or not _is_nothing_else(data)
            calm, pages = _written(document) if is_changed else data, len(document.pages)
    except pikepdf.PasswordError as error:
        raise Refused("locked") from error
    except (
        pikepdf.PdfError,
        ValueError,
        RuntimeError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:
        raise Refused("broken") from error
    if not opens_every_page(calm, pages=pages):
        raise Refused("broken")
    return calm


def _judge(document: pikepdf.Pdf, data: bytes) -> None:
    root = document.Root
    if "/Collection" in root:
        raise Refused("portfolio")
    pages = len(document.pages)
    if pages == 0 or is_cut_off(data):
        raise Refused("cut" if is_cut_off(data) else "broken")
    if pages > MAX_PAGES:
        raise Refused("pages")
    contents = [_content(page) for page in document.pages]
    repaired = any(_REPAIRED.search(str(warning)) for warning in document.get_warnings())
    if repaired and (pages != int(root.Pages.get("/Count", -1)) or not all(contents)):
        raise Refused("cut")
    form = root.get("/AcroForm")
    if form is not None and "/XFA" in form and _waits(root, contents):
        raise Refused("form")
    if (fault := _fault_of_pictures(document)) is not None:
        raise Refused(fault)
    if not any(contents) and not any("/Annots" in page for page in document.pages):
        raise Refused("blank")


def _fault_of_pictures(document: pikepdf.Pdf) -> str | None:
    """Return what is wrong with a picture of a page: of a scanned paper the pictures are all there is."""
    read = 0
    for each in document.objects:
        if not isinstance(each, pikepdf.Stream) or each.get("/Subtype") != "/Image":
            continue
        kind = each.get("/Filter")
        if kind == "/DCTDecode":
            raw = each.read_raw_bytes()
            if not raw.startswith(JPEG_START):
                return "broken"
            if len(raw) - len(raw.rstrip(b"\0")) > MOST_NOTHING:
                return "cut"
        elif kind == "/FlateDecode" and read < MOST_LOOKED_AT:
            read += len(each.read_bytes())  # raises where it is damaged
    return None


def is_cut_off(data: bytes) -> bool:
    """Say whether the end of a PDF is missing: no end mark where one belongs, or fewer bytes than it says of itself."""
    if END not in data[-END_WITHIN:] and END not in data:
        return True
    said = _LENGTH.search(data[:2048])
    return said is not None and int(said[1]) > len(data)


def _content(page: pikepdf.Page) -> bytes:
    """Return what a page draws, whatever its streams are packed with."""
    contents = page.obj.get("/Contents")
    if contents is None:
        return b""
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams).strip()


def _waits(root: pikepdf.Object, contents: list[bytes]) -> bool:
    """Say whether a form draws itself in one program only, and shows 「Please wait…」 in all others."""
    return bool(root.get("/NeedsRendering", False)) or any(b"Please wait" in each for each in contents)


def _is_nothing_else(data: bytes) -> bool:
    """Say whether nothing stands before the PDF and nothing behind it: a web page or an archive may hide there."""
    return data.startswith(b"%PDF-") and len(data) - data.rfind(END) <= len(END) + 4


def _calmed(document: pikepdf.Pdf) -> bool:
    """Take out what acts by itself; returns whether there was any."""
    found = [_without(document.Root, "/OpenAction", "/AA")]
    names = document.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        found.append(_without(names, "/JavaScript", "/EmbeddedFiles"))
    found.append(_without(document.Root, "/AF"))
    for each in _dictionaries(document):
        found.append(_calm(each))
    return any(found)


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Return pages, their annotations and the fields of forms."""
    for page in document.pages:
        yield page.obj
        annotations = page.obj.get("/Annots")
        yield from (each for each in annotations or () if isinstance(each, pikepdf.Dictionary))
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary) and ("/FT" in each or "/Kids" in each or "/S" in each):
            yield each


def _calm(thing: pikepdf.Object) -> bool:
    found = _without(thing, "/AA", "/JS")
    action = thing.get("/A")
    if isinstance(action, pikepdf.Dictionary) and _acts(action):
        found = _without(thing, "/A") or found
    if _acts(thing):  # an action of its own, pointed to from somewhere
        thing["/S"] = pikepdf.Name("/Named")
        found = True
    return found


def _acts(action: Any) -> bool:
    return str(action.get("/S", "")) in ACTING or ("/Next" in action and "/S" in action)


def _without(thing: pikepdf.Object, *keys: str) -> bool:
    there = [key for key in keys if key in thing]
    for key in there:
        del thing[key]
    return bool(there)


def _written(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.remove_unreferenced_resources()
    document.save(out, static_id=True)
    return out.getvalue()
