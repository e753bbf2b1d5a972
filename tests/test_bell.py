"""The bell is only a bell: when its file is damaged, it is set aside, and the rows go on being the truth."""

from pathlib import Path

import pytest

from casefinder.bell import make_huey
from casefinder.config import Settings


def settings(home: Path) -> Settings:
    return Settings(home=home, secret_key="k" * 40, link_key="l" * 40)


@pytest.mark.parametrize(
    "damage", [b"this is no database at all" * 40, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_damaged_bell_is_set_aside_and_a_new_one_rings(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "bell.db").write_bytes(damage)

    huey = make_huey(settings(tmp_path))
    huey.enqueue(huey.task(name="ring")(lambda kind: None).s("letter"))

    assert huey.pending_count() == 1
    assert (tmp_path / "bell.db.damaged").read_bytes() == damage


def test_a_bell_that_is_well_is_not_touched(tmp_path: Path) -> None:
    make_huey(settings(tmp_path)).pending_count()
    make_huey(settings(tmp_path)).pending_count()

    assert not (tmp_path / "bell.db.damaged").exists()
