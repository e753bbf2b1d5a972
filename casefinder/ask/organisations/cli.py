"""Commands: the register of municipalities, and the areas of the prefecture."""

import argparse
from pathlib import Path
from typing import Any


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `organisations load` and `organisations areas`."""
    organisations = commands.add_parser("organisations", help="the register of organisations")
    verbs = organisations.add_subparsers(title="verbs", metavar="VERB", required=True)
    load = verbs.add_parser("load", help="add the prefecture's municipalities that are missing")
    load.set_defaults(handler=run_load)
    areas = verbs.add_parser("areas", help="read the areas of the prefecture from a CSV or Excel file")
    areas.add_argument(
        "file", type=Path, metavar="FILE", help="コード, 地域名, 市町村コード; 略称, 列 and 行 if you like"
    )
    areas.set_defaults(handler=run_areas)


def run_load(_: argparse.Namespace) -> int:
    """Add what is missing; what is there stays as it is."""
    from casefinder import create_app
    from casefinder.ask.organisations import service
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import transaction
    from casefinder.stock import municipalities_of

    settings = Settings.from_environ()
    with create_app(settings).app_context(), transaction() as session:
        added = service.load_register(session, municipalities_of(settings), now=utc_now())
    print(f"{added} municipalities added")
    return 0


def run_areas(args: argparse.Namespace) -> int:
    """Take a list of areas, or say line by line what is wrong with it."""
    from casefinder import create_app
    from casefinder.ask.organisations import area_exchange, area_service
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import transaction
    from casefinder.stock import municipalities_of
    from casefinder.tables import read_table

    settings = Settings.from_environ()
    towns = {town.code: town.name for town in municipalities_of(settings)}
    areas = area_exchange.read(read_table(read_file(args.file)), settings.here, towns)
    with create_app(settings).app_context(), transaction() as session:
        moved = area_service.replace_areas(session, areas, now=utc_now())
    print(f"{len(areas)} areas; {moved} municipalities are in another one than before")
    if left := area_exchange.uncovered(areas, towns):
        print(f"{len(left)} municipalities are in none: {'、'.join(left)}")
    return 0


def read_file(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        SettingsError: It cannot be read.
    """
    from casefinder.config import SettingsError

    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
