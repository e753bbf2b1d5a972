"""All data files of an edition: name to bytes; the CSV files are also embedded in the book."""

import json
from dataclasses import dataclass

from casefinder.publish.content import EditionContent, licence_of
from casefinder.publish.data import package
from casefinder.publish.data.csvfile import BOM, csv_bytes
from casefinder.publish.data.rows import case_id, edition_id, open_cases, rows_of
from casefinder.publish.data.schema import TABLES
from casefinder.publish.frozen_json import to_plain


@dataclass(frozen=True, slots=True)
class FileNote:
    """A line of the list of files: name, what is in it, number of rows as printed."""

    name: str
    about: str
    rows: str


def csv_files(content: EditionContent) -> dict[str, bytes]:
    """Return the four tables as CSV, by file name."""
    return {table.name: csv_bytes(table, rows_of(content, table)) for table in TABLES}


def data_files(content: EditionContent) -> dict[str, bytes]:
    """Return every file of the data folder, by path."""
    tables = csv_files(content)
    files = dict(tables)
    files |= {f"excel/{name}": BOM + data for name, data in tables.items()}
    files["cases.json"] = cases_json(content).encode()
    files["datapackage.json"] = package.datapackage(content).encode()
    files["definitions.csv"] = package.definitions_csv(content)
    files["definitions.html"] = package.definitions_html(content).encode()
    return files


def cases_json(content: EditionContent) -> str:
    """Return the cases with all their texts; pictures are named by credit only, files stay in the site."""
    cases = []
    for case in open_cases(content):
        plain = to_plain(case)
        plain.pop("open_data")
        licence = {"licence": licence_of(content, case), "licence_url": content.licence_url}
        cases.append({"case_id": case_id(content, case), **licence, **plain})
    whole = {
        "edition": edition_id(content),
        "title": content.full_title,
        "edition_label": content.edition_label,
        "issued_on": content.issued_on.isoformat(),
        "publisher": content.publisher,
        "licence": content.licence,
        "licence_url": content.licence_url,
        "cases": cases,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def file_notes(content: EditionContent) -> list[FileNote]:
    """Return the list of files that book and site print."""
    notes = [FileNote(t.name, t.about, str(len(rows_of(content, t)))) for t in TABLES]
    return [
        *notes,
        FileNote("cases.json", "事例の全文。長い文章はここにある。", str(len(open_cases(content)))),
        FileNote("datapackage.json", "ファイルと項目の説明（機械用）。", "―"),
        FileNote("definitions.csv、definitions.html", "項目定義書。", "―"),
        FileNote("excel/*.csv", "同じCSVにBOMをつけたもの。Excelで開くとき用。", "―"),
    ]
