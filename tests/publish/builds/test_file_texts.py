"""The texts of finished files: blocks of pages, cells of data, lines and running text of the book, each with its case."""

import json
from pathlib import Path

import pytest

from casefinder import child
from casefinder.publish.book.fonts import STATIC
from casefinder.publish.builds.file_texts import FileText, html_texts, kept_texts
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
        "<title>題</title><style>p{}</style><p>一つ<b>めの</b>文。<br>二つめ。</p><script>var x</script>"
        '<img alt="役場の窓口" src="x"><ul><li>項目<li aria-label="読み">もう一つ</ul>'
    )

    assert html_texts(page) == ["題", "一つめの文。", "二つめ。", "役場の窓口", "項目", "読み", "もう一つ"]


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
