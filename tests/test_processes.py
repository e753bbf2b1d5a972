import os
import subprocess
import sys
from pathlib import Path

from tests.processes import ROOT, followed, own_folder

HOLD = "import sys; from tests.processes import own_folder; print(own_folder('held'), flush=True); sys.stdin.read()"


def holder() -> tuple["subprocess.Popen[str]", Path]:
    """A process that holds a folder of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**followed(), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def test_what_a_killed_run_left_is_removed_and_what_is_held_stays() -> None:
    dead, left = holder()
    living, held = holder()
    (left / "something").mkdir()
    dead.kill()
    dead.communicate()

    mine = own_folder("held")

    assert not left.exists()
    assert held.exists()
    assert mine.exists()
    assert own_folder("held") != mine
    assert mine.exists(), "one's own stay too"
    living.communicate()
    assert os.access(mine, os.W_OK)
