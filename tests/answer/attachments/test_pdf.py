"""PDFs: whole ones are kept as they are, what shows nothing or lost its end is refused, what acts by itself is calmed."""

import io
import zlib
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from casefinder.answer.attachments import pdf

COLLECTION = Path(__file__).parent / "collection"
ACTING = (b"/JavaScript", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/SubmitForm", b"/AA")


def made(change: Callable[[pikepdf.Pdf], None] | None = None, pages: int = 2, **save: object) -> bytes:
    """A PDF with text on each page, changed before it is written."""
    document = pikepdf.new()
    for number in range(pages):
        page = document.add_blank_page(page_size=(300, 300))
        page.Contents = document.make_stream(f"BT /F1 12 Tf 20 200 Td (page {number}) Tj ET".encode())
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def code(data: bytes) -> str:
    with pytest.raises(pdf.Refused) as caught:
        pdf.kept(data)
    return str(caught.value)


def test_a_pdf_without_anything_that_acts_is_kept_to_the_byte() -> None:
    data = made()

    assert pdf.kept(data) == data


@pytest.mark.parametrize(
    "save",
    [
        {"force_version": "1.2"},
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"encryption": pikepdf.Encryption(owner="boss", user="", R=4)},
        {"encryption": pikepdf.Encryption(owner="boss", user="", R=6)},
    ],
    ids=["old", "linearized", "object streams", "owner-locked, old", "owner-locked"],
)
def test_old_ones_and_those_that_only_their_owner_may_change_pass(save: dict[str, object]) -> None:
    data = made(**save)

    assert pdf.kept(data) == data


def test_a_pdf_of_which_the_table_is_wrong_but_nothing_is_missing_passes() -> None:
    data = made().replace(b"startxref\n", b"startxref\n9")

    with pikepdf.open(io.BytesIO(pdf.kept(data))) as document:
        assert len(document.pages) == 2


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.97])
@pytest.mark.parametrize("linearize", [False, True], ids=["plain", "linearized"])
def test_a_pdf_cut_off_on_its_way_is_refused(share: float, linearize: bool) -> None:
    data = made(pages=20, linearize=linearize)

    assert code(data[: int(len(data) * share)]) in ("cut", "broken")


@pytest.mark.parametrize(("name", "why"), [("d04_xfa.pdf", "form"), ("d14_portfolio.pdf", "portfolio")])
def test_a_pdf_that_shows_nothing_of_its_content_is_refused_by_what_it_is(name: str, why: str) -> None:
    assert code((COLLECTION / name).read_bytes()) == why


def test_a_form_that_draws_itself_everywhere_passes() -> None:
    def form(document: pikepdf.Pdf) -> None:
        document.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array(), XFA=document.make_stream(b"<xdp/>")
        )

    assert pdf.kept(made(form))


def scanned(picture: bytes, kind: str) -> bytes:
    """A page on which a picture is all there is."""

    def scan(document: pikepdf.Pdf) -> None:
        image = document.make_stream(picture)
        values = {"Type": "XObject", "Subtype": "Image", "Filter": kind, "ColorSpace": "DeviceGray"}
        for name, value in values.items():
            image[f"/{name}"] = pikepdf.Name(f"/{value}")
        image.Width, image.Height, image.BitsPerComponent = 200, 100, 8
        page = document.pages[0]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = document.make_stream(b"q 200 0 0 100 40 40 cm /Im0 Do Q")

    return made(scan, pages=1)


NOISE = b"".join(sha256(number.to_bytes(2)).digest() for number in range(625))


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.frombytes("L", (200, 100), NOISE).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(("picture", "kind"), [(jpeg(), "DCTDecode"), (zlib.compress(NOISE), "FlateDecode")])
def test_a_scanned_page_passes_unless_its_picture_is_damaged(picture: bytes, kind: str) -> None:
    whole = scanned(picture, kind)
    at = whole.index(picture)
    head = whole[:at] + bytes(1000) + whole[at + 1000 :]
    tail = whole[: at + 1000] + bytes(len(picture) - 1000) + whole[at + len(picture) :]

    assert pdf.kept(whole) == whole
    assert code(head) == "broken"
    assert code(tail) in ("cut", "broken")


def test_pages_without_anything_on_them_are_refused() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    out = io.BytesIO()
    document.save(out)

    assert code(out.getvalue()) == "blank"


def _on_opening(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _named(document: pikepdf.Pdf) -> None:
    script = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("x"), script]))
    )


def _on_a_link(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=action
    )
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])


def _on_a_page(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    )


def _in_a_field(document: pikepdf.Pdf) -> None:
    field = document.make_indirect(
        pikepdf.Dictionary(
            FT=pikepdf.Name.Tx,
            T="x",
            AA=pikepdf.Dictionary(K=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")),
        )
    )
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))


def _with_a_file_in_it(document: pikepdf.Pdf) -> None:
    document.attachments["evil.exe"] = b"MZ"


@pytest.mark.parametrize(
    "change",
    [_on_opening, _named, _on_a_link, _on_a_page, _in_a_field, _with_a_file_in_it],
    ids=lambda change: change.__name__.strip("_"),
)
def test_what_acts_by_itself_is_taken_out_and_the_pages_stay(change: Callable[[pikepdf.Pdf], None]) -> None:
    data = made(change, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert any(word in data for word in ACTING)

    kept = pdf.kept(data)

    with pikepdf.open(io.BytesIO(kept)) as document:
        plain = io.BytesIO()
        document.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert not any(word in plain.getvalue() for word in ACTING)
        assert [b"page" in page.Contents.read_bytes() for page in document.pages] == [True, True]


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (b"<html><script>alert(1)</script>\n", b""),
        (b"", b"\n<script>alert(1)</script>"),
        (b"", b"\nPK\x03\x04 a zip"),
    ],
    ids=["before", "behind", "an archive behind"],
)
def test_what_hides_before_or_behind_a_pdf_is_not_kept(before: bytes, behind: bytes) -> None:
    kept = pdf.kept(before + made() + behind)

    assert kept.startswith(b"%PDF-")
    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=800))
def test_whatever_a_pdf_is_it_is_kept_or_refused_with_a_reason(noise: bytes, place: int) -> None:
    data = made(pages=1)

    for each in (
        b"%PDF-1.7\n" + noise,
        data[:place] + noise + data[place:],
        data[:place] + data[place + len(noise) :],
    ):
        with suppress(pdf.Refused):
            assert pdf.kept(each)
