"""casebook build EDITION OUTDIR, as a person calls it."""

import subprocess
import sys
from pathlib import Path

import pytest

from casefinder import config, create_app
from casefinder.db import database
from casefinder.models import Base
from tests.factories.builds import make_edition
from tests.factories.cases import make_approved_case
from tests.processes import ROOT, run_module

HEAVY = {"weasyprint", "spacy", "sklearn", "numpy", "sudachipy", "flask", "sqlalchemy"}


@pytest.mark.slow
def test_an_edition_is_built_beside_what_lies_there_already(tmp_path: Path) -> None:
    settings = config.initialise(tmp_path / "home")
    app = create_app(settings)
    with app.app_context():
        Base.metadata.create_all(database().engine)
        with database().transaction() as session:
            make_edition(session, slug="dx-2026", cases=[make_approved_case(session)])
        database().engine.dispose()
    out = tmp_path / "out"
    (out / "site").mkdir(parents=True)
    (out / "site" / "old.html").write_text("old")
    (out / "mine.txt").write_text("mine")

    done = run_module("casefinder", "--dir", settings.home, "casebook", "build", "dx-2026", out)

    assert done.returncode == 0, done.stderr
    assert "pages, SHA-256" in done.stdout
    assert (out / "book.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "site" / "index.html").is_file()
    assert (out / "data" / "cases.json").is_file()
    assert not (out / "site" / "old.html").exists()
    assert (out / "mine.txt").read_text() == "mine"
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]

    missing = run_module("casefinder", "--dir", settings.home, "casebook", "build", "no-such", out)
    assert missing.returncode == 1
    assert len(missing.stderr.splitlines()) == 1


def test_help_loads_nothing_heavy() -> None:
    program = f"import sys; from casefinder.__main__ import parser; parser(); sys.exit(bool({HEAVY} & set(sys.modules)))"

    done = run_module("casefinder", "casebook", "build", "--help")

    assert done.returncode == 0
    assert "OUTDIR" in done.stdout.upper()
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT).returncode == 0
