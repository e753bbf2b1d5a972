"""The press that lays single cases out: one child a process, which lives on; answers of the same words are remembered."""

import json
import shutil
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

from casefinder import child
from casefinder.db import Database
from casefinder.edit.layout.errors import CannotLayOut
from casefinder.edit.layout.pressed import Pressed, TooLong
from casefinder.files import FileStore
from casefinder.prefectures import Prefecture
from casefinder.publish.builds.lone import LonePage, lone_page
from casefinder.publish.frozen_json import to_plain

LIMITS = child.Limits(timeout_s=30, memory_mb=2048, load_timeout_s=60)
REMEMBERED = 64


class LastingCasePress:
    """Asks the child, one question after another; what it said of the same page is not asked twice."""

    def __init__(self, database: Database, files: FileStore, here: Prefecture) -> None:
        self._database, self._files, self._here = database, files, here
        self._child = child.LastingChild("casefinder.publish.book.case_child", limits=LIMITS)
        self._turn = threading.Lock()
        self._known: OrderedDict[str, Pressed] = OrderedDict()

    def lay_out(self, case_id: int) -> Pressed:
        """Return how a case lies on its two pages, as it stands now."""
        with self._database.reading() as session:
            lone = lone_page(session, case_id, self._here)
        asked = {"case": to_plain(lone.page), "chapter": lone.chapter_number}
        key = json.dumps([lone.revision, case_id, asked], ensure_ascii=False, sort_keys=True, default=str)
        with self._turn:
            if key not in self._known:
                self._known[key] = self._asked(asked, lone)
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            return self._known[key]

    def _asked(self, asked: dict[str, object], lone: LonePage) -> Pressed:
        with tempfile.TemporaryDirectory(prefix="casefinder-case-") as folder:
            self._put_picture(lone, Path(folder))
            try:
                said = self._child.ask({**asked, "pictures": folder})
            except child.ChildFailed as error:
                raise CannotLayOut from error
        return Pressed(lone.revision, said["over"], tuple(TooLong(*each) for each in said["too_long"]))

    def _put_picture(self, lone: LonePage, folder: Path) -> None:
        figure = lone.page.figure
        if figure and figure.asset and (source := self._files.path(figure.asset)).is_file():
            shutil.copyfile(source, folder / figure.asset)

    def close(self) -> None:
        """End the child."""
        self._child.close()
