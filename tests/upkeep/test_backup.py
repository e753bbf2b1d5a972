"""A backup is whole or not there, keeps its secrets apart, and is taken only as it was made."""

import hashlib
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from casefinder import occupancy
from casefinder.upkeep import backup, manifest
from casefinder.upkeep.errors import BackupDamaged, BackupRefused, RestoreRefused
from casefinder.upkeep.restore import STAGING
from tests.upkeep.conftest import House


def test_a_backup_lists_every_file_with_its_hash(house: House) -> None:
    folder = house.back_up()

    listed = manifest.read(folder).files
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert there == {*listed, manifest.FILE, manifest.SUM}
    assert any(name.startswith("files/") for name in listed)
    assert any(name.startswith("database/") for name in listed)
    assert "casefinder.toml" in listed
    assert all(manifest.digest_of(folder / name) == summed for name, summed in listed.items())


def test_the_secrets_lie_apart_and_only_their_owner_reads_them(house: House) -> None:
    folder = house.back_up()

    secrets = backup.secrets_beside(folder)
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert not list(folder.rglob("secrets.json"))
    words = json.loads(secrets.read_text())
    assert all(words["link_key"].encode() not in p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_secrets_are_not_put_into_the_backup(house: House) -> None:
    with pytest.raises(BackupRefused):
        backup.make(
            house.settings, house.backups / "b1", secrets=house.backups / "b1" / "s.json", now=_now(house)
        )

    assert not (house.backups / "b1").exists()


def _now(house: House):  # type: ignore[no-untyped-def]
    from tests.conftest import NOON

    return NOON


def test_a_backup_overwrites_nothing(house: House) -> None:
    folder = house.back_up()

    with pytest.raises(BackupRefused):
        house.back_up()
    assert manifest.read(folder)


def test_a_backup_that_fails_leaves_nothing(house: House) -> None:
    (house.home / "files" / "unreadable").symlink_to(house.home / "gone")
    broken = house.home / "releases" / "one"
    broken.mkdir(parents=True)
    (broken / "book.pdf").mkdir()
    (house.home / "secrets.json").rename(house.home / "elsewhere.json")

    with pytest.raises(OSError, match="secrets"):
        house.back_up()

    assert list(house.backups.iterdir()) == []


def _cut_short(folder: Path) -> None:
    path = max((p for p in (folder / "database").iterdir()), key=lambda p: p.stat().st_size)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1024)


def _flip_a_bit(folder: Path) -> None:
    (path,) = [p for p in (folder / "files").rglob("*") if p.is_file()]
    path.write_bytes(b"b file")


def _lose_a_file(folder: Path) -> None:
    next(p for p in (folder / "files").rglob("*") if p.is_file()).unlink()


def _add_a_file(folder: Path) -> None:
    (folder / "files" / "more").write_bytes(b"x")


def _change_the_manifest(folder: Path) -> None:
    path = folder / manifest.FILE
    path.write_text(path.read_text().replace("2026", "2027"))


def _lose_the_manifest(folder: Path) -> None:
    (folder / manifest.FILE).unlink()


@pytest.mark.parametrize(
    "spoil",
    [_cut_short, _flip_a_bit, _lose_a_file, _add_a_file, _change_the_manifest, _lose_the_manifest],
    ids=lambda spoil: spoil.__name__,
)
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    house: House, spoil: Callable[[Path], None]
) -> None:
    folder = house.back_up()
    house.database.engine.dispose()
    before = _looks(house.home)
    spoil(folder)

    with pytest.raises(BackupDamaged):
        house.restore(folder)

    assert _looks(house.home) == before


def _looks(home: Path) -> dict[str, str]:
    """What lies in the installation, but for what an open database leaves and the lock of the folder."""
    return {
        p.relative_to(home).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in home.rglob("*")
        if p.is_file()
        and "backups" not in p.parts
        and p.name != occupancy.FILE
        and "casefinder.db-" not in p.name
    }


def test_a_backup_of_a_later_version_is_refused(house: House) -> None:
    folder = house.back_up()
    made = manifest.read(folder)
    later = manifest.Manifest(**{**made.__dict__, "revision": "9999"})
    (folder / manifest.FILE).write_bytes(later.bytes)
    (folder / manifest.SUM).write_text(f"{hashlib.sha256(later.bytes).hexdigest()}  {manifest.FILE}\n")

    with pytest.raises(RestoreRefused, match="later version"):
        house.restore(folder)


def test_an_installation_that_is_there_is_not_overwritten_unasked(house: House) -> None:
    folder = house.back_up()

    with pytest.raises(RestoreRefused, match="--replace"):
        house.restore(folder, replacing=False)

    assert not (house.home / STAGING).exists()


def test_without_its_secrets_a_backup_is_refused(house: House) -> None:
    folder = house.back_up()
    backup.secrets_beside(folder).write_text('{"link_key": "another"}')

    with pytest.raises(RestoreRefused, match="--secrets"):
        house.restore(folder)


def test_nothing_is_restored_while_casefinder_runs(house: House) -> None:
    folder = house.back_up()
    occupancy.move_in(house.home)
    try:
        with pytest.raises(occupancy.Occupied, match="running"):
            house.restore(folder)
    finally:
        occupancy.move_out()
