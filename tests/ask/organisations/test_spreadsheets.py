"""The register goes through a real spreadsheet: saved, opened there, saved there, read in again, it changes nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest

from casefinder.ask.organisations import comparing, exchange
from casefinder.ask.organisations.entries import NewOrganisation
from casefinder.tables import read_table
from casefinder.tables.workbook import workbook_of
from tests.factories.organisations import HOKKAIDO_TOWNS, IN_HOKKAIDO

pytestmark = pytest.mark.slow
COMMAS_IN_UTF_8 = "Text - txt - csv (StarCalc):44,34,76,1"
UNICODE_TEXT = "csv:Text - txt - csv (StarCalc):9,34,65535,1"
SHIFT_JIS = "csv:Text - txt - csv (StarCalc):44,34,64,1"
OTHERS = [
    NewOrganisation("㈱ミナモ", "みなも", "company", "5430001000001", None, "全道", "info@example.jp"),
    NewOrganisation("=1+1", "かい", "association", None, None, "全道"),
    NewOrganisation("＝1+1社", "かい", "company", None, None, "全道"),
    NewOrganisation("'引用の会", "いんようのかい", "association", "12", None, "全道"),
    NewOrganisation("北の局", "きたのきょく", "national_office", "00012", None, "全道"),
    NewOrganisation("地域振興課", "ちいきしんこうか", "department", "A_01", None, "全道"),
    NewOrganisation("髙﨑商店", "たかさきしょうてん", "company", None, None, "全道"),
    NewOrganisation("3月4日の会", "さんがつよっかのかい", "association", None, None, "全道"),
]


def register() -> list[tuple[int, NewOrganisation]]:
    towns = [
        NewOrganisation(
            town.name, town.kana, "municipality", town.code, town.type.value,
            IN_HOKKAIDO.of_municipality(town.code), f"joho{town.code}@example.jp",
        )
        for town in HOKKAIDO_TOWNS
    ]  # fmt: skip
    return list(enumerate([*towns, *OTHERS], start=1))


def saved_by_spreadsheet(source: Path, kind: str, folder: Path) -> Path:
    """Open a file in LibreOffice and save it as something else; the program comes with `bin/setup`."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: run bin/setup"
    out = folder / f"out-{kind[:4]}-{len(list(folder.iterdir()))}"
    subprocess.run(
        [program, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         *([f"--infilter={COMMAS_IN_UTF_8}"] if source.suffix == ".csv" else []), "--convert-to", kind, "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (made,) = out.iterdir()
    return made


def export(folder: Path, name: str) -> Path:
    entries = [entry for _, entry in register()]
    path = folder / name
    if name.endswith(".xlsx"):
        path.write_bytes(workbook_of(exchange.rows(entries, "振興局"), title="団体"))
    else:
        path.write_bytes(("\ufeff" + exchange.written(entries, "振興局")).encode())
    return path


@pytest.mark.parametrize("exported", ["register.csv", "register.xlsx"])
@pytest.mark.parametrize(
    "kinds", [("xlsx",), ("xlsx", f"csv:{COMMAS_IN_UTF_8}"), ("xlsx", UNICODE_TEXT), ("ods", SHIFT_JIS)]
)
def test_the_register_comes_back_unchanged_from_a_spreadsheet(
    tmp_path: Path, exported: str, kinds: tuple[str, ...]
) -> None:
    path = export(tmp_path, exported)

    for kind in kinds:
        path = saved_by_spreadsheet(path, kind, tmp_path)
    found = comparing.changes(
        exchange.read(read_table(path.read_bytes()), IN_HOKKAIDO, "振興局"), register(), IN_HOKKAIDO
    )

    told = [(change.line, change.act, change.differences, change.problems) for change in found]
    assert [each for each in told if each[1] != "same"] == []
    assert len(found) == len(register())
