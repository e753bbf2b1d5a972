"""The meaning lint: what a machine can ask of the finished PDF, beyond passing a validator."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from casefinder.ask.questionnaires.pictures import LONGEST_ALT_CHARS, is_file_name
from casefinder.publish.book import tags
from casefinder.publish.book.check import Finding, place_of
from casefinder.publish.content import EditionContent

_OPERATORS = re.compile(rb"(?:^|[\s>\]])(BDC|BMC|EMC|BT)(?=\s|$)")
_LONGEST_FIGURE_ALT = 700  # figures drawn by the book say every value


def check_layout(content: EditionContent, anchors: Mapping[str, int], pages: int) -> list[Finding]:
    """Return cases that do not fill exactly two facing pages, left first; pages count from 0."""
    found = []
    starts = {f"事例{case.code}": case for case in content.cases}
    for name, case in starts.items():
        left, right = anchors.get(name), anchors.get(f"{name}の右")
        if left is None or right is None:
            found.append(Finding(place_of(case), "本のどこにも組まれませんでした。"))
            continue
        after = min((page for page in _next_places(content, anchors) if page > right), default=pages)
        if right - left > 1:
            found.append(
                Finding(place_of(case), "左ページにおさまりません。背景、手順、要点の文を短くしてください。")
            )
        elif after - right > 1:
            found.append(
                Finding(
                    place_of(case),
                    "右ページにおさまらず、3ページ目に出ました。つまずき、声、条件、注の文を短くしてください。",
                )
            )
        elif left % 2 == 0:
            found.append(Finding(place_of(case), "見開きの左ページから始まっていません。"))
    return found


def _next_places(content: EditionContent, anchors: Mapping[str, int]) -> list[int]:
    names = [f"事例{case.code}" for case in content.cases]
    names += [f"第{chapter.number}章のまとめ" for chapter in content.chapters]
    return [anchors[name] for name in names if name in anchors]


def check_book(data: bytes) -> list[Finding]:
    """Return everything the finished file lacks."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = list(tags.elements(pdf))
        return [
            *_document(pdf),
            *_fonts(pdf),
            *_pages(pdf),
            *_links(pdf, tree),
            *_figures(tree),
            *_headings(tree),
            *_tables_and_lists(tree),
            *_outline(pdf, tree),
            *_attachments(pdf),
        ]


def _document(pdf: Pdf) -> Iterator[Finding]:
    root: Any = pdf.Root
    asked = (
        (root.get("/MarkInfo", Dictionary()).get("/Marked", False), "タグつきの印（MarkInfo）がありません。"),
        ("/StructTreeRoot" in root, "構造の木がありません。"),
        (str(root.get("/Lang", "")).startswith("ja"), "文書の言語が日本語になっていません。"),
        (bool(str(pdf.docinfo.get("/Title", ""))), "文書の題名がありません。"),
        (
            root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False),
            "窓に題名を出す設定がありません。",
        ),
        ("/PageLabels" in root, "ページ番号の名前（PageLabels）がありません。"),
        (bool(root.get("/OutputIntents", [])), "色の出力先（OutputIntent）がありません。"),
        (not pdf.is_encrypted, "暗号がかかっています。"),
        (
            "/JavaScript" not in root.get("/Names", Dictionary()) and "/OpenAction" not in root,
            "動くプログラムが入っています。",
        ),
    )
    yield from (Finding("文書", message) for holds, message in asked if not holds)
    metadata = bytes(root.Metadata.read_bytes()) if "/Metadata" in root else b""
    for mark in (b"<pdfuaid:part>1<", b"<pdfaid:part>3<", b"<pdfaid:conformance>A<"):
        if mark not in metadata:
            yield Finding("文書", f"XMPに {mark.decode().strip('<')} の印がありません。")


def _fonts(pdf: Pdf) -> Iterator[Finding]:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and "/DescendantFonts" in item:
            name = str(item.get("/BaseFont", ""))
            descriptor: Any = item.DescendantFonts[0].get("/FontDescriptor", Dictionary())
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield Finding("書体", f"{name} が埋め込まれていません。")
            if "/ToUnicode" not in item:
                yield Finding("書体", f"{name} の文字を取り出せません（ToUnicodeなし）。")


def _pages(pdf: Pdf) -> Iterator[Finding]:
    for number, page in enumerate(pdf.pages, start=1):
        if page.obj.get("/Annots") and page.obj.get("/Tabs") != Name.S:
            yield Finding(f"{number}ページ", "リンクをたどる順が、構造の順になっていません。")
        depth = 0
        for found in _OPERATORS.finditer(page.obj.Contents.read_bytes()):
            if found[1] in (b"BDC", b"BMC"):
                depth += 1
            elif found[1] == b"EMC":
                depth -= 1
            elif depth < 1:
                yield Finding(f"{number}ページ", "タグのない文字があります。")
                break
        if depth:
            yield Finding(f"{number}ページ", "印の始まりと終わりの数が合いません。")


def _links(pdf: Pdf, tree: list[tags.Element]) -> Iterator[Finding]:
    owned = {
        kid.Obj.objgen for element in tree if element.kind == "Link" for kid in tags.kids(element.node)
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR
    }  # fmt: skip
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.obj.get("/Annots", Array()):
            words = str(annotation.get("/Contents", ""))
            if annotation.Subtype != Name.Link:
                yield Finding(f"{number}ページ", "リンクでない注釈があります。")
            elif annotation.objgen not in owned or "/StructParent" not in annotation:
                yield Finding(f"{number}ページ", f"リンク「{words}」が構造につながっていません。")
            elif not words or re.fullmatch(r"\S*://\S*|[a-z0-9_-]+", words):
                yield Finding(f"{number}ページ", "リンクの説明が、人の読むことばになっていません。")


def _figures(tree: list[tags.Element]) -> Iterator[Finding]:
    for element in tree:
        if element.kind != "Figure":
            continue
        alt = str(element.node.get("/Alt", "")).strip()
        place = f"{(element.page or 0) + 1}ページの図"
        if not alt:
            yield Finding(place, "代替テキストがありません。")
        elif is_file_name(alt):
            yield Finding(place, "代替テキストがファイルの名前です。")
        elif len(alt) > _LONGEST_FIGURE_ALT:
            yield Finding(
                place,
                f"代替テキストが長すぎます（{len(alt)}字。絵は{LONGEST_ALT_CHARS}字まで）。",
                error=False,
            )


def _headings(tree: list[tags.Element]) -> Iterator[Finding]:
    before = 0
    for element in tree:
        if not re.fullmatch(r"H[1-6]", element.kind):
            continue
        level = int(element.kind[1])
        if level > before + 1:
            yield Finding(
                f"{(element.page or 0) + 1}ページ", f"見出しの段が飛んでいます（H{before}の次にH{level}）。"
            )
        before = level
    if before == 0:
        yield Finding("文書", "見出しがありません。")


def _tables_and_lists(tree: list[tags.Element]) -> Iterator[Finding]:
    for element in tree:
        place = f"{(element.page or 0) + 1}ページ"
        if element.kind == "TH" and "/Scope" not in element.node.get("/A", {}):
            yield Finding(place, "表の見出しに向き（Scope）がありません。")
        if element.kind == "TD" and not element.node.get("/A", {}).get("/Headers", Array()):
            yield Finding(place, "表の値が、どの見出しにもつながっていません。")
        if element.kind == "L":
            kinds = {
                str(kid.S) for kid in tags.kids(element.node) if isinstance(kid, Dictionary) and "/S" in kid
            }
            if kinds - {"/LI", "/L", "/Caption"}:
                yield Finding(place, "箇条書きの形がくずれています。")


def _outline(pdf: Pdf, tree: list[tags.Element]) -> Iterator[Finding]:
    marks = 0
    with pdf.open_outline() as outline:
        stack: list[Any] = list(outline.root)
        while stack:
            item = stack.pop()
            marks += 1
            if not str(item.title).strip():
                yield Finding("しおり", "名前のないしおりがあります。")
            stack += item.children
    headings = sum(1 for element in tree if element.kind in ("H1", "H2"))
    if marks < headings:
        yield Finding("しおり", f"しおり（{marks}）が大きな見出し（{headings}）より少ないです。")


def _attachments(pdf: Pdf) -> Iterator[Finding]:
    files = pdf.Root.get("/AF", Array())
    if not len(files):
        yield Finding("添付", "データが添付されていません。")
    for file in files:
        if file.get("/AFRelationship") != Name.Data or not str(file.get("/Desc", "")):
            yield Finding("添付", f"{file.get('/UF', '')} に、関係または説明がありません。")
