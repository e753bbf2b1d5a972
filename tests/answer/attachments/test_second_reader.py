"""A PDF is kept only if a second reader opens each of its pages; whatever happens to that reader, the file is called broken."""

import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from casefinder.answer.attachments import intake, pdf, rules
from casefinder.answer.attachments.intake import FileRefused, take_in
from casefinder.child import Limits
from casefinder.files import DiskFileStore
from tests.answer.attachments.test_pdf import code, made
from tests.factories import files

COMPRESSED = pikepdf.ObjectStreamMode.generate


def open_in_both(data: bytes) -> bool:
    """Whether two readers, each by itself, open every page of a file and find as many of them."""
    with pikepdf.open(io.BytesIO(data)) as first:
        pages = [page.obj.get("/Contents") for page in first.pages]
    with pypdfium2.PdfDocument(data) as second:
        words = [second[number].get_textpage().get_text_bounded() for number in range(len(second))]
    return len(words) == len(pages) > 0


def take(tmp_path: Path, data: bytes, limits: Limits = intake.LIMITS) -> bytes:
    store = DiskFileStore(tmp_path / "files")
    return store.path(take_in(data, rules.PDF, files=store, limits=limits).sha256).read_bytes()


def refusal(tmp_path: Path, data: bytes, limits: Limits = intake.LIMITS) -> str:
    with pytest.raises(FileRefused) as caught:
        take(tmp_path, data, limits)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    return caught.value.message


def _is_a_font(page: pikepdf.Object) -> None:
    page["/Type"] = pikepdf.Name("/Font")


def _has_a_number_as_its_type(page: pikepdf.Object) -> None:
    page["/Type"] = 5


def _has_a_list_as_its_type(page: pikepdf.Object) -> None:
    page["/Type"] = pikepdf.Array([pikepdf.Name.Page])


def _is_larger_than_a_town(page: pikepdf.Object) -> None:
    page["/MediaBox"] = pikepdf.Array([0, 0, 10**9, 10**9])


@pytest.mark.parametrize(
    "spoil",
    [_is_a_font, _has_a_number_as_its_type, _has_a_list_as_its_type, _is_larger_than_a_town],
    ids=lambda spoil: spoil.__name__.strip("_"),
)
@pytest.mark.parametrize(
    "save", [{}, {"object_stream_mode": COMPRESSED}, {"linearize": True}], ids=["plain", "packed", "linear"]
)
def test_one_page_that_only_the_first_reader_opens_is_enough(
    spoil: Callable[[pikepdf.Object], None], save: dict[str, object]
) -> None:
    assert code(made(lambda document: spoil(document.pages[-1].obj), pages=3, **save)) == "broken"


@pytest.mark.parametrize(
    ("was", "spoiled", "save"),
    [
        (b"/Type /Page ", b"/Type /Pages", {}),
        (b"/Kids [ 3 0 R", b"/Kids [ 9 0 R", {}),
        (b"trailer", b"trailxx", {}),
        (b"/Type /ObjStm", b"/Type /ObjXxx", {"object_stream_mode": COMPRESSED}),
    ],
    ids=["a page that is a folder", "a page that is nowhere", "no trailer", "objects packed in nothing"],
)
def test_a_file_that_only_one_reader_can_repair_is_refused(
    was: bytes, spoiled: bytes, save: dict[str, object]
) -> None:
    data = made(**save)
    assert was in data

    assert code(data.replace(was, spoiled)) in ("broken", "cut")


def _on_opening(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def test_the_second_reader_reads_what_is_kept_not_what_was_sent() -> None:
    def mended_by_writing(document: pikepdf.Pdf) -> None:
        _on_opening(document)
        _is_a_font(document.pages[-1].obj)

    def broken_still(document: pikepdf.Pdf) -> None:
        _on_opening(document)
        _is_larger_than_a_town(document.pages[-1].obj)

    assert code(made(broken_still)) == "broken"
    calm = pdf.kept(made(mended_by_writing))
    assert open_in_both(calm)
    assert b"JavaScript" not in calm


@pytest.mark.parametrize("version", [3, 4, 6])
def test_one_that_only_its_owner_may_change_opens_in_both(version: int) -> None:
    data = made(
        encryption=pikepdf.Encryption(owner="boss", user="", R=version, aes=version > 3, metadata=version > 3)
    )

    assert open_in_both(pdf.kept(data))


def test_a_scanned_book_of_two_hundred_pages_is_read(tmp_path: Path) -> None:
    scan = io.BytesIO()
    Image.effect_noise((700, 990), 40).save(scan, "JPEG")

    def scanned(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            image = document.make_stream(scan.getvalue())
            image.update(
                {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 700, "/Height": 990,
                 "/ColorSpace": pikepdf.Name.DeviceGray, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode}
            )  # fmt: skip
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=image))
            page.Contents = document.make_stream(b"q 300 0 0 300 0 0 cm /A Do Q")

    data = made(scanned, pages=200)

    assert take(tmp_path, data, Limits(timeout_s=10, memory_mb=1024)) == data


def test_a_page_that_is_none_is_called_broken_by_the_child_too(tmp_path: Path) -> None:
    data = made(lambda document: _is_a_font(document.pages[-1].obj))

    assert refusal(tmp_path, data) == rules.BROKEN


@pytest.mark.parametrize(
    "limits",
    [Limits(timeout_s=0.01, memory_mb=1024), Limits(timeout_s=30, memory_mb=48)],
    ids=["it takes too long", "it dies"],
)
def test_a_reader_that_does_not_come_to_an_end_calls_the_file_broken(tmp_path: Path, limits: Limits) -> None:
    assert refusal(tmp_path, files.pdf(), limits) == rules.BROKEN


DAMAGED = [
    made(pages=2),
    made(pages=2, object_stream_mode=COMPRESSED),
    made(pages=2, linearize=True),
    made(pages=2, encryption=pikepdf.Encryption(owner="boss", user="", R=6)),
    made(_on_opening, pages=2),
]


@pytest.mark.slow
@given(
    st.sampled_from(DAMAGED),
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=12), st.integers(0, 12)), max_size=6),
    st.integers(0, 3000),
)
def test_whatever_happened_on_the_way_what_is_kept_opens_in_both(
    data: bytes, damage: list[tuple[int, bytes, int]], cut: int
) -> None:
    for place, put, lost in damage:
        at = place % len(data)
        data = data[:at] + put + data[at + lost :]
    if not damage:
        data = data[: cut % len(data)]
    with suppress(pdf.Refused):
        assert open_in_both(pdf.kept(data))
