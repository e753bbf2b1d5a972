"""What an edition's way into print costs, step by step, at 18, 60 and 200 cases.

    .venv/bin/python bench/book.py [--cases 18 60 200] [--sample DIR] [--whole]

Copies the sample installation (built first if there is none), lets its respondents answer again under other names until
there are enough cases, and prints for each number: gathering and ordering with their statements, each step of the press,
site and data, each flavour of the judge, with seconds of wall and CPU and the peak of memory. `--whole` presses once more
as the worker does, the judge beside the rest. Only ratios within one run are worth comparing: the load stands beside it.
"""

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "var" / "demo"
BIG = ("builds", "releases", "casebook", "mail")
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "bench"))


@dataclass
class Cost:
    """What a step took: wall and CPU seconds, the largest process, statements, and shares within it."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    statements: int | None = None
    steps: dict[str, float] = field(default_factory=dict)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[18, 60, 200])
    parser.add_argument("--sample", type=Path, default=SAMPLE)
    parser.add_argument("--whole", action="store_true")
    args = parser.parse_args()
    if not (args.sample / "casefinder.db").exists():
        command = [sys.executable, "-m", "casefinder.sample", "--no-serve", "--dir", str(args.sample)]
        subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 - our own interpreter and module
    with tempfile.TemporaryDirectory(prefix="bench-book-") as folder:
        home = Path(folder) / "home"
        shutil.copytree(args.sample, home, ignore=shutil.ignore_patterns(*BIG))
        os.environ["CASEFINDER_HOME"] = str(home)
        measure(args.cases, Path(folder), whole=args.whole)


def measure(numbers: list[int], folder: Path, *, whole: bool) -> None:
    """Measure editions of so many cases, one after the other, in the same installation."""
    from copying import Copier

    from casefinder import create_app
    from casefinder.config import Settings

    app = create_app(Settings.from_environ())
    with app.app_context():
        copier = Copier(app)
        for number in numbers:
            edition_id = copier.edition(copier.cases(number))
            load = os.getloadavg()[0]
            print(f"\n{number} cases, load {load:.1f} on {os.cpu_count()} cores", flush=True)
            content = gathered(app, edition_id)
            pressed(app, content, folder / str(number), whole=whole)


def gathered(app: Any, edition_id: int) -> Any:
    """Gather an edition and order its book, as a request does; return the frozen content."""
    from sqlalchemy import Engine, event

    from casefinder.clock import utc_now
    from casefinder.publish.builds import service
    from casefinder.publish.content import from_json
    from casefinder.publish.installation import installation_of

    database, seen = app.extensions["database"], [0]
    publisher = installation_of(app.extensions).publisher

    def note(*_: object) -> None:
        seen[0] += 1

    event.listen(Engine, "before_cursor_execute", note)
    orders: list[Any] = []

    def gather() -> None:
        with database.reading() as session:
            orders.append(service.gather(session, edition_id, now=utc_now(), publisher=publisher))

    def place() -> None:
        with database.transaction() as session:
            service.place(session, orders[0], account_id=None, now=utc_now())

    for name, act in (("gathering", gather), ("ordering, in the lock", place)):
        seen[0] = 0
        cost = here(act)
        cost.statements = seen[0]
        show(name, cost)
    event.remove(Engine, "before_cursor_execute", note)
    return from_json(orders[0].content)


def pressed(app: Any, content: Any, folder: Path, *, whole: bool) -> None:
    """Press one content step by step, each in a process of its own, then all at once if wanted."""
    from casefinder import child
    from casefinder.publish.book import judge
    from casefinder.publish.builds import pressing
    from casefinder.publish.content import from_json
    from casefinder.publish.data.files import data_files
    from casefinder.publish.site.files import site_files

    files, work, out = app.extensions["files"], folder / "work", folder / "out"
    assets = pressing.lay_out(content, files, work)
    begun: dict[str, float] = {}

    def heard(line: str) -> None:
        begun.setdefault(json.loads(line)["step"], time.perf_counter())

    def set_book() -> dict[str, float]:
        begun["start"] = time.perf_counter()
        child.run(
            "casefinder.publish.book.press", str(work / "content.json"), str(assets), str(out),
            limits=pressing.LIMITS, on_line=heard,
        )  # fmt: skip
        begun["end"] = time.perf_counter()
        return {name: begun[after] - begun[name] for name, after in pairwise(begun)}

    cost = apart(set_book)
    show("the press", cost)
    for name, seconds in cost.steps.items():
        print(f"  {name:<22} {seconds:7.2f} s", flush=True)
    book, lint = out / "book.pdf", json.loads((out / "lint.json").read_text())
    content = from_json((out / "content.json").read_text(encoding="utf-8"))
    show("site", apart(lambda: len(site_files(content, assets)) and {}))
    show("data", apart(lambda: len(data_files(content)) and {}))
    for flavour in judge.GATES:
        show(f"judge {flavour}", apart(lambda flavour=flavour: _judged(book, flavour)))
    print(f"  {lint['pages']} pages, {book.stat().st_size / 1e6:.1f} MB, {len(lint['findings'])} warnings")
    if whole:
        show("all, as the worker does", apart(lambda: _whole(content, files, folder / "whole")))


def _judged(book: Path, flavour: str) -> dict[str, float]:
    from casefinder.publish.book import judge

    judgement = judge.judge(book, (flavour,))
    if not all(verdict.compliant for verdict in judgement.verdicts) or judgement.error or judgement.missing:
        raise RuntimeError(f"{flavour}: {judgement}")
    return {}


def _whole(content: Any, files: Any, target: Path) -> dict[str, float]:
    from casefinder.publish.builds import pressing

    pressing.press_edition(content, files, target, report=lambda step: None)
    return {}


def here(act: Callable[[], None]) -> Cost:
    """Measure an act in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(time.perf_counter() - wall, time.process_time() - cpu, peak)


def apart(act: Callable[[], dict[str, float]]) -> Cost:
    """Measure an act in a fork, with all that it starts; its peak is that of its largest process."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()

    def run() -> None:
        wall = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_SELF)
        steps = act() or {}
        seconds = time.perf_counter() - wall
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        cpu = sum(use.ru_utime + use.ru_stime for use in (own, children))
        cpu -= before.ru_utime + before.ru_stime
        peak = children.ru_maxrss or own.ru_maxrss
        theirs.send((seconds, cpu, peak / 1024, steps))

    process = context.Process(target=run)
    process.start()
    while process.is_alive() and not ours.poll(0.5):
        pass
    if not ours.poll():
        raise RuntimeError("a step failed; its words stand above")
    seconds, cpu, peak, steps = ours.recv()
    process.join()
    return Cost(seconds, cpu, peak, None, steps)


def show(name: str, cost: Cost) -> None:
    """Print one line."""
    asked = "" if cost.statements is None else f", {cost.statements} statements"
    print(
        f"{name:<24} {cost.wall_s:7.2f} s wall {cost.cpu_s:7.2f} s CPU {cost.peak_mb:6.0f} MB{asked}",
        flush=True,
    )


if __name__ == "__main__":
    main()
