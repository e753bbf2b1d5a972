"""Own authorities for the tests of encryption."""

from dataclasses import replace
from pathlib import Path

import pytest

from casefinder import config
from casefinder.config import Settings
from tests.mail.certificates import Office, make_office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def other_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An authority whose certificate names another server."""
    return make_office(tmp_path_factory.mktemp("other"), name="DNS:mail.example.jp")


@pytest.fixture
def house_settings(tmp_path: Path) -> Settings:
    """Settings of an installation without a database."""
    settings = config.initialise(tmp_path)
    return replace(
        settings, mail_from="見本道 総合政策部 地域DX推進課 デジタル推進係 <dx-jirei@pref.example.jp>"
    )
