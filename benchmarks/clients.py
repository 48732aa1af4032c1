"""Very many clients in one process: those that stay and ask again, and those that arrive whatever the server does."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from benchmarks.load import whole_answer
from benchmarks.measuring import percentile

PATIENCE = 30.0
BROKEN, HANGING = -1, -2
_WORDS = {BROKEN: "cut off", HANGING: f"no answer in {PATIENCE:g} s"}

Next = Callable[[], bytes]


@dataclass(slots=True)
class Tally:
    """What came back: how often each status, and after how many seconds each answer."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    until: float = float("inf")
    good_meanwhile: int = 0
    """How many 2xx came while requests were still being sent."""

    def count(self, status: int, took: float) -> None:
        self.statuses[status] += 1
        self.took.append(took)
        self.good_meanwhile += 200 <= status < 300 and time.perf_counter() < self.until

    @property
    def answered(self) -> int:
        return sum(number for status, number in self.statuses.items() if status > 0)

    @property
    def is_without_5xx(self) -> bool:
        """Whether every request was answered, none of them with a 5xx."""
        return all(0 < status < 500 for status in self.statuses)

    def milliseconds(self, share: float) -> float:
        return percentile(self.took, share) * 1e3

    def share_within(self, seconds: float) -> float:
        return sum(took <= seconds for took in self.took) / len(self.took)

    def statuses_in_words(self) -> str:
        found = Counter[str]()
        for status, number in self.statuses.items():
            found[_WORDS.get(status) or (str(status) if status in {429, 503} else f"{status // 100}xx")] += number
        return ", ".join(f"{number:,} {word}" for word, number in sorted(found.items()))


class Client(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self) -> None:
        self.buffer = b""
        self.answer: asyncio.Future[int] | None = None
        self.is_open = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        whole = whole_answer(self.buffer)
        if whole and self.answer and not self.answer.done():
            self.buffer = b""
            self.answer.set_result(whole[0])

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self.answer and not self.answer.done():
            self.answer.set_result(204 if self.buffer.startswith(b"HTTP/1.1 204") else BROKEN)

    async def ask(self, sent: bytes) -> int:
        """The status of the answer; `BROKEN` or `HANGING` where there is none."""
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(sent)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.answer
        except TimeoutError:
            self.transport.abort()
            self.is_open = False
            return HANGING


async def _client(port: int) -> Client | None:
    try:
        async with asyncio.timeout(PATIENCE):
            _transport, client = await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", port)
    except (OSError, TimeoutError):
        return None
    return client


async def _asked(port: int, client: Client | None, sent: bytes, tally: Tally) -> Client | None:
    """Ask once, over a new connection if there is none; the connection, if it can be used again."""
    began = time.perf_counter()
    if client is None or not client.is_open:
        client = await _client(port)
    status = await client.ask(sent) if client else BROKEN
    tally.count(status, time.perf_counter() - began)
    return client if client and client.is_open else None


async def _stay(port: int, following: Next, tally: Tally, until: float, pause: float) -> None:
    client: Client | None = None
    if pause:
        await asyncio.sleep(random.random() * pause)
    while time.perf_counter() < until:
        client = await _asked(port, client, following(), tally)
        if pause:
            await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
    if client:
        client.transport.close()


def staying(port: int, following: Next, *, clients: int, seconds: float, pause: float = 0.0) -> Tally:
    """That many clients, each asking again once it is answered, after a pause of that length on average."""
    tally = Tally()

    async def everyone() -> None:
        began = time.perf_counter()
        await asyncio.gather(*(_stay(port, following, tally, began + seconds, pause) for _ in range(clients)))
        tally.seconds = time.perf_counter() - began

    asyncio.run(everyone())
    return tally


def arriving(port: int, following: Next, *, each_second: float, seconds: float) -> Tally:
    """Requests that arrive at that rate, answered or not; a connection that is free is used again."""
    tally = Tally()

    async def everyone() -> None:
        free: list[Client] = []
        under_way: set[asyncio.Task[None]] = set()

        async def one() -> None:
            kept = await _asked(port, free.pop() if free else None, following(), tally)
            if kept:
                free.append(kept)

        began, sent = time.perf_counter(), 0
        tally.until = began + seconds
        while (now := time.perf_counter() - began) < seconds:
            while sent < now * each_second:
                task = asyncio.create_task(one())
                under_way.add(task)
                task.add_done_callback(under_way.discard)
                sent += 1
            await asyncio.sleep(0.005)
        await asyncio.gather(*under_way)
        tally.seconds = time.perf_counter() - began
        for client in free:
            client.transport.close()

    asyncio.run(everyone())
    return tally


def each_once(port: int, requests: Iterable[bytes], *, clients: int) -> Tally:
    """These requests, each sent once, by so many clients who take the next one once they are answered."""
    tally, left = Tally(), iter(requests)

    async def some() -> None:
        client: Client | None = None
        for sent in left:
            client = await _asked(port, client, sent, tally)
        if client:
            client.transport.close()

    async def everyone() -> None:
        began = time.perf_counter()
        await asyncio.gather(*(some() for _ in range(clients)))
        tally.seconds = time.perf_counter() - began

    asyncio.run(everyone())
    return tally
