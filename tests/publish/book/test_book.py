"""The pressed book, opened again: standards, structure, pages, words, and the same bytes twice."""

import hashlib
import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from casefinder.publish.book import lint, tags
from casefinder.publish.content import CasePage, Chapter, EditionContent, Trouble, content_hash
from casefinder.publish.data.files import csv_files
from tests.processes import run_module
from tests.publish.conftest import Pressed, press
from tests.verapdf import judged

pytestmark = pytest.mark.slow


@pytest.fixture
def pdf(pressed: Pressed) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pressed.book) as opened:
        yield opened


def words(book: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", book, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")


def test_verapdf_finds_the_book_compliant_with_both_standards(pressed: Pressed) -> None:
    judgement = judged(pressed.book)

    assert judgement.passed, judgement.verdicts
    assert {verdict.flavour for verdict in judgement.verdicts} == {"ua1", "3a"}


def test_the_press_reports_its_steps(pressed: Pressed) -> None:
    assert [line["step"] for line in pressed.steps] == ["check", "lay-out", "finish", "lint", "lint"]
    assert pressed.steps[-1]["done"] == pressed.steps[-1]["all"]


def test_the_book_has_at_least_forty_pages_named_as_printed(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.pages) >= 40
    assert pdf.pages[0].label == "表紙"
    assert pdf.pages[17].label == "18"


def test_bookmarks_lead_to_chapters_and_cases(pdf: pikepdf.Pdf, content: EditionContent) -> None:
    with pdf.open_outline() as outline:
        titles: list[str] = []
        stack = list(outline.root)
        while stack:
            item = stack.pop(0)
            titles.append(str(item.title))
            stack = [*item.children, *stack]

    assert [t for t in titles if t.startswith("01")] == ["01　書かない窓口を3つの課でそろえる"]
    assert all(chapter.title in titles for chapter in content.chapters)


def test_the_data_lies_in_the_book(pdf: pikepdf.Pdf, content: EditionContent) -> None:
    inside = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}

    assert inside == csv_files(content)
    assert all(file.AFRelationship == pikepdf.Name.Data for file in pdf.Root.AF)


def test_every_case_fills_two_facing_pages_and_its_page_number_is_right(
    pressed: Pressed, content: EditionContent
) -> None:
    pages = words(pressed.book)
    contents = next(page for page in pages if page.lstrip().startswith("目次"))
    for case in content.cases:
        listed = re.search(rf"{re.escape(case.title)}[^\n]*?\.\s*(\d+)", contents)
        assert listed, case.title
        left = int(listed[1])
        assert left % 2 == 0
        assert "基本情報" in pages[left - 1]
        assert "つまずきと対応" in pages[left]
        assert case.title in pages[left].split("\n\n")[0]


def test_running_heads_are_artifacts_and_all_else_is_in_the_tree(pdf: pikepdf.Pdf) -> None:
    reached: dict[int | None, set[int]] = {}
    for element in tags.elements(pdf):
        reached.setdefault(element.page, set()).update(
            k for k in tags.kids(element.node) if isinstance(k, int)
        )
    for number, page in enumerate(pdf.pages):
        assert tags.marked_content(page) <= reached.get(number, set()), number


def test_links_speak_japanese(pdf: pikepdf.Pdf) -> None:
    said = {str(a.Contents) for page in pdf.pages for a in page.obj.get("/Annots", [])}

    assert "事例01 書かない窓口を3つの課でそろえる（14ページ）" in said
    assert all(re.search(r"（\d+ページ）$", text) for text in said)


def test_all_fonts_are_the_books_own_and_embedded(pdf: pikepdf.Pdf) -> None:
    names = {
        str(o.BaseFont)
        for o in pdf.objects
        if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"
    }

    assert names
    assert all(re.search(r"BIZ-UDP|Casefinder|BIZUDP", name.replace("#20", "-")) for name in names), names


def test_the_book_names_no_machine(pressed: Pressed) -> None:
    with pikepdf.open(pressed.book) as opened:
        plain = io.BytesIO()
        opened.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    data = plain.getvalue() + "".join(words(pressed.book)).encode()

    for trace in (b"/tmp/", b"/home/", b"/root/", b"127.0.0.1", b"localhost", str(pressed.folder).encode()):
        assert trace not in data


def test_the_colophon_gives_standards_and_the_hash_of_the_content(
    pressed: Pressed, content: EditionContent
) -> None:
    last = re.sub(r"\s", "", words(pressed.book)[-2])

    assert "PDF/UA-1、PDF/A-3aに沿って作成" in last
    assert content_hash(content) in last


def test_the_unnamed_organisation_is_nowhere_named(pressed: Pressed) -> None:
    pages = words(pressed.book)

    assert any("団体名非公表" in page for page in pages)


def test_the_lint_finds_nothing_in_the_book(pressed: Pressed) -> None:
    assert lint.check_book(pressed.book.read_bytes()) == []


def broken(book: Path, change) -> list[str]:
    with pikepdf.open(book) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
    return [finding.message for finding in lint.check_book(out.getvalue())]


def first(pdf: pikepdf.Pdf, kind: str):
    return next(element.node for element in tags.elements(pdf) if element.kind == kind)


def change_alt(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "Figure")["/Alt"]


def change_scope(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "TH").A["/Scope"]


def change_heading(pdf: pikepdf.Pdf) -> None:
    first(pdf, "H2").S = pikepdf.Name.H4


def change_link(pdf: pikepdf.Pdf) -> None:
    next(p for p in pdf.pages if "/Annots" in p.obj).obj.Annots[0].Contents = pikepdf.String(
        "https://x.example/"
    )


def change_tags(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[20].obj
    page.Contents.write(page.Contents.read_bytes() + b"\nBT ET\n")


def change_labels(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/PageLabels"]


def change_relation(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0]["/AFRelationship"]


@pytest.mark.parametrize(
    ("change", "words_"),
    [
        (change_alt, "代替テキスト"),
        (change_scope, "Scope"),
        (change_heading, "見出しの段"),
        (change_link, "人の読むことば"),
        (change_tags, "タグのない文字"),
        (change_labels, "PageLabels"),
        (change_relation, "関係"),
    ],
)
def test_the_lint_sees_what_is_broken(pressed: Pressed, change, words_: str) -> None:
    assert any(words_ in message for message in broken(pressed.book, change))


def test_the_same_content_gives_the_same_bytes(
    pressed: Pressed, content: EditionContent, tmp_path: Path
) -> None:
    again = press(content, tmp_path, seed="4711", TZ="America/New_York", LANG="C")

    assert (
        hashlib.sha256(again.book.read_bytes()).digest() == hashlib.sha256(pressed.book.read_bytes()).digest()
    )


def quiet(content: EditionContent) -> tuple[Chapter, ...]:
    return tuple(replace(chapter, sayings=()) for chapter in content.chapters)


def small(content: EditionContent, **changes) -> EditionContent:
    cases = (replace(content.cases[0], related=(), **changes), replace(content.cases[1], related=()))
    return replace(content, cases=cases, chapters=quiet(content), theme_summaries=(), index_terms=())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"background": ("とても長い背景の文。" * 80,)}, "左ページにおさまりません"),
        (
            {"troubles": tuple(Trouble("長いつまずき" * 12, "長い対応" * 20) for _ in range(6))},
            "3ページ目に出ました",
        ),
    ],
)
def test_a_case_of_three_pages_is_refused_by_name(
    content: EditionContent, tmp_path: Path, changes: dict, reason: str
) -> None:
    done = press(small(content, **changes), tmp_path)

    assert done.code == 3
    assert "事例01「書かない窓口を3つの課でそろえる」" in done.errors
    assert reason in done.errors
    assert not done.book.exists()


def test_markup_in_a_text_is_printed_as_text_and_loads_nothing(
    content: EditionContent, tmp_path: Path
) -> None:
    evil = '<link rel=attachment href="file:///etc/hostname"><img src="file:///etc/hostname">{{ c }}'
    done = press(small(content, lead=evil[:60], background=(evil,)), tmp_path)

    assert done.code == 0, done.errors
    with pikepdf.open(done.book) as opened:
        assert sorted(opened.attachments) == sorted(csv_files(content))
    assert "rel=attachment" in re.sub(r"\s", "", "".join(words(done.book)))


def test_a_case_with_little_to_say_still_makes_a_compliant_book(
    content: EditionContent, tmp_path: Path
) -> None:
    first = content.cases[15]
    bare = CasePage(1, "bare", "snow", "短い題", "一文。", first.organisation)
    other = CasePage(
        2, "other", "snow", "もう一つ", "一文。", content.cases[9].organisation, effects=first.effects
    )
    done = press(
        replace(content, cases=(bare, other), chapters=quiet(content), theme_summaries=(), index_terms=()),
        tmp_path,
    )

    assert done.code == 0, done.errors
    assert judged(done.book).passed, judged(done.book).verdicts
    assert any("回答なし" in page for page in words(done.book))


def test_unreadable_content_is_no_book(tmp_path: Path, content: EditionContent) -> None:
    (tmp_path / "content.json").write_text("{}")

    done = run_module("casefinder.publish.book.press", tmp_path / "content.json", tmp_path, tmp_path / "out")

    assert done.returncode == 2
    assert "missing" in done.stderr
