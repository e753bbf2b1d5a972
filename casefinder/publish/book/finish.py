"""The finishing pass: what WeasyPrint leaves open for PDF/UA-1 and PDF/A-3a in one file, the same bytes each time."""

import hashlib
import io
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from casefinder.publish.book import matter, tags, xmp
from casefinder.publish.content import EditionContent
from casefinder.publish.data.schema import tables_in

PRODUCER = "casefinder, WeasyPrint 70"


def finish(
    raw: bytes, content: EditionContent, anchors: Mapping[str, int], attached: Mapping[str, bytes]
) -> bytes:
    """Return the finished book.

    Args:
        raw: What WeasyPrint wrote.
        content: The edition, for words and dates.
        anchors: Page (from 0) of every place.
        attached: Data files to embed, by name.
    """
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        tags.mend(pdf)
        _say_links(pdf, content, anchors)
        _label_pages(pdf)
        _attach(pdf, attached, content)
        _describe(pdf, content)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=True,
        )
    return out.getvalue()


def link_words(content: EditionContent, anchors: Mapping[str, int]) -> dict[str, str]:
    """Return what a screen reader says for a link to each place."""
    words = {**dict(matter.FRONT), **dict(matter.BACK), "まとめ": "横断のまとめ"}
    for case in content.cases:
        words[f"事例{case.code}"] = f"事例{case.code} {case.title}"
        words[f"事例{case.code}の右"] = f"事例{case.code} {case.title}の右ページ"
    for chapter in content.chapters:
        words[f"第{chapter.number}章"] = f"第{chapter.number}章 {chapter.title}"
    return {name: f"{words.get(name, name)}（{page + 1}ページ）" for name, page in anchors.items()}


def _say_links(pdf: Pdf, content: EditionContent, anchors: Mapping[str, int]) -> None:
    words = link_words(content, anchors)
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", Array()):
            if annotation.Subtype == Name.Link and "/Dest" in annotation:
                target = str(annotation.Dest)
                annotation.Contents = String(words.get(target, target))


def _label_pages(pdf: Pdf) -> None:
    """The cover is called 表紙; every other page bears the number printed on it."""
    pdf.Root.PageLabels = Dictionary(
        Nums=Array([0, Dictionary(P=String("表紙")), 1, Dictionary(S=Name.D, St=2)])
    )


def _attach(pdf: Pdf, attached: Mapping[str, bytes], content: EditionContent) -> None:
    about = {table.name: f"{table.title}。{table.about}" for table in tables_in(content.words)}
    day = String(f"D:{content.built_on:%Y%m%d}000000Z")
    names, files = Array(), Array()
    for name in sorted(attached):
        data = attached[name]
        stream = pdf.make_stream(data)
        stream.Type, stream.Subtype = Name.EmbeddedFile, Name("/text/csv")
        digest = hashlib.md5(data, usedforsecurity=False).digest()
        stream.Params = Dictionary(Size=len(data), CheckSum=String(digest), CreationDate=day, ModDate=day)
        note = Dictionary(
            Type=Name.Filespec,
            F=String(name),
            UF=String(name),
            Desc=String(about.get(name, name)),
            AFRelationship=Name.Data,
            EF=Dictionary(F=stream, UF=stream),
        )
        file = pdf.make_indirect(note)
        names.extend([String(name), file])
        files.append(file)
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=names))
    pdf.Root.AF = files


def _describe(pdf: Pdf, content: EditionContent) -> None:
    keywords = str(pdf.docinfo.get("/Keywords", ""))
    metadata = pdf.make_stream(xmp.packet(content, keywords=keywords, producer=PRODUCER))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    day = f"D:{content.built_on:%Y%m%d}000000Z"
    pdf.docinfo["/CreationDate"] = String(day)
    pdf.docinfo["/ModDate"] = String(day)
    pdf.docinfo["/Producer"] = String(PRODUCER)
