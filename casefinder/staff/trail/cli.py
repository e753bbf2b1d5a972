"""Commands of the trail: seal it, look whether it is as it was sealed, and print who may do what to it."""

import argparse
import sys
from typing import Any


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `trail seal`, `trail verify` and `trail rights`."""
    trail = commands.add_parser("trail", help="the audit trail: seal it, verify it, guard it")
    acts = trail.add_subparsers(title="acts", metavar="ACT", required=True)
    seal = acts.add_parser(
        "seal", help="chain what happened until an hour ago to the last seal, and print the new one"
    )
    seal.set_defaults(handler=run_seal)
    verify = acts.add_parser(
        "verify", help="compare the whole trail with every seal, and print the chain's end"
    )
    verify.set_defaults(handler=run_verify)
    rights = acts.add_parser(
        "rights", help="print the SQL that lets a PostgreSQL account run casefinder, but not change the trail"
    )
    rights.add_argument("role", help="the account that web and worker use, as casefinder_web")
    rights.set_defaults(handler=run_rights)


def run_rights(args: argparse.Namespace) -> int:
    """Print the statements, for psql as the owner of the tables."""
    from casefinder.staff.audit.rights_rules import rights

    try:
        print(rights(args.role))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def run_seal(_: argparse.Namespace) -> int:
    """Print the seal, to be kept on paper or on another machine."""
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import Database
    from casefinder.staff.audit import sealing_service

    database = Database(Settings.from_environ().database)
    with database.transaction() as session:
        made = sealing_service.seal(session, now=utc_now())
        told = (made.entries, made.up_to_id, made.digest) if made else None
    database.engine.dispose()
    if told:
        print("seal: {} entries, up to no. {}, {}".format(*told))
    else:
        print("nothing new has settled since the last seal")
    return 0


def run_verify(_: argparse.Namespace) -> int:
    """Print what was found; exit code 1 when an entry was changed, added or taken away."""
    from casefinder.config import Settings
    from casefinder.db import Database
    from casefinder.staff.audit import sealing_queries

    database = Database(Settings.from_environ().database)
    with database.reading() as session:
        found = sealing_queries.verify(session)
        broken = found.broken
        print(f"entries: {found.entries}, seals: {found.seals}, sealed up to no. {found.sealed_up_to}")
        print(f"chain ends in {found.head}")
        if broken is not None:
            print(
                f"BROKEN: what stands up to no. {broken.up_to_id} is not what was sealed on {broken.at:%Y-%m-%d %H:%M} UTC"
            )
            print(f"  sealed: {broken.entries} entries, {broken.digest}")
        else:
            print(
                "the trail is as it was sealed"
                if found.seals
                else "nothing is sealed yet: run `bin/casefinder trail seal`"
            )
    database.engine.dispose()
    return 1 if broken is not None else 0
