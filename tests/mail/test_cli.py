"""The commands of the mail: a test letter that says what the server said, and a password that nobody reads."""

import io
import json
from email import message_from_bytes
from pathlib import Path

import pytest

from casefinder import config
from casefinder.__main__ import main
from tests.mail.servers import NAME, PASSWORD, MailServer, Manners

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CASEFINDER_HOME", str(tmp_path))
    config.initialise(tmp_path)
    return tmp_path


def tell(home: Path, **values: object) -> None:
    """Write the settings."""
    config.write(home / config.SETTINGS_FILE, {"mail_from": "推進課 <dx@pref.example.jp>", **values})


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_test_letter_is_taken_and_the_servers_words_are_shown(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, f"{PASSWORD}\n")
    assert main(["mail", "password"]) == 0
    with MailServer(Manners(mechanisms=("LOGIN",))) as server:
        tell(home, smtp_port=server.port, smtp_user=NAME)
        code = main(["mail", "test", "admin@pref.example.jp"])

    said = capsys.readouterr().out
    assert code == 0
    assert "taken: 2.0.0 ok: queued as 4XyZ" in said
    assert PASSWORD not in said
    (raw,) = server.desk.taken
    assert message_from_bytes(raw)["Message-ID"].endswith("@pref.example.jp>")


def test_a_test_letter_that_is_not_taken_says_why_and_what_to_do(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with MailServer(Manners(mechanisms=("LOGIN",))) as server:
        tell(home, smtp_port=server.port)
        code = main(["mail", "test", "admin@pref.example.jp"])

    said = capsys.readouterr().err
    assert code == 1
    assert "530 5.7.0 Authentication required" in said
    assert "利用者名とパスワードを受け付けません" in said
    assert "mail password" in said


def test_a_test_letter_needs_an_address(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "test", "admin"]) == 1

    assert "is no mail address" in capsys.readouterr().err


def test_half_set_settings_are_told_in_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tell(home, smtp_user="dx")

    assert main(["mail", "test", "admin@pref.example.jp"]) == 1

    said = capsys.readouterr().err
    assert "casefinder mail password" in said
    assert len(said.splitlines()) == 1


def test_a_password_is_stored_for_its_owner_only_and_taken_away(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "  ge heim \r\n")
    main(["mail", "password"])
    path = home / config.SECRETS_FILE
    assert json.loads(path.read_text(encoding="utf-8"))["smtp_password"] == "  ge heim "
    assert path.stat().st_mode & 0o077 == 0
    assert "heim" not in capsys.readouterr().out

    main(["mail", "password", "--remove"])

    assert "smtp_password" not in json.loads(path.read_text(encoding="utf-8"))


def test_no_password_changes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "\n")

    assert main(["mail", "password"]) == 1

    assert "nothing is changed" in capsys.readouterr().err


def test_a_password_without_an_installation_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "geheim\n")

    assert main(["--dir", str(tmp_path / "none"), "mail", "password"]) == 1

    assert "init" in capsys.readouterr().err
