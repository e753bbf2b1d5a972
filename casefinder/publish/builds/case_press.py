"""The press that lays single cases out: one child a process, which lives on; what it says is kept in the database."""

import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from casefinder import child
from casefinder.clock import utc_now
from casefinder.db import Database
from casefinder.edit.gate import fit_service as fits
from casefinder.edit.layout.errors import CannotLayOut
from casefinder.edit.layout.pressed import Pressed, TooLong
from casefinder.files import FileStore
from casefinder.prefectures import Prefecture
from casefinder.publish.builds.lone import LonePage, lone_page
from casefinder.publish.frozen_json import to_plain

LIMITS = child.Limits(timeout_s=30, memory_mb=2048, load_timeout_s=60)


class LastingCasePress:
    """Asks the child, one question after another; what was said of the same page, by whichever process, is not asked twice."""

    def __init__(self, database: Database, files: FileStore, here: Prefecture) -> None:
        self._database, self._files, self._here = database, files, here
        self._child = child.LastingChild("casefinder.publish.book.case_child", limits=LIMITS)
        self._turn = threading.Lock()

    def lay_out(self, case_id: int) -> Pressed:
        """Return how a case lies on its two pages, as it stands now, and keep the answer."""
        if pressed := self._page(case_id).pressed:
            return pressed
        with self._turn:
            lone = self._page(case_id)  # somebody may have asked the same while this one waited
            pressed = lone.pressed or self._asked(lone)
        with self._database.transaction() as session:
            fits.remember(session, case_id, pressed, lone.basis, now=utc_now())
        return pressed

    def wake(self) -> None:
        """Start the child unless it is at work; where that fails, who asks next is told."""
        if self._turn.acquire(blocking=False):
            try:
                with suppress(child.ChildFailed, OSError):
                    self._child.wake()
            finally:
                self._turn.release()

    def _page(self, case_id: int) -> LonePage:
        with self._database.reading() as session:
            return lone_page(session, case_id, self._here)

    def _asked(self, lone: LonePage) -> Pressed:
        asked = {"case": to_plain(lone.page), "chapter": lone.chapter_number}
        with tempfile.TemporaryDirectory(prefix="casefinder-case-") as folder:
            self._put_picture(lone, Path(folder))
            try:
                said = self._child.ask({**asked, "pictures": folder})
            except child.ChildFailed as error:
                raise CannotLayOut from error
        too_long = tuple(TooLong(*each) for each in said["too_long"])
        return Pressed(lone.revision, said["over"], too_long, said["room"])

    def _put_picture(self, lone: LonePage, folder: Path) -> None:
        figure = lone.page.figure
        if figure and figure.asset and (source := self._files.path(figure.asset)).is_file():
            shutil.copyfile(source, folder / figure.asset)

    def close(self) -> None:
        """End the child."""
        self._child.close()
