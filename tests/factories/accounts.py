"""Accounts for tests, and a browser that is signed in."""

from datetime import datetime, timedelta
from itertools import count

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from casefinder.clock import utc_now
from casefinder.faces import Role
from casefinder.staff.accounts import service
from casefinder.staff.accounts.gate import cookie_name
from casefinder.staff.accounts.models import Account

_numbers = count(1)
PASSWORD = "three cranes over the marsh"
_cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def make_account(
    session: Session,
    *,
    role: Role = Role.EDITOR,
    email: str | None = None,
    name: str = "佐藤 見本",
    now: datetime | None = None,
    password: str = PASSWORD,
) -> Account:
    """An account whose password is hashed cheaply, for tests need many."""
    account = Account(
        email=email or f"staff{next(_numbers)}@example.jp", name=name, role=role.key,
        password_hash=_cheap.hash(password), initial_until=None, created_at=now or utc_now(),
    )  # fmt: skip
    session.add(account)
    session.flush()
    return account


def sign_in(client: FlaskClient, app: Flask, role: Role = Role.EDITOR) -> int:
    """Give the client the session cookie of a new account with this role; returns the account's id."""
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session, role=role).id
        started = service.sign_in(
            session, account_id, lasts=timedelta(hours=12), now=utc_now(), is_proved=True
        )
    client.set_cookie(cookie_name(app.extensions["settings"]), started.token, domain="localhost")
    return account_id
