"""Clients: so many at once, or so many that come every few seconds; what was acknowledged is counted."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    body: bytes


@dataclass
class Measured:
    """Latencies in seconds of the requests that were answered as wanted, and what else happened."""

    latencies_s: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lasted_s: float = 0.0

    def percentile_ms(self, percent: float) -> float:
        """Return a percentile of the latencies; not a number where nothing was answered as wanted."""
        ordered = sorted(self.latencies_s) or [float("nan")]
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

    @property
    def per_s(self) -> float:
        """How many a second."""
        return len(self.latencies_s) / self.lasted_s


class Client:
    """One browser's connection; it is kept while the server keeps it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: bytes) -> Answer:
        """Send one request and read its answer; a connection that was closed meanwhile is opened anew."""
        is_kept = self._streams is not None
        try:
            return await self._send(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            if not is_kept:
                raise
            return await self._send(request)

    async def _send(self, request: bytes) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        body = await reader.readexactly(length)
        if b"connection: close" in head:
            self.close()
        return Answer(int(head[9:12]), body)

    def close(self) -> None:
        """Close the connection."""
        if self._streams:
            self._streams[1].close()
            self._streams = None


Once = Callable[[Client, int], Awaitable[str]]  # sends the n-th request; returns "" or what went wrong


async def at_once(clients: list[Once], port: int, seconds: float, most: int | None = None) -> Measured:
    """Let each client send one request after the other, all at once, for some seconds or so many requests each."""
    measured, begun = Measured(), time.perf_counter()

    async def run(once: Once) -> None:
        client, number = Client(port), 0
        while time.perf_counter() - begun < seconds and (most is None or number < most):
            sent = time.perf_counter()
            wrong = await once(client, number)
            number += 1
            _note(measured, time.perf_counter() - sent, wrong)
        client.close()

    await asyncio.gather(*map(run, clients))
    measured.lasted_s = time.perf_counter() - begun
    return measured


async def every(clients: list[Once], port: int, every_s: float, seconds: float) -> Measured:
    """Let each client come every few seconds, spread evenly; waiting counts from when its turn was.

    A connection is opened for each request: a browser's is closed by the server after two seconds of nothing.
    """
    measured, begun = Measured(), time.perf_counter()

    async def run(once: Once, due_s: float) -> None:
        number = 0
        while due_s < seconds:
            await asyncio.sleep(max(0.0, begun + due_s - time.perf_counter()))
            client = Client(port)
            wrong = await once(client, number)
            client.close()
            _note(measured, time.perf_counter() - begun - due_s, wrong)
            number += 1
            due_s += every_s

    chance = random.Random(7)  # noqa: S311 - the same crowd each time
    await asyncio.gather(*(run(once, chance.uniform(0, every_s)) for once in clients))
    measured.lasted_s = time.perf_counter() - begun
    return measured


def _note(measured: Measured, latency_s: float, wrong: str) -> None:
    if wrong:
        measured.refused.append(wrong)
    else:
        measured.latencies_s.append(latency_s)
