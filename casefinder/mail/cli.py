"""Commands of the mail: a test letter, and the password for the mail server."""

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Any


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `mail test` and `mail password`."""
    mail = commands.add_parser("mail", help="letters: a test letter, the mail server's password")
    verbs = mail.add_subparsers(title="verbs", metavar="VERB", required=True)
    test = verbs.add_parser("test", help="hand a test letter to the mail server and say what it said")
    test.add_argument("address", metavar="ADDRESS", help="to whom")
    test.set_defaults(handler=run_test)
    release = verbs.add_parser("release", help="let letters leave again after a backup was restored")
    release.set_defaults(handler=run_release)
    password = verbs.add_parser("password", help="store the password for smtp_user among the secrets")
    password.add_argument("--remove", action="store_true", help="take it away instead")
    password.set_defaults(handler=run_password)


def run_test(args: argparse.Namespace) -> int:
    """Send a test letter; the exit code says whether the mail server took it."""
    from flask_babel import force_locale

    from casefinder import create_app
    from casefinder.addresses import is_email
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.errors import CasefinderError
    from casefinder.mail import trial
    from casefinder.mail.jobs import desk

    settings = Settings.from_environ()
    if not is_email(args.address):
        raise CasefinderError(f"{args.address!r} is no mail address")
    app = create_app(settings)
    with app.app_context(), force_locale("ja"):
        words = trial.server_words(settings)
        print(f"mail server: {words.place} {words.encryption or 'unencrypted'}, user: {words.user or 'none'}")
        print(f"from: {words.sender}\nto: {args.address}", flush=True)
        if words.is_sample_sender:
            print("mail_from is still the sample address; set your own.")
        outcome = trial.try_out(
            app.extensions["postman"], settings, args.address, render=desk().render, now=utc_now()
        )
        return _tell(outcome)


def run_release(_: argparse.Namespace) -> int:
    """Let letters leave again; says how many wait."""
    from casefinder import create_app
    from casefinder.ask.invitations import post_queries, post_service
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import transaction

    with create_app(Settings.from_environ()).app_context(), transaction() as session:
        state = post_queries.state(session, utc_now())
        post_service.let_go(session, now=utc_now())
    print(f"letters leave again: {state.waiting} wait" if state.hold else "letters were not held")
    return 0


def _tell(outcome: Any) -> int:
    from flask_babel import gettext

    from casefinder.mail.troubles import ADVICE, LABELS

    if outcome.verdict is None:
        print(f"taken: {outcome.taken}\nNow look whether it arrives, also among junk mail.")
        return 0
    trouble = outcome.verdict.trouble
    sys.stderr.write(
        f"not taken: {outcome.verdict.words}\n{gettext(LABELS[trouble])}\n{gettext(ADVICE[trouble])}\n"
    )
    return 1


def run_password(args: argparse.Namespace) -> int:
    """Store the password; asked for at a terminal, else read from standard input. It holds from the next start."""
    from casefinder.config import store_secret

    home = Path(os.environ.get("CASEFINDER_HOME", "var")).resolve()
    store_secret(home, "smtp_password", "" if args.remove else _asked())
    print(f"the password is {'removed' if args.remove else 'stored'}; restart casefinder")
    return 0


def _asked() -> str:
    from casefinder.errors import CasefinderError

    given = getpass.getpass("password for smtp_user: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not (password := given.rstrip("\r\n")):
        raise CasefinderError("No password was given; nothing is changed.")
    return password
