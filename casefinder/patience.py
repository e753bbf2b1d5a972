"""A web worker that waits for slow clients only so long: for a request's header, and for its body, all in all.

A thread reads one request; without an end to its patience, as many slow clients as there are threads stop the site. nginx
before it keeps them away altogether; this is for where it stands alone, as in the demo.
"""

import os
import socket
import time
from typing import Any

from gunicorn.http.errors import NoMoreData
from gunicorn.workers.gthread import TConn, ThreadWorker
from werkzeug.exceptions import RequestTimeout

HEADER_S = 10.0
BODY_SHARE = 0.75  # of the time that a request may take: the rest is for answering it
DEFAULT_DEADLINE_S = 60.0


class PatientSocket:
    """A connection's socket whose reading ends at an instant, however the bytes drip."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._until_s = 0.0
        self._too_late: type[Exception] = NoMoreData

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def wait_at_most(self, seconds: float, too_late: type[Exception]) -> None:
        """Read no longer than this from now on; then raise the error named."""
        self._until_s, self._too_late = time.monotonic() + seconds, too_late

    def recv(self, size: int, *flags: int) -> bytes:
        """Return what comes next.

        Raises:
            NoMoreData: The header took too long.
            RequestTimeout: The body took too long.
        """
        left_s = self._until_s - time.monotonic()
        if left_s <= 0:
            raise self._too_late
        self._sock.settimeout(left_s)
        try:
            return self._sock.recv(size, *flags)
        except TimeoutError as error:
            raise self._too_late from error
        finally:
            self._sock.settimeout(None)


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker of threads, with an end to its patience."""

    def handle(self, conn: TConn) -> Any:
        """Read a request and answer it."""
        if not isinstance(conn.sock, PatientSocket):
            conn.sock = PatientSocket(conn.sock)
        conn.sock.wait_at_most(HEADER_S, NoMoreData)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer a request whose header was read."""
        conn.sock.wait_at_most(BODY_SHARE * deadline_s(), RequestTimeout)
        return super().handle_request(req, conn)


def deadline_s() -> float:
    """Return how long a request may take (`casefinder.cli.web_environment`)."""
    return float(os.environ.get("CASEFINDER_DEADLINE_S", DEFAULT_DEADLINE_S))
