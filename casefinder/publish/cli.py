"""Commands about casebooks: casebook build EDITION OUTDIR."""

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from casefinder.errors import N_, CasefinderError


class BookRefused(CasefinderError):
    """The press refused the book."""

    message = N_("The book was not made. The findings say what has to be put right.")


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands of this step; nothing heavy is imported here."""
    casebook = commands.add_parser("casebook", help="make the files of an edition")
    acts = casebook.add_subparsers(title="acts", metavar="ACT", required=True)
    build = acts.add_parser("build", help="write book.pdf, site/ and data/ of an edition")
    build.add_argument("edition", help="short name (slug) of the edition")
    build.add_argument(
        "outdir", type=Path, help="folder to write; what lies there under these names is replaced"
    )
    build.set_defaults(handler=run_build)


def run_build(args: argparse.Namespace) -> int:
    """Build an edition as of now, without a row in the database."""
    from casefinder import create_app
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import reading
    from casefinder.edit.casebooks import queries as casebooks
    from casefinder.publish.builds import collect
    from casefinder.publish.builds.pressing import Refused, press_edition
    from casefinder.publish.installation import installation_of

    app = create_app(Settings.from_environ())
    place = installation_of(app.extensions)
    with app.app_context():
        with reading() as session:
            edition = casebooks.edition_by_slug(session, args.edition)
            found = collect.collect(session, edition.id, now=utc_now(), publisher=place.publisher)
        for out in found.left_out:
            sys.stderr.write(f"casefinder: left out: {out.title}: {out.reason}\n")
        args.outdir.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".casebook-", dir=args.outdir) as made:
            try:
                pressed = press_edition(found.content, place.files, Path(made) / "edition", report=_say)
            except Refused as error:
                sys.stderr.write(f"{error}\n")
                raise BookRefused from error
            _place(pressed.folder, args.outdir)
    print(f"{args.outdir / 'book.pdf'}: {pressed.pages} pages, SHA-256 {pressed.book_sha256}")
    return 0


def _place(made: Path, target: Path) -> None:
    """Move what was made to where it was asked for; other files there stay."""
    for source in made.iterdir():
        old = target / source.name
        if old.is_dir():
            shutil.rmtree(old)
        source.replace(old)


def _say(step: dict[str, Any]) -> None:
    print(f"{step['done']}/{step['all']} {step['step']}", flush=True)
