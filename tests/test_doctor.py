"""`doctor` names what is wrong with an installation and what to do; no command answers it with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casefinder import __main__ as commands
from casefinder import config, doctor, i18n
from casefinder.config import SettingsError
from casefinder.doctor import Finding, State
from casefinder.schema import upgrade

OWN = {
    "issuer": "白樺県 企画部 DX推進課", "contact_phone": "01234-5-6789", "contact_email": "dx@pref.shirakaba.lg.jp",
    "mail_from": "DX <dx@pref.shirakaba.lg.jp>", "smtp_port": 9,
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A sound installation, but for its mail server."""
    home = tmp_path / "var"
    config.initialise(home, **OWN)
    upgrade(f"sqlite:///{home / 'casefinder.db'}")
    i18n.compile_catalogues()
    return home


def bad(home: Path, **more: bool) -> list[Finding]:
    return [each for each in doctor.examine(home, **{"with_mail": False, **more}) if each.state is State.BAD]


def change(home: Path, **values: object) -> None:
    config.write(home / config.SETTINGS_FILE, {**OWN, **values})


def test_a_sound_installation_has_nothing_to_put_right(home: Path) -> None:
    assert bad(home) == []


def test_every_finding_is_told_in_japanese_with_what_to_do(home: Path) -> None:
    (home / config.SECRETS_FILE).chmod(0o644)
    (finding,) = (each for each in bad(home) if each.about == "Folder")

    mark, about, words, to_do = doctor.told(finding)

    assert (mark, about) == ("直してください", "フォルダー")
    assert "secrets.json を開けます" in words
    assert to_do == f"`chmod 600 {home / 'secrets.json'}` を実行してください。"


TROUBLES = {
    "toml": ('issuer = "a"\nsmtp_port = = 25\n', "at line 2"),
    "not utf-8": ("issuer = \"課\"\n".encode("cp932"), "is not UTF-8"),
    "a number as text": ('smtp_port = "587"\n', "smtp_port is a"),
    "a text as number": ("issuer = 5\n", "issuer is a text in quotation marks"),
    "yes": ('sample = "yes"\n', "sample is true or false"),
    "a list": ('trusted_hosts = "a.example.jp"\n', "trusted_hosts is a list of texts"),
    "a number for a switch": ("secure_cookies = 1\n", "secure_cookies is true or false"),
    "a switch for a number": ("max_upload_bytes = true\n", "max_upload_bytes is a whole number"),
    "an unknown one": ('isuer = "a"\n', "did you mean issuer?"),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLES)
def test_a_wrong_settings_file_is_one_clear_line(
    home: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text, words = TROUBLES[name]
    (home / config.SETTINGS_FILE).write_bytes(text if isinstance(text, bytes) else text.encode())

    with pytest.raises(SettingsError) as caught:
        config.load(home)
    code = commands.main(["--dir", str(home), "web"])
    (finding,) = bad(home)

    assert words in caught.value.message
    assert code == 1
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert words in doctor.told(finding)[2]


SECRETS = {
    "missing": (None, "is missing"),
    "no json": ('{"secret_key": ', "this is no JSON"),
    "a list": ("[]", "every secret is a text"),
    "a number": ('{"secret_key": 5}', "every secret is a text"),
    "short": ('{"secret_key": "a", "link_key": "b"}', "too short"),
}  # fmt: skip


@pytest.mark.parametrize("name", SECRETS)
def test_wrong_secrets_are_one_clear_line(home: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, words = SECRETS[name]
    path = home / config.SECRETS_FILE
    path.unlink() if text is None else path.write_text(text)

    code = commands.main(["--dir", str(home), "web"])

    said = capsys.readouterr().err
    assert (code, said.count("\n")) == (1, 1)
    assert words in said
    assert words in doctor.told(bad(home)[0])[2]


def test_the_hint_names_an_order_of_arguments_that_is_taken(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        config.load(tmp_path / "nothing")

    hint = caught.value.message.split("`")[1].removeprefix("bin/casefinder ").split()
    assert commands.parser().parse_args(hint).dir == tmp_path / "nothing"


def test_values_as_shipped_are_named(home: Path) -> None:
    config.write(home / config.SETTINGS_FILE, {})

    (finding,) = bad(home)

    assert finding.values["names"] == "issuer, contact_phone, contact_email, mail_from"


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701])
def test_a_folder_that_others_can_open_is_named(home: Path, mode: int) -> None:
    home.chmod(mode)

    assert [each.values["mode"] for each in bad(home) if each.about == "Folder"] == ["700"]


def test_a_database_that_is_behind_is_named(home: Path) -> None:
    url = f"sqlite:///{home / 'casefinder.db'}"
    (home / "casefinder.db").unlink()
    assert "がまだありません" in doctor.told(bad(home)[0])[2]
    upgrade(url, "0003")

    (finding,) = bad(home)

    assert finding.values["at"] == "0003"


def test_a_database_that_cannot_be_reached_is_named_without_its_password(home: Path) -> None:
    change(home, database_url="postgresql+psycopg://cf:hidden-word@127.0.0.1:9/cf")

    (finding,) = bad(home)

    told = " ".join(doctor.told(finding))
    assert "につながりません" in told
    assert "hidden-word" not in told


def test_a_mail_server_that_does_not_answer_is_named(home: Path) -> None:
    found = bad(home, with_mail=True)

    assert [doctor.told(each)[1] for each in found] == ["メールサーバー"]


def test_a_catalogue_that_is_missing_is_made_at_the_start(home: Path) -> None:
    made = i18n.TRANSLATIONS / "ja" / "LC_MESSAGES" / "messages.mo"
    made.unlink()
    assert i18n.stale_languages() == ["ja"]
    assert doctor.told(bad(home)[0])[1] == "翻訳"

    i18n.keep_compiled()

    assert made.exists()
    assert i18n.stale_languages() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", ["doctor", "web", "worker", "serve", "migrate", "verify", "search rebuild", "accounts list"]
)
def test_no_command_begins_with_a_traceback(home: Path, command: str) -> None:
    (home / config.SETTINGS_FILE).write_text("issuer = \n")

    done = subprocess.run(
        [sys.executable, "-m", "casefinder", "--dir", str(home), *command.split()],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "PYTHONPATH": "."},
    )  # fmt: skip

    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr + done.stdout
