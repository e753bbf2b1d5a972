"""Values of the right type that nobody can run an installation with are refused in one line; the slips people make are read."""

from pathlib import Path

import pytest

from casefinder import config, create_app
from casefinder.config import SettingsError
from casefinder.doctor import State, examine

OWN = 'prefecture = "20"\n'
WRONG = {
    'issuer = "課\\n係"': "one line",
    'issuer = "課\\u0000"': "one line",
    'issuer = "　"': "issuer is blank",
    'region_word = " "': "region_word is blank",
    'region_word = "{region}"': "braces",
    "max_upload_bytes = -1": "max_upload_bytes is a number from",
    "max_upload_bytes = 99999999999999": "max_upload_bytes is a number from",
    "session_idle_minutes = 0": "session_idle_minutes is a number from",
    "session_absolute_hours = 99999999999": "session_absolute_hours is a number from",
    "proxy_count = -1": "proxy_count is a number from",
    "smtp_timeout_s = nan": "number of seconds",
    "smtp_timeout_s = inf": "number of seconds",
    'smtp_host = "mail.example.jp:587"': "its port is smtp_port",
    'public_base_url = "dx.pref.nagano.lg.jp"': "such as https://",
    'public_base_url = ""': "such as https://",
    'public_base_url = "ftp://dx.pref.nagano.lg.jp"': "such as https://",
    'public_base_url = "https://dx pref.nagano.lg.jp"': "such as https://",
    'public_base_url = "https://dx.pref.nagano.lg.jp:abc"': "such as https://",
    'public_base_url = "https://県.jp"': "such as https://",
    'public_base_url = "https://user@dx.pref.nagano.lg.jp"': "such as https://",
    'public_base_url = "https://dx.pref.nagano.lg.jp/casefinder"': "ends with the host",
    'public_base_url = "https://dx.pref.nagano.lg.jp/?a=1"': "ends with the host",
    'trusted_hosts = ["https://dx.pref.nagano.lg.jp"]': "names of hosts alone",
    'trusted_hosts = [""]': "names of hosts alone",
    'trusted_hosts = ["*"]': "names of hosts alone",
    'database_url = "mysql://u:p@localhost/cf"': "does not know",
    'database_url = "postgres://u:p@localhost/cf"': "postgresql+psycopg://",
    'database_url = "postgresql+asyncpg://u:p@localhost/cf"': "driver psycopg",
    'database_url = "postgresql://u:p@localhost"': "names no database",
    'database_url = "postgresql+psycopg://u:p@localhost:port/cf"': "no address of a database",
    'database_url = "casefinder"': "no address of a database",
    'database_url = "sqlite://"': "whole path",
    'database_url = "sqlite:///casefinder.db"': "whole path",
    'contact_email = "県庁"': "contact_email is one e-mail address",
    'contact_phone = "代表"': "contact_phone is a telephone number",
    'clock_file = "nowhere"': "machine's clock counts",
    'prefecture_kind = "州"': "one of 道, 都, 府 and 県",
    'home = "/srv"': "unknown settings: home",
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    config.initialise(tmp_path / "var", prefecture="20")
    return tmp_path / "var"


def write(home: Path, lines: str) -> None:
    (home / config.SETTINGS_FILE).write_text(OWN + lines + "\n", encoding="utf-8")


@pytest.mark.parametrize("line", WRONG)
def test_a_value_that_nothing_can_run_with_is_one_clear_line(home: Path, line: str) -> None:
    write(home, line)

    with pytest.raises(SettingsError, match=r"^[^\n]+$") as caught:
        config.load(home)

    assert WRONG[line] in caught.value.message
    (first, *_) = [each for each in examine(home, with_mail=False) if each.about == "Settings"]
    assert (first.state, first.values["what"]) == (State.BAD, caught.value.message)
    assert "did you mean home" not in caught.value.message


def test_a_slash_behind_the_host_is_no_matter(home: Path) -> None:
    write(home, 'public_base_url = "https://dx.pref.nagano.lg.jp:8443/"')

    assert config.load(home).public_base_url == "https://dx.pref.nagano.lg.jp:8443"


def test_the_host_that_every_letter_names_is_answered(home: Path) -> None:
    write(home, 'public_base_url = "http://dx.pref.nagano.lg.jp"\ntrusted_hosts = ["localhost"]')
    client = create_app(config.load(home)).test_client()

    assert client.get("/healthz", headers={"Host": "dx.pref.nagano.lg.jp"}).status_code != 400
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400
