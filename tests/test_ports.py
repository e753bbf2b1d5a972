"""A port that is taken is told with the process that has it."""

import os
import socket
from pathlib import Path

import pytest

from casefinder import occupancy, ports


def test_a_free_port_is_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    ports.require_free("127.0.0.1", port)


def test_a_taken_port_is_told_with_the_process_that_has_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(ports.PortTaken, match=f"process {os.getpid()} .*kill {os.getpid()}"):
            ports.require_free("127.0.0.1", port, patience_s=0)


def test_a_second_serve_on_one_folder_is_told_which_process_to_end(tmp_path: Path) -> None:
    occupancy.serve_alone(tmp_path)
    try:
        with pytest.raises(occupancy.Occupied, match=f"process {os.getpid()}"):
            occupancy.serve_alone(tmp_path)
    finally:
        occupancy.move_out()

    occupancy.serve_alone(tmp_path)
    occupancy.move_out()
