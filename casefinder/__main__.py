"""The command line: python -m casefinder …"""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from casefinder import __version__, child

COMMANDS = (
    "casefinder.cli",
    "casefinder.mail.cli",
    "casefinder.staff.accounts.cli",
    "casefinder.staff.trail.cli",
    "casefinder.ask.organisations.cli",
    "casefinder.ask.questionnaires.cli",
    "casefinder.analyse.cli",
    "casefinder.analyse.search.cli",
    "casefinder.publish.cli",
    "casefinder.upkeep.cli",
)


def parser() -> argparse.ArgumentParser:
    """Return the parser; each room adds its own commands without heavy imports."""
    top = argparse.ArgumentParser(
        prog="casefinder", description="From the first letter to the published casebook."
    )
    top.add_argument("--version", action="version", version=f"casefinder {__version__}")
    top.add_argument(
        "--dir", type=Path, default=None, help="the installation (default: $CASEFINDER_HOME or var)"
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(name).add_parser(commands)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command; expected errors become one line on standard error and exit code 1."""
    args = parser().parse_args(argv)
    if args.dir is not None:
        os.environ["CASEFINDER_HOME"] = str(args.dir)
    from casefinder.errors import CasefinderError

    try:
        return int(args.handler(args) or 0)
    except CasefinderError as error:
        sys.stderr.write(f"casefinder: {error.message % error.values if error.values else error.message}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not (words := _outside_trouble(error)):
            raise
        sys.stderr.write(f"casefinder: {words}. `bin/casefinder doctor` says what to do.\n")
        return 1


def _outside_trouble(error: Exception) -> str:
    """Return in one line what is wrong outside of the program: its database, its files; empty for a fault of its own."""
    from sqlalchemy.exc import DBAPIError, ProgrammingError

    from casefinder.db import is_unavailable

    if isinstance(error, DBAPIError) and (is_unavailable(error) or isinstance(error, ProgrammingError)):
        why = str(error.orig or error).strip().splitlines()
        return f"the database: {why[0] if why else type(error).__name__}"
    if isinstance(error, OSError) and not isinstance(error, DBAPIError):
        return f"{error.filename or 'a file'}: {error.strerror or error}"
    return ""


if __name__ == "__main__":
    child.follow_parent()
    sys.exit(main())
