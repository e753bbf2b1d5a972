"""Each night: look at everything that is kept, and sweep up what uploads that were cut off left behind."""

import logging
import threading
from contextlib import ExitStack
from datetime import datetime

from flask import Flask

from casefinder import checkup, child
from casefinder.clock import system_time
from casefinder.config import Settings
from casefinder.db import Database
from casefinder.staff.audit import sealing_service
from casefinder.turns import NotMyTurn, locked
from casefinder.upkeep.rules import is_due
from casefinder.upkeep.verifying import is_young

log = logging.getLogger(__name__)
LOOK_S = 600.0
LIMITS = child.Limits(timeout_s=4 * 3600, memory_mb=2048)
LOCK = "verify.lock"


def watch(app: Flask, stop: threading.Event | None = None) -> None:
    """Look every ten minutes whether it is time; run by the worker in a thread of its own."""
    ended = stop or threading.Event()
    while not ended.wait(LOOK_S):
        try:
            nightly(app.extensions["settings"], now=system_time())
        except Exception:
            log.exception("the nightly look at everything failed")


def nightly(settings: Settings, *, now: datetime) -> bool:
    """Look at everything if it is time and no other worker is at it; returns whether it was done."""
    with ExitStack() as held:
        try:
            held.enter_context(locked(settings.home / LOCK, 0.0))
        except NotMyTurn:
            return False
        known = checkup.last(settings.home)
        if not is_due(known.at if known else None, now):
            return False
        sweep(settings, now=now)
        seal(settings, now=now)
        child.run("casefinder", "--dir", str(settings.home), "verify", "--nightly", limits=LIMITS)
        return True


def seal(settings: Settings, *, now: datetime) -> None:
    """Seal the trail and write the seal into the log, where it stands outside of the database."""
    database = Database(settings.database)
    try:
        with database.transaction() as session:
            made = sealing_service.seal(session, now=now)
        if made is not None:
            log.info("trail sealed: %s entries up to no. %s, %s", made.entries, made.up_to_id, made.digest)
    finally:
        database.engine.dispose()


def sweep(settings: Settings, *, now: datetime) -> int:
    """Remove what is left of uploads that were cut off more than a day ago; returns how many."""
    left = [path for path in settings.files_dir.glob("*/*.part") if not is_young(path, now)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
