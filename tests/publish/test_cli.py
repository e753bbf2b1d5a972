"""casebook build EDITION OUTDIR, as a person calls it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from casefinder import config, create_app
from casefinder.db import database
from casefinder.models import Base
from tests.factories.builds import make_edition
from tests.factories.cases import make_approved_case

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "casefinder", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=ROOT)


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

    done = run("--dir", settings.home, "casebook", "build", "dx-2026", out)

    assert done.returncode == 0, done.stderr
    assert "pages, SHA-256" in done.stdout
    assert (out / "book.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "site" / "index.html").is_file()
    assert (out / "data" / "cases.json").is_file()
    assert not (out / "site" / "old.html").exists()
    assert (out / "mine.txt").read_text() == "mine"
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]

    missing = run("--dir", settings.home, "casebook", "build", "no-such", out)
    assert missing.returncode == 1
    assert len(missing.stderr.splitlines()) == 1


def test_help_answers_at_once() -> None:
    run("--help")
    started = time.perf_counter()
    done = run("casebook", "build", "--help")

    assert done.returncode == 0
    assert "OUTDIR" in done.stdout.upper()
    assert time.perf_counter() - started < 3
