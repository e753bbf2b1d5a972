"""Clock, settings, files, spans: the ground everything stands on."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casefinder import config
from casefinder.clock import FileClock
from casefinder.files import DiskFileStore
from casefinder.spans import Span


def test_a_file_clock_stands_still_until_it_is_moved(tmp_path: Path) -> None:
    clock = FileClock(tmp_path / "clock")
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    clock.advance(timedelta(hours=2))

    assert clock() == clock() == datetime(2026, 6, 1, 2, tzinfo=UTC)


def test_a_new_installation_has_its_own_secrets_that_others_cannot_read(tmp_path: Path) -> None:
    first = config.initialise(tmp_path / "a")
    second = config.initialise(tmp_path / "b")

    assert first.link_key != second.link_key
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a" / "secrets.json").stat().st_mode) == 0o600
    assert config.initialise(tmp_path / "a").secret_key == first.secret_key


@pytest.mark.parametrize(
    ("name", "mode"), [(".", 0o755), (".", 0o701), ("secrets.json", 0o640), ("secrets.json", 0o604)]
)
def test_sec_30_an_installation_that_others_can_read_does_not_start(
    tmp_path: Path, name: str, mode: int
) -> None:
    config.initialise(tmp_path / "home")
    (tmp_path / "home" / name).chmod(mode)

    with pytest.raises(config.SettingsError, match="chmod"):
        config.load(tmp_path / "home")


def test_a_new_installation_closes_the_folder_that_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home").chmod(0o755)

    config.initialise(tmp_path / "home")

    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o750


def test_a_keepers_group_may_see_the_folder(tmp_path: Path) -> None:
    config.initialise(tmp_path / "home")
    (tmp_path / "home").chmod(0o750)

    assert config.load(tmp_path / "home")


@pytest.mark.parametrize(
    ("line", "words"),
    [('colour = "red"', "unknown settings: colour"), ("secure_cookies = true", "https://")],
)
def test_wrong_settings_stop_the_start_with_a_reason(tmp_path: Path, line: str, words: str) -> None:
    config.initialise(tmp_path)
    (tmp_path / "casefinder.toml").write_text(line, encoding="utf-8")

    with pytest.raises(config.SettingsError, match=words):
        config.load(tmp_path)


def test_a_weak_secret_is_refused(tmp_path: Path) -> None:
    config.initialise(tmp_path)
    (tmp_path / "secrets.json").write_text(
        '{"secret_key": "changeme", "link_key": "changeme"}', encoding="utf-8"
    )

    with pytest.raises(config.SettingsError, match="too short"):
        config.load(tmp_path)


def test_the_same_bytes_are_kept_once_and_nothing_else_is_left(tmp_path: Path) -> None:
    store = DiskFileStore(tmp_path)
    digest = store.put(b"picture")

    assert store.put(b"picture") == digest
    assert store.path(digest).read_bytes() == b"picture"
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [digest]
    with pytest.raises(ValueError, match="SHA-256"):
        store.path("../../etc/passwd")


def test_spans_count_letters_also_where_a_browser_counts_two() -> None:
    assert Span(0, 1).of("𠮷野家で😀") == "𠮷"
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 3)
