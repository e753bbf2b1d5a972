"""The sample installation: its folder, settings, clock, and the people who sign in."""

import json
import secrets
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from casefinder import config
from casefinder.clock import FileClock, utc_now
from casefinder.config import Settings
from casefinder.db import Database, SilentBell
from casefinder.errors import CasefinderError
from casefinder.staff.accounts import second_factor, second_factor_rules
from casefinder.staff.accounts import service as accounts
from casefinder.staff.accounts.models import Account

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
DONE = "built.json"
SIGN_INS = "sign-ins.json"
PEOPLE = (
    ("administrator", "admin@example.jp", "管理 一郎（見本）"),
    ("publisher", "publisher@example.jp", "公開 花子（見本）"),
    ("editor", "editor@example.jp", "佐々木 編（見本）"),
    ("reader", "reader@example.jp", "閲覧 次郎（見本）"),
)


class NotASample(CasefinderError):
    """The folder holds something else; it is left alone."""


def is_built(home: Path) -> bool:
    """Say whether a finished sample lies in the folder."""
    return (home / DONE).is_file()


def clear(home: Path) -> None:
    """Remove an earlier sample, finished or not; a folder that holds anything else is refused.

    Raises:
        NotASample: The folder is neither empty nor a sample installation.
    """
    if not home.exists():
        return
    settings = home / config.SETTINGS_FILE
    is_sample = settings.is_file() and "sample = true" in settings.read_text(encoding="utf-8")
    if any(home.iterdir()) and not is_sample:
        raise NotASample(f"{home} is not empty and holds no sample; choose another --dir")
    shutil.rmtree(home)


def prepare(home: Path, smtp_port: int) -> Settings:
    """Write a new sample installation's settings; the clock stands at its beginning."""
    home.mkdir(mode=0o700, parents=True)
    config.initialise(home, **stored_settings(smtp_port, port=8000))
    clock = FileClock(home / "clock")
    clock.set(BEGIN)
    return replace(config.load(home), clock_file=str(clock.path))


def stored_settings(smtp_port: int, port: int) -> dict[str, object]:
    """Return what `casefinder.toml` of the sample holds."""
    return {
        "sample": True,
        "public_base_url": f"http://127.0.0.1:{port}",
        "smtp_port": smtp_port,
        "mail_from": "見本道 地域DX推進課 <dx-jirei@example.jp>",
    }


def make_app(settings: Settings) -> Flask:
    """Return the application as the builder uses it: it drains by itself and hears no bell."""
    from casefinder import create_app

    app = create_app(settings)
    database: Database = app.extensions["database"]
    database.bell = SilentBell()
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def make_sign_ins() -> list[dict[str, Any]]:
    """Make up sign-ins for the sample's people."""
    return [
        {"role": role, "email": email, "name": name, "password": secrets.token_urlsafe(12)}
        for role, email, name in PEOPLE
    ]


def set_up_second_factor(session: Session, account_id: int, *, key: str) -> dict[str, Any]:
    """Set up what publishers and administrators sign in with besides; returns key and recovery codes for `sign-ins.json`."""
    now = utc_now()
    account = session.get_one(Account, account_id)
    secret = second_factor.secret_of(key, account)
    started = accounts.sign_in(session, account_id, lasts=timedelta(minutes=1), now=now)
    code = second_factor_rules.code_at(secret, second_factor_rules.step_of(now))
    codes = second_factor.enrol(session, account_id, started.session_id, code, key=key, now=now)
    return {"second_factor_key": second_factor_rules.shown_key(secret), "recovery_codes": codes}


def keep_sign_ins(home: Path, sign_ins: list[dict[str, Any]]) -> None:
    """Keep the sign-ins beside the sample, readable by the owner only."""
    path = home / SIGN_INS
    path.touch(mode=0o600)
    path.write_text(json.dumps(sign_ins, ensure_ascii=False, indent=1), encoding="utf-8")


def read_sign_ins(home: Path) -> list[dict[str, Any]]:
    """Return the sample's sign-ins."""
    found: list[dict[str, Any]] = json.loads((home / SIGN_INS).read_text(encoding="utf-8"))
    return found


def mark_built(home: Path) -> None:
    """Note that the sample is whole."""
    (home / DONE).write_text(json.dumps({"built": True}), encoding="utf-8")
