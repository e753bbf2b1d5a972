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
    factor = verbs.add_parser("reset-second-factor", help="let an account set its second factor up anew")
    factor.add_argument("--email", required=True)
    factor.set_defaults(handler=run_reset_factor)
    code = verbs.add_parser("code", help="sample only: the present codes of the sample's people")
    code.add_argument("--email", help="of this one alone")
    code.set_defaults(handler=run_code)


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


def run_reset_factor(args: argparse.Namespace) -> int:
    """Let somebody set the second factor up anew."""
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
        administration.reset_second_factor(session, account.id, by=None, now=utc_now())
    print("the second factor is set up anew at the next sign-in")
    return 0


def run_code(args: argparse.Namespace) -> int:
    """Print the sample's present codes; a real installation has telephones."""
    from casefinder import create_app
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import reading
    from casefinder.errors import NotPossibleError
    from casefinder.staff.accounts import queries, second_factor

    settings = Settings.from_environ()
    if not settings.sample:
        raise NotPossibleError("Codes are shown for the sample only.")
    with create_app(settings).app_context(), reading() as session:
        found = list(session.scalars(queries.accounts()))
        codes = second_factor.present_codes(found, key=settings.secret_key, now=utc_now())
    wanted = {email: code for email, code in codes.items() if args.email in (None, email)}
    print("\n".join(wanted.values() if args.email else (f"{email} {code}" for email, code in wanted.items())))
    return 0


def _print_once(password: str) -> None:
    print(f"one-time password (valid for 7 days, to be changed at the first sign-in): {password}")
