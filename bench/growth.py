"""How every page grows with the responses: milliseconds and statements at 36, 360, 1,741 and 20,000 responses.

    .venv/bin/python -m bench.growth [--sizes 36,360,1741] [--databases sqlite,postgresql] [--rounds 5]
                                     [--beside CHECKOUT] [--only WORD] [--keep FOLDER]

The sample installation's rows (the ones that the migrations are tried on) are copied with everything that hangs on them,
then each staff and public page is opened as its role through the test client. Printed is the median of the rounds, and
how many statements one opening asks, with the CPU time of this process and of the database's in brackets: it says more
than the clock on a busy machine. Databases that were grown once can be kept. With --beside another checkout's pages are
opened on the same rows in its own schema; it needs the same `tests/pages.py` (for versions before that, use their own
bench). A page over its goal by the clock is marked with *.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
GOALS_MS = {1741: 200.0, 20_000: 400.0}
Figures = dict[tuple[str, str, int], dict[str, Any]]  # page, version and database, responses


def main() -> int:
    """Measure, then print the table; or, as a child, measure one version on one database."""
    args = _arguments()
    if args.child:
        return _child(args)
    figures: Figures = {}
    columns: list[tuple[str, int]] = []
    for label, checkout, sizes in _versions(args):
        for database in args.databases.split(","):
            columns += [(f"{label} {database}", size) for size in sizes]
            for line in _run(checkout, database, sizes, args):
                figures[line["page"], f"{label} {database}", line["responses"]] = line
    _print(figures, columns)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="36,360,1741")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="only pages whose name holds this word")
    parser.add_argument("--keep", type=Path, help="folder in which grown databases are kept for the next run")
    parser.add_argument("--beside", type=Path, help="another checkout, with its own .venv")
    parser.add_argument("--beside-sizes", default="36,360,1741")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _versions(args: argparse.Namespace) -> Iterator[tuple[str, Path, list[int]]]:
    if args.beside:
        yield "before", args.beside.resolve(), _numbers(args.beside_sizes)
    if args.sizes:
        yield "now", HERE, _numbers(args.sizes)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",") if number]


def _run(
    checkout: Path, database: str, sizes: list[int], args: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """Measure one version on one database in a process of its own, with that version's code."""
    command = [
        str(checkout / ".venv" / "bin" / "python"), __file__, "--child", "--databases", database, "--rounds", str(args.rounds),
        "--sizes", ",".join(map(str, sizes)), "--only", args.only,
    ]  # fmt: skip
    if args.keep:
        command += ["--keep", str(args.keep.resolve() / ("now" if checkout == HERE else "before"))]
    env = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=checkout) as child:  # noqa: S603
        assert child.stdout is not None  # noqa: S101 - it is a pipe
        for line in child.stdout:
            yield json.loads(line)
    if child.returncode:
        raise SystemExit(f"{checkout} on {database} ended with code {child.returncode}")


def _child(args: argparse.Namespace) -> int:
    from furnishing import furnish
    from pages import measure
    from places import grown, place_of

    sizes = _numbers(args.sizes)
    with tempfile.TemporaryDirectory(prefix="casefinder-growth-") as folder:
        kept: Path | None = args.keep
        with place_of(args.databases, kept or Path(folder), is_kept=kept is not None) as place:
            for size in sizes:
                begun = time.monotonic()
                if grown(place, size, sizes):
                    _tell(f"{args.databases}: {size} responses after {time.monotonic() - begun:.0f} s more")
                app = _application(Path(folder), place.url(size))
                engine, settings = app.extensions["database"].engine, app.extensions["settings"]
                furnish(engine, settings.home, link_key=settings.link_key)
                for page in measure(app, args.rounds, args.only, place.cpu_s):
                    print(json.dumps({"responses": size, **vars(page)}), flush=True)
                engine.dispose()
                _tell(f"{args.databases}: {size} responses measured at load {os.getloadavg()[0]:.1f}")
    return 0


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def _application(folder: Path, url: str) -> Any:
    from casefinder import create_app
    from casefinder.config import Settings

    app = create_app(
        Settings(
            home=folder, secret_key="k" * 40, link_key="l" * 40, database_url=url,
            public_base_url="http://localhost", trusted_hosts=("localhost",),
        )
    )  # fmt: skip
    app.testing = True
    return app


def _print(figures: Figures, columns: list[tuple[str, int]]) -> None:
    names = list(dict.fromkeys(page for page, _, _ in figures))
    width = max(map(len, names), default=0)
    print(" " * width, *(f"{version + ' ' + format(size, ','):>24}" for version, size in columns))
    print(" " * width, *(f"{'ms / statements':>24}" for _ in columns))
    for name in names:
        cells = [_cell(figures.get((name, *column)), column[1]) for column in columns]
        print(f"{name:<{width}}", *(f"{cell:>24}" for cell in cells))


def _cell(line: dict[str, Any] | None, size: int) -> str:
    if line is None:
        return "-"
    over = "*" if line["ms"] > GOALS_MS.get(size, float("inf")) else ""
    status = "" if line["is_right"] else f" ({line['status']})"
    return f"{over}{line['ms']:,.0f} ({line['cpu_ms']:,.0f}) / {line['statements']:,}{status}"


if __name__ == "__main__":
    sys.exit(main())
