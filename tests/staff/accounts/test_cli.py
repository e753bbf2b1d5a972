"""The first administrator comes from the command line."""

import io
import re
from pathlib import Path

import pytest

from casefinder import create_app
from casefinder.__main__ import main
from casefinder.config import initialise
from casefinder.faces import Role
from casefinder.models import Base
from casefinder.staff.accounts import queries, service
from tests.conftest import NOON


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CASEFINDER_HOME", str(tmp_path))
    app = create_app(initialise(tmp_path))
    Base.metadata.create_all(app.extensions["database"].engine)
    app.extensions["database"].engine.dispose()
    return tmp_path


def _signs_in(home: Path, email: str, password: str) -> bool:
    app = create_app(initialise(home))
    try:
        with app.app_context(), app.extensions["database"].reading() as session:
            account = queries.by_email(session, email)
            assert account is not None
            assert account.role == Role.ADMINISTRATOR.key
            return service.check_password(session, email, password, now=NOON) == account.id
    except service.WrongSignIn:
        return False
    finally:
        app.extensions["database"].engine.dispose()


def test_a_one_time_password_is_printed_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(
        ["--dir", str(home), "accounts", "create-administrator", "--email", "a@example.jp", "--name", "管理"]
    )

    password = re.search(r"([a-z0-9]{5}-){3}[a-z0-9]{5}", capsys.readouterr().out)
    assert code == 0
    assert password is not None
    assert _signs_in(home, "a@example.jp", password.group())


def test_a_password_can_come_from_standard_input(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("three cranes over the marsh\n"))

    code = main(
        [
            "--dir",
            str(home),
            "accounts",
            "create-administrator",
            "--email",
            "b@example.jp",
            "--name",
            "管理",
            "--password-from-stdin",
        ]
    )

    assert code == 0
    assert "three cranes" not in capsys.readouterr().out
    assert _signs_in(home, "b@example.jp", "three cranes over the marsh")


def test_a_second_account_with_the_same_address_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = [
        "--dir",
        str(home),
        "accounts",
        "create-administrator",
        "--email",
        "a@example.jp",
        "--name",
        "管理",
    ]
    main(order)

    assert main(order) == 1
    assert "already an account" in capsys.readouterr().err


def test_a_lost_password_is_replaced(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(
        ["--dir", str(home), "accounts", "create-administrator", "--email", "a@example.jp", "--name", "管理"]
    )
    old = capsys.readouterr().out.split()[-1]

    assert main(["--dir", str(home), "accounts", "reset-password", "--email", "a@example.jp"]) == 0

    new = capsys.readouterr().out.split()[-1]
    assert _signs_in(home, "a@example.jp", new)
    assert not _signs_in(home, "a@example.jp", old)
    assert main(["--dir", str(home), "accounts", "reset-password", "--email", "nobody@example.jp"]) == 1
