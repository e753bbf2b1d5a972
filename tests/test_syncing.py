"""One sync for all who wait: nobody goes on before what they wrote is covered, and nobody syncs alone in a crowd."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from casefinder.syncing import SharedSync, sync
from tests.waiting import wait_until

CROWD = 6


class SlowDisk:
    """A sync that ends when it is told to; counts how often it began."""

    def __init__(self) -> None:
        self.begun = 0
        self.go_on = threading.Semaphore(0)
        self.failures: list[OSError] = []

    def __call__(self, _: Path) -> None:
        self.begun += 1
        assert self.go_on.acquire(timeout=60)
        if self.failures:
            raise self.failures.pop(0)


def test_whoever_comes_while_one_runs_waits_for_the_next_and_shares_it() -> None:
    disk, entered = SlowDisk(), threading.Semaphore(0)
    shared = SharedSync(Path("journal"), disk)

    def late() -> None:
        entered.release()
        shared.wait()

    with ThreadPoolExecutor(CROWD + 1) as pool:
        first = pool.submit(shared.wait)
        wait_until(lambda: disk.begun == 1, what="the first sync")
        crowd = [pool.submit(late) for _ in range(CROWD)]
        for _ in crowd:
            entered.acquire()
        wait_until(lambda: waiting(shared) == CROWD, what="all of them to wait")
        disk.go_on.release()
        first.result()
        wait_until(lambda: disk.begun == 2, what="the second sync")
        assert not any(each.done() for each in crowd), (
            "the first sync does not cover what came after it began"
        )
        disk.go_on.release()
        for each in crowd:
            each.result()

    assert disk.begun == 2


def waiting(shared: SharedSync) -> int:
    return len(shared._changed._waiters)  # type: ignore[attr-defined]


def test_a_disk_that_refuses_is_told_and_the_next_one_tries_again() -> None:
    disk = SlowDisk()
    disk.failures.append(OSError("no space"))
    shared = SharedSync(Path("journal"), disk)
    disk.go_on.release(2)

    with pytest.raises(OSError, match="no space"):
        shared.wait()
    shared.wait()

    assert disk.begun == 2


def test_a_failure_covers_nobody_who_waited_for_another() -> None:
    disk = SlowDisk()
    disk.failures.append(OSError("no space"))
    shared = SharedSync(Path("journal"), disk)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(shared.wait)
        wait_until(lambda: disk.begun == 1, what="the first sync")
        second = pool.submit(shared.wait)
        wait_until(lambda: waiting(shared) == 1, what="the second to wait")
        disk.go_on.release()
        assert isinstance(first.exception(), OSError)
        wait_until(lambda: disk.begun == 2, what="a sync of its own")
        disk.go_on.release()
        second.result()


def test_a_real_file_is_synced_and_one_that_is_gone_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"written")

    sync(path)
    path.unlink()
    sync(path)
