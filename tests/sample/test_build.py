"""What `bin/demo` leaves behind: book, site and data, and what must not stand in them."""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from casefinder import config
from casefinder.ask.invitations.rules import token_for
from casefinder.sample.content import Sample, samples
from tests.journeys.demo import Demo
from tests.processes import ROOT
from tests.sample.book_reading import bookmarks, empty_glyphs, pictures, squeezed, words_of
from tests.verapdf import judged

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

BOOK_FILES = (
    "book.pdf", "SHA256SUMS.txt", "site/index.html", "site/find.html", "site/themes.html", "site/accessibility.html",
    "data/cases.csv", "data/case_themes.csv", "data/case_indicators.csv", "data/cases.json", "data/codes.csv",
)  # fmt: skip
LETTERS = (".html", ".csv", ".json", ".txt", ".css", ".xml", ".svg")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def book(demo: Demo) -> Path:
    return demo.book / "book.pdf"


@pytest.fixture
def pdf(book: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(book) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(book: Path) -> list[str]:
    return words_of(book)


@pytest.fixture(scope="module")
def cases(demo: Demo) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((demo.book / "data/cases.json").read_text("utf-8"))["cases"]
    return found


@pytest.fixture(scope="module")
def published(demo: Demo, pages: list[str]) -> dict[str, str]:
    """All that a reader gets: the book's words and metadata, every text of site and data, without white space."""
    found = {"book.pdf": "".join(pages)}
    with pikepdf.open(demo.book / "book.pdf") as pdf:
        found["metadata of book.pdf"] = squeezed(
            pdf.Root.Metadata.read_bytes().decode("utf-8") + repr(dict(pdf.docinfo.items()))
        )
        found["pictures of book.pdf"] = squeezed("".join(picture.text for picture in pictures(pdf)))
    for path in sorted(demo.book.rglob("*")):
        if path.suffix in LETTERS and "content.json" not in path.name:
            found[path.relative_to(demo.book).as_posix()] = squeezed(path.read_text("utf-8", "ignore"))
    return found


def sample(ref: str) -> Sample:
    return next(each for each in samples() if each.ref == ref)


def places(published: dict[str, str], secret: str) -> list[str]:
    """Return where something stands."""
    assert squeezed(secret)
    return [name for name, text in published.items() if squeezed(secret) in text]


def test_the_files_of_the_casebook_are_there(demo: Demo, cases: list[dict[str, Any]]) -> None:
    for name in BOOK_FILES:
        assert (demo.book / name).stat().st_size > 100, name
    assert len(list((demo.book / "site/cases").glob("*.html"))) == len(cases) >= 12
    for line in (demo.book / "SHA256SUMS.txt").read_text("utf-8").splitlines():
        digest, name = line.split(maxsplit=1)
        assert hashlib.sha256((demo.book / name.lstrip("*")).read_bytes()).hexdigest() == digest, name


def test_verapdf_finds_the_book_compliant(book: Path) -> None:
    judgement = judged(book)

    assert {verdict.flavour: verdict.compliant for verdict in judgement.verdicts} == {"ua1": True, "3a": True}


def test_the_book_has_pages_labels_and_bookmarks(
    pdf: pikepdf.Pdf, pages: list[str], cases: list[dict[str, Any]]
) -> None:
    labels = [page.label for page in pdf.pages]
    titles = bookmarks(pdf)

    assert len(pages) == len(labels) >= 40
    assert len(set(labels)) == len(labels)
    for case in cases:
        assert any(squeezed(case["title"]) in squeezed(title) for title in titles), case["title"]
        first = first_page(pages, case)
        assert [label in pages[first + side] for side, label in enumerate(labels[first : first + 2])] == [
            True
        ] * 2


def test_every_picture_has_a_text_of_its_own_that_says_something(pdf: pikepdf.Pdf) -> None:
    texts = [picture.text for picture in pictures(pdf)]

    assert len(texts) > 20
    for text in texts:
        assert len(text) > 5, text
        assert not re.search(r"\.(jpe?g|png|svg)\b", text, re.IGNORECASE), text
    assert len(set(texts)) == len(texts)
    for drawn in (picture for each in samples() if each.case for picture in each.pictures):
        assert drawn["alt"] in texts


def test_the_data_in_the_book_is_the_data_beside_it(demo: Demo, pdf: pikepdf.Pdf) -> None:
    names = [path.name for path in (demo.book / "data").glob("*.csv") if path.name != "definitions.csv"]

    assert "cases.csv" in names
    assert set(pdf.attachments) >= set(names)
    for name in names:
        assert pdf.attachments[name].get_file().read_bytes() == (demo.book / "data" / name).read_bytes()


def test_no_character_is_missing_in_the_fonts(book: Path, pdf: pikepdf.Pdf, pages: list[str]) -> None:
    listed = subprocess.run(["pdffonts", book], capture_output=True, text=True, check=True).stdout
    fonts = [line.split()[-5:-2] for line in listed.splitlines()[2:]]

    assert empty_glyphs(pdf) == []
    assert "\ufffd" not in "".join(pages)
    assert fonts
    assert all(font == ["yes", "yes", "yes"] for font in fonts), listed


def test_numbers_in_the_book_are_those_of_the_data(
    demo: Demo, pages: list[str], cases: list[dict[str, Any]]
) -> None:
    rows = list(csv.DictReader((demo.book / "data/cases.csv").read_text("utf-8-sig").splitlines()))
    assert [row["title"] for row in rows] == [case["title"] for case in cases]

    for row, case in zip(rows, cases, strict=True):
        told = case_pages(pages, case)
        assert squeezed(row["organisation_name"].removesuffix("（見本）")) in told
        for name, unit in (("population", "人"), ("headcount", "人"), ("months", "か月")):
            if row[name]:
                assert f"{int(row[name]):,}" in told, f"{row['case_id']}: {name} {row[name]}{unit}"
        cost = case["cost"]
        for name in ("initial", "yearly"):
            thousand = cost[f"{name}_thousand_yen"]
            assert row[f"{name}_cost_thousand_yen"] == ("" if thousand is None else str(thousand))
            if thousand:
                assert f"{thousand / 10:,g}" in told, f"{row['case_id']}: {name} {thousand} thousand yen"
        for effect in case["effects"]:
            for number in NUMBER.findall(effect["before"] + " " + effect["after"]):
                assert number in told, f"{row['case_id']}: {effect}"


def first_page(pages: list[str], case: dict[str, Any]) -> int:
    """Return the page on which a case begins: its title stands there above the basic facts."""
    return next(
        number
        for number, page in enumerate(pages)
        if squeezed(case["title"]) in page and "基本情報" in page and squeezed(case["lead"])[:20] in page
    )


def case_pages(pages: list[str], case: dict[str, Any]) -> str:
    """Return the words of a case's two pages."""
    first = first_page(pages, case)
    return pages[first] + pages[first + 1]


def test_no_secret_of_the_installation_stands_in_what_is_published(
    demo: Demo, published: dict[str, str]
) -> None:
    settings = config.load(demo.home)
    invitations = demo.rows("SELECT id, generation, ref FROM link")
    receipts = [
        row[0] for row in demo.rows("SELECT receipt_number FROM response WHERE receipt_number IS NOT NULL")
    ]
    assert len(invitations) >= 36
    assert len(receipts) >= 30
    secrets = [token_for(settings.link_key, row[2], row[1]) for row in invitations]
    secrets += [row[2] for row in invitations] + receipts
    secrets += [person["password"] for person in demo.sign_ins.values()]
    secrets += [
        str(demo.home),
        str(demo.folder),
        str(ROOT),
        "127.0.0.1",
        "localhost",
    ]
    secrets += git_commits()

    for secret in secrets:
        assert places(published, secret) == [], secret


def git_commits() -> list[str]:
    """Return the commit of the checkout, long and short; none outside of a checkout."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False, cwd=ROOT)
    commit = done.stdout.strip()
    return [commit, commit[:12]] if commit else []


def test_persons_who_did_not_agree_are_not_named(published: dict[str, str]) -> None:
    for each in samples():
        contact = str(each.answers.get("B5") or "")
        private = [each.answers.get(f"B3.{part}") for part in ("name", "phone", "email")]
        for known in private:
            if known and squeezed(known) not in squeezed(contact):
                assert places(published, known) == [], f"{each.ref}: {known}"
        persons = each.answers.get("H1")
        for row in persons if isinstance(persons, list) else []:
            if row.get("name"):
                assert places(published, row["name"]) == [], f"{each.ref}: {row['name']}"


def test_answers_that_were_not_raised_stay_inside(published: dict[str, str]) -> None:
    kept = next(each for each in samples() if each.case and "H2" not in each.audience)
    clauses = [part for part in re.split(r"[。、「」\n]", kept.answers["H2"]) if len(part) >= 8]
    assert len(clauses) > 5

    for clause in clauses:
        assert places(published, clause) == [], clause


def test_costs_that_were_not_raised_stay_inside(
    demo: Demo, pages: list[str], cases: list[dict[str, Any]]
) -> None:
    kept = next(each for each in samples() if each.case and "C8" not in each.audience)
    case = next(each for each in cases if each["organisation"]["name"].startswith(kept.organisation["name"]))
    amounts = [kept.answers["C8.initial"], kept.answers["C8.yearly"]]
    web = squeezed((demo.book / f"site/cases/{case['number']:02}.html").read_text("utf-8"))

    assert case["cost"]["initial_thousand_yen"] is case["cost"]["yearly_thousand_yen"] is None
    assert case["cost"]["funding"] == []
    for amount in amounts:
        assert amount
        for printed in (f"{amount / 10:,g}万円", f"{amount:,}", str(amount)):
            assert printed not in case_pages(pages, case)
            assert printed not in web
            assert printed not in json.dumps(case)


def test_who_refused_is_nowhere(published: dict[str, str]) -> None:
    refused = [each for each in samples() if each.answers.get("L1") == "不可"]
    assert [each.ref for each in refused] == ["dev-b-07"]
    for each in samples():
        if each.case:
            assert len(places(published, each.organisation["name"])) > 3, (
                "who agreed is found where one looks"
            )

    for each in refused:
        for words in (each.organisation["name"], each.answers["C1"], each.answers["C2"]):
            assert places(published, words) == [], words


def test_who_refused_open_data_is_not_in_the_data(published: dict[str, str]) -> None:
    data = {name: text for name, text in published.items() if name.startswith("data/")}
    closed = [each for each in samples() if each.answers.get("L3") != "可"]
    assert "dev-b-09" in [each.ref for each in closed]

    for each in closed:
        assert places(data, each.organisation["name"]) == [], each.ref
        if each.answers.get("C1"):
            assert places(data, each.answers["C1"]) == [], each.ref


def test_who_asked_not_to_be_named_is_not_named(published: dict[str, str]) -> None:
    unnamed = [each for each in samples() if each.answers.get("L1") == "団体名を伏せて可"]
    assert unnamed

    for each in unnamed:
        assert places(published, each.organisation["name"]) == [], each.ref


def test_site_and_data_made_elsewhere_are_the_same(demo: Demo, tmp_path: Path) -> None:
    first = min((demo.home / "builds").iterdir(), key=lambda each: int(each.name))  # the sample's own
    out = tmp_path / "another place"
    elsewhere = {**os.environ, "TZ": "America/New_York", "LANG": "C", "PYTHONHASHSEED": "4711"}
    command = [sys.executable, "-m", "tests.sample.again", demo.home, first, out]

    subprocess.run(command, cwd=ROOT, env=elsewhere, check=True)

    made = {path.relative_to(out / "again"): path for path in (out / "again").rglob("*") if path.is_file()}
    assert len(made) > 40
    assert [name for name in made if made[name].read_bytes() != (demo.book / name).read_bytes()] == []
