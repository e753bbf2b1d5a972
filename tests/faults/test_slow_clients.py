"""Slow headers and slow bodies, without nginx: everybody else is answered, and the slow ones are let go."""

import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.house import House, children_of
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.slow
BODY = (
    b"POST /staff/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
)
SLOW = {
    "header": b"GET /staff/sign-in HTTP/1.1\r\nHost: 127",
    "body": BODY + b"Content-Length: 5000\r\n\r\nemail=",
}


@pytest.mark.parametrize("kind", list(SLOW))
@pytest.mark.parametrize("stocked_url", ["sqlite"], indirect=True)
def test_as_many_slow_clients_as_threads_do_not_stop_the_site(
    tmp_path: Path, stocked_url: str, kind: str
) -> None:
    house = House.build(tmp_path, stocked_url)
    web = house.start_web("web", "--workers", "1", "--threads", "2", "--deadline", "4")
    (only,) = children_of(web.pid)
    with ExitStack() as slow:
        for _ in range(2):
            client = slow.enter_context(socket.create_connection(("127.0.0.1", house.port)))
            client.settimeout(PATIENCE_S)
            client.sendall(SLOW[kind])

        assert house.visitor().get("/staff/sign-in").status == 200
        if kind == "body":
            assert b" 408 " in client.recv(4096)
    assert children_of(web.pid) == [only], "no process was ended for it"
    house.close()
