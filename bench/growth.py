"""How every page grows with the responses: milliseconds and statements at 36, 360, 1,741 and 20,000 responses.

    .venv/bin/python bench/growth.py [--sizes 36,360,1741] [--databases sqlite,postgresql] [--rounds 5]
                                     [--beside CHECKOUT] [--only WORD]

The sample installation's rows (the ones that the migrations are tried on) are copied with everything that hangs on them,
then each staff and public page is opened as its role through the test client. Printed is the median of the rounds, and
how many statements one opening asks. With --beside another checkout's pages are opened on the same rows in its own
schema. On a busy machine trust the statements, and the ratios of one run. A page over its goal is marked with *.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
    env = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=checkout) as child:  # noqa: S603
        assert child.stdout is not None  # noqa: S101 - it is a pipe
        for line in child.stdout:
            yield json.loads(line)
    if child.returncode:
        raise SystemExit(f"{checkout} on {database} ended with code {child.returncode}")


def _child(args: argparse.Namespace) -> int:
    from growing import Herd
    from pages import measure
    from sqlalchemy import create_engine

    from casefinder.db import Database

    with (
        tempfile.TemporaryDirectory(prefix="casefinder-growth-") as folder,
        _database(args.databases, folder) as url,
    ):
        _fill(url)
        app = _application(Path(folder), url)
        database: Database = app.extensions["database"]
        _make_findable(database)
        herd = Herd(create_engine(url))
        for size in _numbers(args.sizes):
            begun = time.monotonic()
            herd.grow(size)
            sys.stderr.write(
                f"{args.databases}: {size} responses after {time.monotonic() - begun:.0f} s more\n"
            )
            for page in measure(app, args.rounds, args.only):
                print(json.dumps({"responses": size, **vars(page)}), flush=True)
        herd.engine.dispose()
        database.engine.dispose()
    return 0


@contextmanager
def _database(kind: str, folder: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/casefinder.db"
        return
    from tests.postgresql import PrivatePostgresql

    server = PrivatePostgresql()
    server.start()
    try:
        with server.fresh_database("template1") as url:
            yield url
    finally:
        server.stop()


def _fill(url: str) -> None:
    """Make the first schema, put the sample's rows into it, and go up to this version's schema."""
    from sqlalchemy import create_engine

    from casefinder import schema

    path = HERE / "tests" / "migrations" / "filled" / "loading.py"
    spec = importlib.util.spec_from_file_location("loading", path)
    assert spec is not None  # noqa: S101 - the file is there
    assert spec.loader is not None  # noqa: S101
    loading = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loading)
    schema.upgrade(url, "0001")
    engine = create_engine(url)
    loading.fill(engine)
    engine.dispose()
    schema.upgrade(url)


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


def _make_findable(database: Any) -> None:
    from sqlalchemy import select

    from casefinder.analyse.search.service import index_response
    from casefinder.answer.responses.models import Response

    with database.transaction() as session:
        for response_id in session.scalars(
            select(Response.id).where(Response.submitted_at.is_not(None))
        ).all():
            index_response(session, response_id)


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
    status = "" if line["status"] == 200 else f" ({line['status']})"
    return f"{over}{line['ms']:,.0f} / {line['statements']:,}{status}"


if __name__ == "__main__":
    sys.exit(main())
