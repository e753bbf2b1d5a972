"""Commands about questionnaires: who sees what of the shipped ones."""

import argparse
from typing import Any


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `who-sees-what`."""
    table = commands.add_parser(
        "who-sees-what", help="print which role sees which answers, as a page of the documentation"
    )
    table.set_defaults(handler=run_table)


def run_table(_: argparse.Namespace) -> int:
    """Print the page."""
    from casefinder.ask.questionnaires import seeing_table
    from casefinder.ask.questionnaires.standard import NAMES, standard

    print(seeing_table.written(tuple(standard(name) for name in NAMES)), end="")
    return 0
