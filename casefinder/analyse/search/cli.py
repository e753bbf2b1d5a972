"""Commands of searching: index everything anew."""

import argparse
from typing import Any


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `search rebuild`."""
    search = commands.add_parser("search", help="what can be found by searching")
    kinds = search.add_subparsers(title="commands", metavar="COMMAND", required=True)
    rebuild = kinds.add_parser(
        "rebuild", help="index every response anew; meanwhile only what is done already is found"
    )
    rebuild.set_defaults(handler=run_rebuild)


def run_rebuild(_: argparse.Namespace) -> int:
    """Empty the index, then fill it response by response, saying how far it is."""
    from casefinder.analyse.search import service
    from casefinder.config import Settings
    from casefinder.db import Database

    database = Database(Settings.from_environ().database)
    with database.transaction() as session:
        ids = service.clear(session)
    for number, response_id in enumerate(ids, start=1):
        with database.reading() as session:
            prepared = service.prepare(service.gather(session, response_id))
        with database.transaction() as session:
            service.store(session, prepared)
        print(f"\r{number} / {len(ids)}", end="", flush=True)
    database.engine.dispose()
    print(f"\r{len(ids)} responses can be found")
    return 0
