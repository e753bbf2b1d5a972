"""The sample edition, pressed once in a child process for all tests of the publish step."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from casefinder.publish.content import EditionContent, to_json
from tests.publish.sample_content import sample_content, write_assets


@dataclass(frozen=True)
class Pressed:
    """What a run of the press left behind."""

    code: int
    folder: Path
    steps: list[dict]
    errors: str

    @property
    def book(self) -> Path:
        return self.folder / "book.pdf"


def press(content: EditionContent, folder: Path, *, seed: str = "0", **elsewhere: str) -> Pressed:
    """Run the press as its parent does."""
    folder.mkdir(parents=True, exist_ok=True)
    assets = write_assets(content, folder / "assets") if folder.parent else folder
    (folder / "content.json").write_text(to_json(content), encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "casefinder.publish.book.press",
            folder / "content.json",
            assets,
            folder / "out",
        ],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": seed, "LANG": "C.UTF-8", **elsewhere},
        cwd=Path(__file__).resolve().parents[2],
    )
    return Pressed(
        done.returncode, folder / "out", [json.loads(x) for x in done.stdout.splitlines()], done.stderr
    )


@pytest.fixture(scope="session")
def content() -> EditionContent:
    return sample_content()


@pytest.fixture(scope="session")
def pressed(content: EditionContent, tmp_path_factory: pytest.TempPathFactory) -> Pressed:
    done = press(content, tmp_path_factory.mktemp("press"))
    assert done.code == 0, done.errors
    return done


@pytest.fixture(scope="session")
def assets(content: EditionContent, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_assets(content, tmp_path_factory.mktemp("assets"))
