"""Command: the first administrator."""

import argparse
import sys
from typing import Any


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `accounts create-administrator` and `accounts reset-password`."""
    accounts = commands.add_parser("accounts", help="staff accounts: the first administrator")
    verbs = accounts.add_subparsers(title="verbs", metavar="VERB", required=True)
    create = verbs.add_parser("create-administrator", help="add an administrator with a one-time password")
    create.add_argument("--email", required=True)
    create.add_argument("--name", required=True)
    create.add_argument(
        "--password-from-stdin", action="store_true", help="read the password from standard input instead"
    )
    create.set_defaults(handler=run_create)
    reset = verbs.add_parser("reset-password", help="give an account a new one-time password")
    reset.add_argument("--email", required=True)
    reset.set_defaults(handler=run_reset)


def run_create(args: argparse.Namespace) -> int:
    """Add the administrator; prints the one-time password once."""
    from casefinder import create_app
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import transaction
    from casefinder.faces import Role
    from casefinder.staff.accounts import service

    password = sys.stdin.readline().rstrip("\r\n") if args.password_from_stdin else None
    with create_app(Settings.from_environ()).app_context(), transaction() as session:
        added = service.create_account(
            session,
            email=args.email,
            name=args.name,
            role=Role.ADMINISTRATOR,
            password=password,
            now=utc_now(),
        )
    print(f"administrator: {args.email}")
    if added.one_time_password:
        _print_once(added.one_time_password)
    return 0


def run_reset(args: argparse.Namespace) -> int:
    """Give a new one-time password; prints it once."""
    from casefinder import create_app
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import transaction
    from casefinder.errors import NotFoundError
    from casefinder.staff.accounts import administration, queries

    with create_app(Settings.from_environ()).app_context(), transaction() as session:
        account = queries.by_email(session, args.email)
        if account is None:
            raise NotFoundError("There is no account with this address.")
        given = administration.reset_password(session, account.id, by=None, now=utc_now())
    _print_once(given)
    return 0


def _print_once(password: str) -> None:
    print(f"one-time password (valid for 7 days, to be changed at the first sign-in): {password}")
