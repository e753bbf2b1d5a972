"""The deadline day: respondents who type, press and submit, at a real web server; beside it a bare one-row application.

    .venv/bin/python -m bench.web [--respondents 1000] [--every 10] [--seconds 60] [--rounds 2] [--database both]

Prints, for SQLite and PostgreSQL (with fsync, as an installation has it): p50 and p99 of autosaves of so many
respondents, the CPU of the web processes a save, and requests a second of eight clients at once for autosave, section
save and submit as shares of the bare row's. A journal counts what was acknowledged; at the end every acknowledged text
has to be there. Latencies count from when a respondent's turn was, so a server that keeps all waiting is not flattered.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select, text

from bench.web import load, people
from bench.web.people import Person
from casefinder.answer.answers.models import Answer
from casefinder.answer.responses.models import Response
from casefinder.db import Database
from tests.faults.house import House, Started, children_of, free_port, prepare_database
from tests.postgresql import PrivatePostgresql
from tests.waiting import wait_until

AT_ONCE = 8
WORKERS, THREADS = 2, 8
ROUND_S = 6.0
SUBMITS_EACH = 12


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--respondents", type=int, default=1000)
    parser.add_argument("--every", type=float, default=10.0, metavar="SECONDS")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    args = parser.parse_args()
    print(f"load of the machine before: {os.getloadavg()}")
    if args.database != "postgresql":
        with tempfile.TemporaryDirectory(prefix="bench-web-") as folder:
            measure("SQLite", f"sqlite:///{folder}/casefinder.db", Path(folder), args)
    if args.database != "sqlite":
        with (
            postgresql() as server,
            tempfile.TemporaryDirectory(prefix="bench-web-") as folder,
            server.fresh_database("template0") as url,
        ):
            measure("PostgreSQL", url, Path(folder), args)


@contextmanager
def postgresql() -> Iterator[PrivatePostgresql]:
    """A private server that keeps its promises."""
    server = PrivatePostgresql({"listen_addresses": "", "max_connections": "60"})
    server.start()
    try:
        yield server
    finally:
        server.stop()


def measure(name: str, url: str, folder: Path, args: argparse.Namespace) -> None:
    """Measure one database and print what was seen."""
    prepare_database(url, folder)
    house = House.build(folder, url)
    try:
        with house.app.app_context():
            web = house.start_web("web", "--workers", str(WORKERS), "--threads", str(THREADS))
            typing = people.make_people(house, args.respondents, with_answers=False)
            print(
                f"\n{name}: {args.respondents} respondents, one text each {args.every:g} s, {args.seconds:g} s"
            )
            crowd(house, web, typing, args)
            throughput(house, folder, url, args.rounds)
    finally:
        house.close()


def crowd(house: House, web: Started, typing: list[Person], args: argparse.Namespace) -> None:
    """Let all respondents type, and compare what was acknowledged with what is stored."""
    before, own_before, load_before = cpu_s(web), time.process_time(), os.getloadavg()[0]
    measured = asyncio.run(load.every([typist(p) for p in typing], house.port, args.every, args.seconds))
    spent, own_s = cpu_s(web) - before, time.process_time() - own_before
    saves = len(measured.latencies_s)
    print(
        f"  autosave p50 {measured.percentile_ms(50):.0f} ms, p99 {measured.percentile_ms(99):.0f} ms, worst "
        f"{measured.percentile_ms(100):.0f} ms; {saves} saves, {len(measured.refused)} refused; "
        f"{1000 * spent / max(saves, 1):.1f} ms CPU of the web processes a save; the clients themselves took "
        f"{100 * own_s / measured.lasted_s:.0f} % of a core; load {load_before:.1f} before, {os.getloadavg()[0]:.1f} after"
    )
    for wrong in sorted(set(measured.refused))[:5]:
        print(f"  refused: {wrong}")
    print(f"  {lost(house.database, typing)} acknowledged texts are lost")


def typist(person: Person) -> load.Once:
    """Return a respondent who types on: each text is another one, and a success is what the page knows from then on."""

    async def once(client: load.Client, number: int) -> str:
        words = f"{number + 1}番目。{people.TYPED}"
        answer = await client.send(people.autosave_request(person, words))
        if answer.status != 200:
            return f"{answer.status} {answer.body[:80]!r}"
        person.acknowledged += 1
        people.saw(person, "C2", words, person.acknowledged)
        return ""

    return once


def lost(database: Database, typing: list[Person]) -> int:
    """Return how many acknowledged texts are not stored: each raises its answer's revision by one."""
    with database.reading() as session:
        query = select(Answer.response_id, Answer.revision, Answer.value).where(Answer.question_key == "C2")
        stored = {row[0]: (row[1], row[2][""]) for row in session.execute(query)}
    missing = 0
    for person in typing:
        revision, words = stored.get(person.response_id, (0, ""))
        missing += max(0, person.acknowledged - revision)
        if person.acknowledged and not words.startswith(f"{revision}番目"):
            missing += 1
    return missing


def throughput(house: House, folder: Path, url: str, rounds: int) -> None:
    """Print requests a second of eight clients at once, in rounds beside the bare row."""
    with bare_row(folder, url) as port:
        for number in range(1, rounds + 1):
            bare = run([bare_client() for _ in range(AT_ONCE)], port)
            told = [f"bare row {bare.per_s:.0f}/s"]
            for name, clients, most in kinds_of(house):
                measured = run(clients, house.port, most)
                told.append(
                    f"{name} {measured.per_s:.1f}/s ({measured.per_s / bare.per_s:.3f} of the bare row; p50 "
                    f"{measured.percentile_ms(50):.0f}, p99 {measured.percentile_ms(99):.0f} ms"
                    + (f"; refused {measured.refused[0]}" if measured.refused else "") + ")"
                )  # fmt: skip
            print(f"  round {number}: " + "; ".join(told))
    with house.database.reading() as session:
        submitted = session.scalar(select(func.count()).where(Response.submitted_at.is_not(None)))
    print(
        f"  {submitted} responses are submitted, {rounds * AT_ONCE * SUBMITS_EACH} were acknowledged at most"
    )


def kinds_of(house: House) -> Iterator[tuple[str, list[load.Once], int | None]]:
    """Yield what eight clients do at once, with fresh respondents for each."""
    yield "autosave", [typist(p) for p in people.make_people(house, AT_ONCE, with_answers=False)], None
    yield "section save", [presser(p) for p in people.make_people(house, AT_ONCE, with_answers=True)], None
    crowds = [people.make_people(house, SUBMITS_EACH, with_answers=True) for _ in range(AT_ONCE)]
    yield "submit", [submitter(each) for each in crowds], SUBMITS_EACH


def run(clients: list[load.Once], port: int, most: int | None = None) -> load.Measured:
    """Let clients run at once for a round."""
    return asyncio.run(load.at_once(clients, port, 10 * ROUND_S if most else ROUND_S, most))


def presser(person: Person) -> load.Once:
    """Return a respondent who changes one answer of a section and presses its button, again and again."""

    async def once(client: load.Client, number: int) -> str:
        words = f"{number + 1}番目。{people.TYPED}"
        answer = await client.send(people.section_request(person, words))
        if answer.status != 303:
            return str(answer.status)
        people.saw(person, "C3", words, number + 2)
        return ""

    return once


def submitter(crowd: list[Person]) -> load.Once:
    """Return somebody who submits one complete response after the other."""

    async def once(client: load.Client, number: int) -> str:
        answer = await client.send(people.submit_request(crowd[number]))
        return "" if answer.status == 303 else str(answer.status)

    return once


def bare_client() -> load.Once:
    """Return a client of the bare row."""
    body = people.TYPED.encode()
    request = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    async def once(client: load.Client, number: int) -> str:
        answer = await client.send(request)
        return "" if answer.status == 200 else str(answer.status)

    return once


@contextmanager
def bare_row(folder: Path, url: str) -> Iterator[int]:
    """Run the bare application on a table of its own (on SQLite: a file of its own); yields its port."""
    bare_url = url if url.startswith("postgresql") else f"sqlite:///{folder}/bare.db"
    database = Database(bare_url)
    number = "BIGSERIAL" if url.startswith("postgresql") else "INTEGER"
    with database.transaction() as session:
        session.execute(text(f"CREATE TABLE bare (id {number} PRIMARY KEY, text TEXT)"))
    database.engine.dispose()
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "bench.web.bare:app", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS),
        "--worker-class", "gthread", "--threads", str(THREADS), "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    environment = {**os.environ, "BARE_DATABASE": bare_url}
    process = subprocess.Popen(command, env=environment)  # noqa: S603 - our own program
    try:
        client = bare_client()
        wait_until(lambda: _answers(client, port), what="the bare row's first answer")
        yield port
    finally:
        process.terminate()
        process.wait()


def _answers(client: load.Once, port: int) -> bool:
    try:
        return asyncio.run(client(load.Client(port), 0)) == ""
    except OSError:
        return False


def cpu_s(web: Started) -> float:
    """Return the CPU seconds that the web processes have spent so far."""
    ticks = 0
    for pid in (web.pid, *children_of(web.pid)):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
