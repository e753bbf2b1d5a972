"""The texts of finished files: blocks of pages, cells of data, lines and running text of the book, each with its case."""

import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest

from casefinder import child
from casefinder.publish.book.fonts import STATIC
from casefinder.publish.builds.file_kinds import html_texts, texts_in
from casefinder.publish.builds.file_texts import FileText, kept_texts, texts_of
from casefinder.publish.builds.pressing import TEXTS_LIMITS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("site/cases", "data"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def write_book(folder: Path, *pages: str) -> None:
    """Pages in the book's own font: a machine need not have one."""
    from weasyprint import HTML

    font = (STATIC / "fonts" / "BIZUDPGothic-Regular.ttf").as_uri()
    style = f"@font-face {{ font-family: own; src: url({font}) }} body {{ font-family: own }}"
    body = "".join(f'<p style="break-after: page">{page}</p>' for page in pages)
    html = f'<html lang="ja"><head><style>{style}</style></head><body>{body}</body></html>'
    HTML(string=html).write_pdf(folder / "book.pdf")


def read_in_child(folder: Path, case_pages: dict[int, int]) -> tuple[FileText, ...]:
    module = "casefinder.publish.builds.texts_child"
    child.run(module, str(folder), json.dumps(case_pages), limits=TEXTS_LIMITS)
    return kept_texts(folder / "texts.json")


def test_a_page_is_read_block_by_block_with_what_is_spoken_of_it() -> None:
    page = (
        "<title>題</title><style>p{}</style><p>一つ<b>めの</b>文。<br>二つめ。</p>"
        '<img alt="役場の窓口" src="x"><ul><li>項目<li aria-label="読み">もう一つ</ul>'
    )

    assert html_texts(page) == ["題", "一つめの文。", "二つめ。", "役場の窓口", "項目", "読み", "もう一つ"]


SECRET = "090-1234-5678"
HIDDEN = {
    "a drawing": "<svg><title>{}</title></svg>",
    "a drawing's words": "<svg><text x='1'>{}</text></svg>",
    "a description": "<p aria-description='{}'>",
    "a value": "<input value='{}'>",
    "a hint": "<input placeholder='{}'>",
    "a remark": "<!-- {} -->",
    "a name for a file": "<a download='{}'>",
    "what a script is given": "<p data-call='{}'>",
    "what a search engine reads": '<script type="application/ld+json">{{"telephone": "{}"}}</script>',
    "a script": "<script>const call = '{}'</script>",
    "a number to call": "<a href='tel:{}'>",
    "an address to write to": "<a href='mailto:{}?subject=x'>",
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_what_a_page_does_not_show_is_read_too(name: str) -> None:
    assert any(SECRET in text for text in html_texts(HIDDEN[name].format(SECRET)))


FILES = {
    "site/sitemap.xml": f"<urlset><loc>{SECRET}</loc></urlset>".encode(),
    "site/feed.atom": f"<feed><title>{SECRET}</title></feed>".encode(),
    "site/figures/map.svg": f"<svg><desc>{SECRET}</desc></svg>".encode(),
    "site/robots.txt": f"# {SECRET}".encode(),
    "site/assets/site.css": f"a::after {{ content: '{SECRET}' }}".encode(),
    "site/assets/find.js": f"const all = ['{SECRET}']".encode(),
    "site/assets/find.json": f'[{{"text": "{SECRET}"}}]'.encode(),
    "data/excel/cases.csv": f"case_id,title\r\nx-1-02,{SECRET}\r\n".encode("utf-8-sig"),
    "data/deep/er/notes.md": f"- {SECRET}".encode(),
    "data/contacts.vcf": f"TEL:{SECRET} 窓口".encode("cp932"),
    "data/list.tab": SECRET.encode("utf-16"),
    "judgement.json": f'{{"error": "{SECRET}"}}'.encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_that_may_go_out_is_read(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(FILES[name])

    assert any(SECRET in each.text and each.where == name for each in texts_of(folder, {}))


def test_a_table_in_a_folder_of_its_own_belongs_to_its_cases(folder: Path) -> None:
    (folder / "data/excel").mkdir()
    (folder / "data/excel/cases.csv").write_bytes(FILES["data/excel/cases.csv"])

    assert FileText("data/excel/cases.csv", 2, SECRET) in texts_of(folder, {})


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_written_beside_the_pixels_of_a_picture_is_read(folder: Path, kind: str) -> None:
    from PIL import Image, PngImagePlugin

    written = PngImagePlugin.PngInfo()
    written.add_text("Comment", SECRET)
    place = folder / f"site/picture.{kind.lower()}"
    Image.new("RGB", (8, 8)).save(place, kind, comment=SECRET.encode(), pnginfo=written)

    assert FileText(f"site/picture.{kind.lower()}", None, SECRET) in texts_of(folder, {})


def test_what_lies_in_an_archive_or_a_workbook_is_read() -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{SECRET}</t></si></sst>")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("all.xlsx", inner.getvalue())

    assert (None, SECRET) in list(texts_in("all.zip", outer.getvalue()))


def test_a_number_in_a_table_is_read_with_its_unit() -> None:
    table = "case_id,metric,before_value,unit\r\nx-1-02,初期費用,3850,万円\r\n".encode()
    told = {"case_id": "x-1-02", "quantities": [{"value": "3,850", "unit": "万円"}]}

    assert (2, "3850万円") in list(texts_in("case_indicators.csv", table))
    assert (2, "3,850万円") in list(texts_in("cases.json", json.dumps(told).encode()))


def test_what_is_no_text_says_nothing(folder: Path) -> None:
    (folder / "site/blob.bin").write_bytes(b"\0\xff\xfe" * 99)

    assert texts_of(folder, {}) == ()


def test_what_no_page_of_the_book_shows_is_read_with_its_page(folder: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        figure = {"/S": pikepdf.Name.Figure, "/Pg": page.obj, "/Alt": "窓口の佐藤さんの絵"}
        reach = {"/S": pikepdf.Name.URI, "/URI": "mailto:joho@example.jp"}
        pdf.Root["/Figures"] = pdf.make_indirect(pikepdf.Dictionary(figure))
        link = pikepdf.Dictionary({"/Subtype": pikepdf.Name.Link, "/A": pikepdf.Dictionary(reach)})
        page.obj["/Annots"] = [pdf.make_indirect(link)]
        pdf.attachments["cases.csv"] = b"case_id,title\r\nx-1-02,\xe4\xba\x8c\r\n"
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("財政課が反対", 0))
            outline.root[0].children.append(pikepdf.OutlineItem("議会が否決", 0))
        with pdf.open_metadata() as about:
            about["dc:description"] = "090-1234-5678"
        pdf.docinfo["/Keywords"] = "佐藤花子"
        pdf.save(folder / "book.pdf")

    found = {(each.where, each.case, each.text) for each in texts_of(folder, {7: 1})}

    assert found >= {
        ("book.pdf p. 1", 7, "窓口の佐藤さんの絵"), ("book.pdf", None, "joho@example.jp"),
        ("book.pdf", None, "佐藤花子"), ("book.pdf", None, "財政課が反対"), ("book.pdf", None, "議会が否決"),
        ("book.pdf", None, "090-1234-5678"), ("book.pdf (cases.csv)", 2, "二"),
    }  # fmt: skip


def test_the_readings_of_ruby_do_not_tear_a_name() -> None:
    assert html_texts("<p><ruby>佐藤<rt>さとう</rt></ruby>さん</p>") == ["佐藤さん"]


@pytest.mark.slow
def test_each_text_belongs_to_its_case(folder: Path) -> None:
    write_book(folder, "cover", "case one", "its second", "after")
    (folder / "site/index.html").write_text("<p>入口</p>", encoding="utf-8")
    (folder / "site/cases/02.html").write_text("<p>二番</p>", encoding="utf-8")
    (folder / "data/cases.csv").write_text("case_id,title\r\nx-1-02,二番の題\r\n", encoding="utf-8-sig")
    (folder / "data/codes.csv").write_text("list,label\r\nfield,分野\r\n", encoding="utf-8")
    told = {"title": "題名", "cases": [{"case_id": "x-1-07", "steps": [{"text": "七番の一歩", "no": 3850}]}]}
    (folder / "data/cases.json").write_text(json.dumps(told), encoding="utf-8")

    found = {(each.where, each.case, each.text) for each in read_in_child(folder, {1: 2})}

    assert {
        ("book.pdf p. 1", None, "cover"), ("book.pdf p. 2", 1, "case one"), ("book.pdf p. 3", 1, "its second"),
        ("book.pdf p. 4", None, "after"), ("site/index.html", None, "入口"), ("site/cases/02.html", 2, "二番"),
        ("data/cases.csv", 2, "二番の題"), ("data/codes.csv", None, "分野"), ("data/cases.json", None, "題名"),
        ("data/cases.json", 7, "七番の一歩"), ("data/cases.json", 7, "3850"),
    } <= found  # fmt: skip


@pytest.mark.slow
def test_a_sentence_that_is_broken_into_lines_is_whole_in_the_running_text(folder: Path) -> None:
    write_book(folder, "taro-<br>yamada@example.jp<br>next line")

    found = read_in_child(folder, {})

    assert FileText("book.pdf p. 1", None, "next line", "line") in found
    assert any("yamada@example.jp" in each.text for each in found if each.shape == "running")
