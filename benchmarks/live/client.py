"""Thousands of sockets and the one who publishes, in a process of their own; prints what came as JSON.

python -m benchmarks.live.client ours|layer|socketio PORT SOCKETS PID_OF_THE_SERVER
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
from typing import Any

import uvloop

BROADCASTS, UNICASTS, A_SECOND, SECONDS = 50, 5_000, 10, 5
SENT_AT = re.compile(rb"T(\d+)T")
PATIENCE = 60.0
GOES_ON = 3.0


def masked(payload: bytes) -> bytes:
    length = len(payload)
    head = bytes((0x81, 0x80 | length)) if length < 126 else b"\x81\xfe" + length.to_bytes(2)
    return head + b"\0\0\0\0" + payload


class Peer(asyncio.Protocol):
    """One websocket, read as cheaply as Python can."""

    def __init__(self, crowd: Crowd, head: bytes, first: list[bytes], until: bytes) -> None:
        self.crowd, self.head, self.first, self.until = crowd, head, first, until
        self.rest, self.is_open, self.ready = b"", False, crowd.loop.create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.head)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("the socket was closed"))

    def data_received(self, data: bytes) -> None:
        data = self.rest + data
        if not self.is_open:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self.rest = data
                return
            assert b" 101 " in data[:20], data[:300]
            self.is_open, data = True, data[end + 4 :]
            for each in self.first:
                self.transport.write(masked(each))
        now, at, size = time.time_ns(), 0, len(data)
        while size - at >= 2:
            opcode, length, begins = data[at] & 15, data[at + 1] & 127, at + 2
            if length == 126:
                if size - begins < 2:
                    break
                length, begins = int.from_bytes(data[begins : begins + 2]), begins + 2
            if size - begins < length:
                break
            payload, at = data[begins : begins + length], begins + length
            self.take(opcode, payload, now)
        self.rest = data[at:]

    def take(self, opcode: int, payload: bytes, now: int) -> None:
        if opcode == 9:
            self.transport.write(b"\x8a" + bytes((0x80 | len(payload),)) + b"\0\0\0\0" + payload)
        elif opcode == 1 and (match := SENT_AT.search(payload)):
            self.crowd.got += 1
            self.crowd.took.append(now - int(match[1]))
        elif opcode == 1 and payload == b"2":  # Socket.IO's own ping
            self.transport.write(masked(b"3"))
        elif opcode == 1 and payload[:1] == b"0":
            self.transport.write(masked(b"40"))
        elif opcode == 1 and self.until in payload and not self.ready.done():
            self.ready.set_result(None)


class Crowd:
    """All of them."""

    def __init__(self, way: str, port: int, sockets: int, pid: int) -> None:
        self.way, self.port, self.sockets, self.pid = way, port, sockets, pid
        self.loop = asyncio.get_running_loop()
        self.got, self.took = 0, []
        self.peers: list[Peer] = []

    def set_up(self) -> None:
        if self.way != "ours":
            return
        import django

        django.setup()
        from accounts.auth import tokens
        from accounts.users.models import User
        from config.db import uuid7

        members = list(User.objects.filter(status="active").order_by("pk")[: self.sockets])
        assert len(members) == self.sockets, "the data set has too few members for so many sockets"
        self.ids = [str(member.pk) for member in members]
        self.tokens = [tokens.issue(member, uuid7()) for member in members]

    def peer(self, number: int) -> Peer:
        path = {
            "ours": "/ws",
            "layer": f"/ws/{number}",
            "socketio": f"/socket.io/?EIO=4&transport=websocket&u={number}",
        }
        lines = [f"GET {path[self.way]} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Upgrade: websocket"]
        lines += ["Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"]
        if self.way == "ours":
            lines.append(f"Authorization: Bearer {self.tokens[number]}")
        head = "\r\n".join([*lines, "", ""]).encode()
        said = [b'{"type":"subscribe","channel":"user"}', b'{"type":"subscribe","channel":"crowd"}']
        until = {"ours": b'"channel":"crowd"', "layer": b"subscribed", "socketio": b"40{"}[self.way]
        return Peer(self, head, said if self.way == "ours" else [], until)

    async def gather(self) -> float:
        """Open all sockets; how many a second."""
        began = time.perf_counter()
        for start in range(0, self.sockets, 50):
            made = [self.peer(number) for number in range(start, min(start + 50, self.sockets))]
            for each in made:
                await self.loop.create_connection(lambda each=each: each, "127.0.0.1", self.port)
            await asyncio.wait_for(asyncio.gather(*[each.ready for each in made]), PATIENCE)
            self.peers += made
        return self.sockets / (time.perf_counter() - began)

    def memory(self) -> int:
        with open(f"/proc/{self.pid}/statm") as pages:
            return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    async def publish(self, names: list[str]) -> None:
        """Say something of the usual size to each of these, as the way does: ours writes rows first."""
        said = [(name, {"body": "x" * 80, "at": f"T{time.time_ns()}T"}) for name in names]
        if self.way == "ours":
            await asyncio.to_thread(self._post, said)
        elif self.way == "layer":
            await asyncio.gather(*[self.layer.group_send(n, {"type": "say", "text": json.dumps(d)}) for n, d in said])
        else:
            async with self.redis.pipeline(transaction=False) as pipe:
                for name, data in said:
                    pipe.publish("benchmark:hub", f"{name}|{json.dumps(data)}")
                await pipe.execute()

    def _post(self, said: list[tuple[str, dict[str, str]]]) -> None:
        from django.db import transaction

        from config.realtime import post_many

        with transaction.atomic():
            post_many([(name, "said", data) for name, data in said])

    def own(self, number: int) -> str:
        return f"user:{self.ids[number]}" if self.way == "ours" else f"user.{number}"

    async def wait_for(self, expected: int) -> float:
        """Wait until that many came, or nothing more does; when the last one came."""
        last, at = self.got, time.perf_counter()
        while self.got < expected and time.perf_counter() - at < GOES_ON:
            await asyncio.sleep(0.002)
            if self.got != last:
                last, at = self.got, time.perf_counter()
        return at

    def begin(self) -> float:
        self.got = 0
        self.took.clear()
        return time.perf_counter()

    async def measure(self) -> dict[str, float]:
        before = self.memory()
        found = {"opened": await self.gather()}
        await asyncio.sleep(2)
        found["kilobytes"] = (self.memory() - before) / self.sockets / 1024
        if self.way == "layer":
            from channels.layers import get_channel_layer

            import benchmarks.live.layer  # noqa: F401 - sets Django up

            self.layer = get_channel_layer()
        if self.way == "socketio":
            from redis.asyncio import Redis

            self.redis = Redis.from_url(os.environ["REDIS_URL"])
        await self.publish(["crowd"])
        await self.wait_for(self.sockets)
        rates = []
        for _round in range(3):
            began = self.begin()
            await self.publish(["crowd"] * BROADCASTS)
            ended = await self.wait_for(BROADCASTS * self.sockets)
            rates.append(self.got / (ended - began))
            found["burst_share"] = min(found.get("burst_share", 1.0), self.got / (BROADCASTS * self.sockets))
        found["burst"] = sorted(rates)[1]
        began = self.begin()
        for number in range(A_SECOND * SECONDS):
            await self.publish(["crowd"])
            await asyncio.sleep(max(0.0, began + (number + 1) / A_SECOND - time.perf_counter()))
        await self.wait_for(A_SECOND * SECONDS * self.sockets)
        found["steady_share"] = self.got / (A_SECOND * SECONDS * self.sockets)
        ordered = sorted(self.took) or [0]
        found["p50"] = ordered[len(ordered) // 2] / 1e6
        found["p99"] = ordered[int(len(ordered) * 0.99)] / 1e6
        began = self.begin()
        for start in range(0, UNICASTS, 100):
            await self.publish([self.own(number % self.sockets) for number in range(start, start + 100)])
        ended = await self.wait_for(UNICASTS)
        found["unicasts"], found["unicast_share"] = self.got / (ended - began), self.got / UNICASTS
        return found


async def main() -> None:
    way, port, sockets, pid = sys.argv[1], *map(int, sys.argv[2:5])
    crowd = Crowd(way, port, sockets, pid)
    await asyncio.to_thread(crowd.set_up)
    print(json.dumps(await crowd.measure()), flush=True)
    os._exit(0)  # sockets by the thousand need not be closed one by one


if __name__ == "__main__":
    uvloop.run(main())
