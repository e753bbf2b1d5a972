"""Command: the register of municipalities."""

import argparse
from typing import Any


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `organisations load`."""
    organisations = commands.add_parser("organisations", help="the register of organisations")
    verbs = organisations.add_subparsers(title="verbs", metavar="VERB", required=True)
    load = verbs.add_parser("load", help="add the municipalities of Hokkaido that are missing")
    load.set_defaults(handler=run_load)


def run_load(_: argparse.Namespace) -> int:
    """Add what is missing; what is there stays as it is."""
    from casefinder import create_app
    from casefinder.ask.organisations import service
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import transaction

    with create_app(Settings.from_environ()).app_context(), transaction() as session:
        added = service.load_register(session, now=utc_now())
    print(f"{added} municipalities added")
    return 0
