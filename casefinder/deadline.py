"""No request lives for ever: one that takes too long ends its web process, once the others have had time to finish.

Threads cannot be ended from outside. gunicorn starts a new process in the place of one that ends, and whoever was
waiting sends the request again; what was acknowledged is stored.
"""

import logging
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterable
from typing import Any

log = logging.getLogger(__name__)
LIMIT_S = 60.0
GRACE_S = 10.0


class Deadline:
    """A WSGI application around another one that watches how long each request takes."""

    def __init__(self, app: Any, *, limit_s: float = LIMIT_S, grace_s: float = GRACE_S) -> None:
        self._app = app
        self._limit_s = limit_s
        self._grace_s = grace_s
        self._begun: dict[int, float] = {}
        self._starting = threading.Lock()
        self._watcher: threading.Thread | None = None

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer a request; its thread is watched meanwhile."""
        self._start_watching()
        thread = threading.get_ident()
        self._begun[thread] = time.monotonic()
        try:
            answer: Iterable[bytes] = self._app(environ, start_response)
            return answer
        finally:
            del self._begun[thread]

    def overdue(self) -> list[int]:
        """Return the threads whose request takes too long."""
        latest = time.monotonic() - self._limit_s
        return [thread for thread, begun in list(self._begun.items()) if begun < latest]

    def _start_watching(self) -> None:
        """Start the watcher in the process that answers: gunicorn forks after the application was made."""
        if self._watcher is None:
            with self._starting:
                if self._watcher is None:
                    self._watcher = threading.Thread(target=self._watch, name="deadline", daemon=True)
                    self._watcher.start()

    def _watch(self) -> None:
        while not (late := self.overdue()):
            time.sleep(min(1.0, self._limit_s / 4))
        frames = sys._current_frames()
        for thread in late:
            where = "".join(traceback.format_stack(frames[thread])) if thread in frames else ""
            log.error("a request takes longer than %s s; this web process ends\n%s", self._limit_s, where)
        os.kill(os.getpid(), signal.SIGTERM)  # no new requests; the others may finish
        time.sleep(self._grace_s)
        os._exit(1)
