"""Slow clients are waited for only so long, all in all, and a worker's threads are free again."""

import socket
import time

import pytest
from gunicorn.http.errors import NoMoreData
from werkzeug.exceptions import RequestTimeout

from casefinder.patience import PatientSocket


def pair() -> tuple[PatientSocket, socket.socket]:
    ours, theirs = socket.socketpair()
    return PatientSocket(ours), theirs  # type: ignore[arg-type]


def test_what_comes_in_time_is_read() -> None:
    ours, theirs = pair()
    ours.wait_at_most(30, NoMoreData)

    theirs.sendall(b"GET / HTTP/1.1")

    assert ours.recv(100) == b"GET / HTTP/1.1"
    assert ours.gettimeout() is None
    ours.close()
    theirs.close()


@pytest.mark.parametrize("error", [NoMoreData, RequestTimeout])
def test_nothing_at_all_ends_the_patience(error: type[Exception]) -> None:
    ours, theirs = pair()
    ours.wait_at_most(0.01, error)

    with pytest.raises(error):
        ours.recv(100)
    ours.close()
    theirs.close()


def test_bytes_that_drip_do_not_make_it_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pair()
    ours.wait_at_most(30, NoMoreData)
    theirs.sendall(b"G")
    assert ours.recv(1) == b"G"

    theirs.sendall(b"E")
    later = time.monotonic() + 31
    monkeypatch.setattr(time, "monotonic", lambda: later)

    with pytest.raises(NoMoreData):
        ours.recv(1)
    ours.close()
    theirs.close()
