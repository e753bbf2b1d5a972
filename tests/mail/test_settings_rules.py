"""Settings of the mail: half-set or mistaken ones do not start, and the words say what to do."""

from dataclasses import replace
from pathlib import Path

import pytest

from casefinder import config
from casefinder.config import Settings, SettingsError
from tests.mail.certificates import Office


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"smtp_user": "dx"}, "mail password"),
        ({"smtp_password": "geheim"}, "smtp_user is empty"),
        ({"smtp_user": "dx", "smtp_password": "p", "smtp_host": "smtp.example.jp"}, "unencrypted"),
        ({"smtp_user": "dx", "smtp_password": "p\0"}, "NUL"),
        ({"smtp_user": 1}, "quotation marks"),
        ({"smtp_starttls": True, "smtp_tls": True}, "exclude each other"),
        ({"smtp_starttls": "yes"}, "true or false"),
        ({"smtp_host": ""}, "smtp_host"),
        ({"smtp_host": "smtps://smtp.example.jp"}, "smtp_host"),
        ({"smtp_host": "dx@smtp.example.jp"}, "smtp_host"),
        ({"smtp_port": 0}, "smtp_port"),
        ({"smtp_port": 65536}, "smtp_port"),
        ({"smtp_port": "587"}, "smtp_port"),
        ({"smtp_port": True}, "smtp_port"),
        ({"smtp_timeout_s": 0}, "smtp_timeout_s"),
        ({"smtp_ca_file": "ca.pem"}, "not encrypted"),
        ({"smtp_ca_file": "ca.pem", "smtp_tls": True}, "No such file"),
        ({"smtp_ca_file": 1}, "quotation marks"),
        ({"mail_from": "推進課"}, "mail_from"),
        ({"mail_from": "a@b.jp, c@d.jp"}, "mail_from"),
        ({"mail_from": "課 <dx@例え.jp>"}, "mail_from"),
    ],
)  # fmt: skip
def test_what_cannot_work_does_not_start(
    house_settings: Settings, values: dict[str, object], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        config.check(replace(house_settings, **values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "values",
    [
        {"smtp_user": "dx", "smtp_password": "p", "smtp_host": "smtp.example.jp", "smtp_starttls": True},
        {
            "smtp_user": "dx",
            "smtp_password": "p",
            "smtp_host": "smtp.example.jp",
            "smtp_tls": True,
            "smtp_port": 465,
        },
        {"smtp_user": "dx", "smtp_password": "p"},
        {"smtp_host": "10.1.2.3"},
        {"smtp_timeout_s": 0.5},
    ],
)
def test_what_providers_ask_for_can_be_set(house_settings: Settings, values: dict[str, object]) -> None:
    config.check(replace(house_settings, **values))  # type: ignore[arg-type]


def test_an_own_authority_may_lie_beside_the_settings(house_settings: Settings, office: Office) -> None:
    (house_settings.home / "ca.pem").write_bytes(office.ca_file.read_bytes())

    config.check(replace(house_settings, smtp_starttls=True, smtp_ca_file="ca.pem"))


def test_a_file_that_holds_no_certificate_is_refused(house_settings: Settings) -> None:
    (house_settings.home / "ca.pem").write_text("これは証明書ではない", encoding="utf-8")

    with pytest.raises(SettingsError, match="PEM"):
        config.check(replace(house_settings, smtp_starttls=True, smtp_ca_file="ca.pem"))


def test_the_password_lies_among_the_secrets_and_shows_in_no_words(tmp_path: Path) -> None:
    config.initialise(tmp_path)
    config.store_secret(tmp_path, "smtp_password", "geheim語")
    config.write(tmp_path / config.SETTINGS_FILE, {"smtp_user": "dx"})

    settings = config.load(tmp_path)

    assert settings.smtp_password == "geheim語"
    assert "geheim" not in repr(settings)
    assert (tmp_path / config.SECRETS_FILE).stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.glob("*.part")] == []


def test_a_password_in_the_settings_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    config.initialise(tmp_path)
    config.write(tmp_path / config.SETTINGS_FILE, {"smtp_user": "dx", "smtp_password": "geheim"})

    with pytest.raises(SettingsError, match="secrets") as caught:
        config.load(tmp_path)
    assert "geheim" not in str(caught.value)


def test_a_secret_can_be_taken_away_and_the_others_stay(tmp_path: Path) -> None:
    before = config.initialise(tmp_path)
    config.store_secret(tmp_path, "smtp_password", "geheim")
    config.store_secret(tmp_path, "smtp_password", "")

    after = config.load(tmp_path)
    assert (after.smtp_password, after.link_key, after.secret_key) == ("", before.link_key, before.secret_key)
