"""How long each verb holds the writer: builds the sample and measures every transaction of the package.

    .venv/bin/python -m bench.held [--most 25]

Prints for each verb how often it wrote, its most statements, and the CPU of its thread between BEGIN and COMMIT: the
median and the most, in milliseconds. The first time in a process, when statements are put together, is in the most.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from casefinder.db import Database
from casefinder.sample.build import build_sample
from tests.queries import counted
from tests.writer import verb_of

held: dict[str, list[tuple[int, float]]] = {}
_transaction = Database.transaction


@contextmanager
def measured(self: Database) -> Iterator[Session]:
    """Be `Database.transaction`, and note what is done in it."""
    verb = verb_of(sys._getframe(2))
    with _transaction(self) as session, counted(of_all=False) as asked:
        begun = time.thread_time()
        yield session
        session.flush()
        held.setdefault(verb or "the sample's builder", []).append((len(asked), time.thread_time() - begun))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most", type=int, default=25, metavar="VERBS")
    args = parser.parse_args()
    Database.transaction = measured  # type: ignore[method-assign]
    print(f"load before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="bench-held-") as folder:
        build_sample(Path(folder), lambda _: None)
    print(f"load after: {os.getloadavg()[0]:.1f}\n   times statements  median ms  most ms  verb")
    rows = sorted(held.items(), key=lambda each: -max(cpu_s for _, cpu_s in each[1]))
    for verb, found in rows[: args.most]:
        cpu_ms = [1000 * cpu_s for _, cpu_s in found]
        most = max(statements for statements, _ in found)
        print(f"{len(found):8} {most:10} {statistics.median(cpu_ms):10.1f} {max(cpu_ms):8.1f}  {verb}")


if __name__ == "__main__":
    main()
