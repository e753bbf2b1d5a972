"""Commands of the upkeep: backup, restore, verify."""

import argparse
import os
from pathlib import Path
from typing import Any

from casefinder.upkeep.rules import LOOKED_AT, WHAT_NOW


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `backup`, `restore` and `verify`."""
    backup = commands.add_parser("backup", help="write a backup into a new folder, while casefinder runs")
    backup.add_argument("folder", metavar="FOLDER", type=Path, help="where to; must not exist yet")
    backup.add_argument(
        "--secrets",
        type=Path,
        metavar="FILE",
        help="where the secrets go (default: FOLDER.secrets.json beside it)",
    )
    backup.set_defaults(handler=run_backup)
    restore = commands.add_parser("restore", help="put a backup in place; casefinder must not be running")
    restore.add_argument("folder", metavar="FOLDER", type=Path, help="the backup")
    restore.add_argument(
        "--secrets", type=Path, metavar="FILE", help="its secrets (default: FOLDER.secrets.json)"
    )
    restore.add_argument(
        "--logbook",
        type=Path,
        metavar="FILE",
        help="the last logbook.jsonl, when it is not in the installation",
    )
    restore.add_argument("--replace", action="store_true", help="set aside the installation that is there")
    restore.set_defaults(handler=run_restore)
    verify = commands.add_parser("verify", help="look whether everything that is kept is as it was stored")
    verify.add_argument("--nightly", action="store_true", help=argparse.SUPPRESS)
    verify.set_defaults(handler=run_verify)


def run_verify(args: argparse.Namespace) -> int:
    """Look at everything that is kept, and say in Japanese what is not as it should be."""
    from flask_babel import force_locale, gettext

    from casefinder import checkup, create_app
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import database
    from casefinder.upkeep.verifying import verify

    settings = Settings.from_environ()
    with create_app(settings).app_context(), force_locale("ja"):
        done = verify(database(), settings, now=utc_now())
        checkup.store(settings.home, done)
        for name, count in done.looked_at.items():
            print(f"{gettext(LOOKED_AT[name])}：{count}")
        for finding in sorted(done.findings, key=lambda each: not each.is_alarm):
            mark = gettext("Alarm") if finding.is_alarm else gettext("For information")
            print(f"【{mark}】{gettext(checkup.LABELS[finding.kind], **finding.values)}")
        print(gettext("Everything is as it was stored.") if not done.alarms else gettext(WHAT_NOW))
    return 1 if done.alarms and not args.nightly else 0


def run_backup(args: argparse.Namespace) -> int:
    """Make a backup and say what is in it."""
    from casefinder import create_app
    from casefinder.clock import utc_now
    from casefinder.config import Settings
    from casefinder.db import transaction
    from casefinder.staff.audit import service as trail
    from casefinder.upkeep import backup

    os.umask(0o077)
    settings, now = Settings.from_environ(), utc_now()
    made = backup.make(settings, args.folder, secrets=args.secrets, now=now)
    with create_app(settings).app_context(), transaction() as session:
        trail.record(session, "installation.backed_up", subject_kind="installation", subject_id=None, at=now)
    print(
        f"backup:  {made.folder} ({len(made.manifest.files)} files, {sum(made.manifest.rows.values())} rows)"
    )
    print(
        f"secrets: {made.secrets}\nKeep the secrets apart from the backup: both together open every personal link."
    )
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Put a backup in place and say what has to be done now."""
    from casefinder.cli import home
    from casefinder.clock import utc_now
    from casefinder.upkeep import restore
    from casefinder.upkeep.backup import secrets_beside

    os.umask(0o077)
    folder = args.folder.resolve()
    secrets = args.secrets or secrets_beside(folder)
    done = restore.restore(
        folder, home(), secrets=secrets, replacing=args.replace, later=args.logbook, now=utc_now()
    )
    print(f"restored: the backup of {done.manifest.made_at} into {home()}")
    if done.aside:
        print(f"set aside: {done.aside}")
    for what, count in sorted(done.reapplied.items()):
        print(f"done again since the backup: {what} {count}")
    if done.known_until is None:
        print(
            "No later logbook was at hand: links and consents that ended after the backup hold again; look at them."
        )
    print(
        "Letters are held. Look at 郵便 (/staff/post/), then let them go there or with `bin/casefinder mail release`."
    )
    print("Everybody has to sign in anew.")
    return 0
