"""The description of the data: datapackage.json and the item definitions as CSV and HTML."""

import csv
import io
import json
from typing import Any

from casefinder.publish.content import EditionContent
from casefinder.publish.data.schema import KINDS_JA, Table, tables_in
from casefinder.publish.environment import environment

_FORMATS = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "yearmonth": "yearmonth",
}


def datapackage(content: EditionContent) -> str:
    """Return the data package descriptor (Frictionless) as JSON."""
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": content.slug,
        "title": content.full_title,
        "description": content.about,
        "version": content.edition_label,
        "created": f"{content.issued_on.isoformat()}T00:00:00+09:00",
        "licenses": [
            {"name": content.licence.replace(" ", "-"), "title": content.licence, "path": content.licence_url}
        ],
        "contributors": [{"title": content.publisher, "role": "publisher"}],
        "resources": [_resource(table) for table in tables_in(content.words)],
    }
    if content.web_url:
        package["homepage"] = content.web_url
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table) -> dict[str, Any]:
    fields = [
        {
            "name": column.name,
            "title": column.title,
            "type": _FORMATS[column.kind],
            "description": column.about,
            "constraints": {"required": column.required},
        }
        for column in table.columns
    ]
    return {
        "name": table.name.removesuffix(".csv").replace("_", "-"),
        "path": table.name,
        "profile": "tabular-data-resource",
        "title": table.title,
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n", "delimiter": ","},
        "schema": {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]},
    }


def definitions_csv(content: EditionContent) -> bytes:
    """Return the item definitions (項目定義書), a row a column."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["file", "column", "title", "type", "required", "description"])
    for table in tables_in(content.words):
        for column in table.columns:
            required = "1" if column.required else "0"
            writer.writerow(
                [table.name, column.name, column.title, KINDS_JA[column.kind], required, column.about]
            )
    return out.getvalue().encode()


def definitions_html(content: EditionContent) -> str:
    """Return the item definitions as a page that stands alone."""
    return (
        environment().get_template("site/definitions.html").render(c=content, tables=tables_in(content.words))
    )
