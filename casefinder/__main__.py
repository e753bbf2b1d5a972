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


if __name__ == "__main__":
    child.follow_parent()
    sys.exit(main())
