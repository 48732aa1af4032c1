"""How `serve` reads HTTP: heads have a bound, and nothing else counts towards it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from config.serving import MOST_HEAD_BYTES, BoundedProtocol

pytestmark = pytest.mark.once

POST = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n"


class Wire(asyncio.Transport):
    """What the server writes, kept."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.is_closed = b"", False

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)}.get(name, default)

    def set_protocol(self, protocol: Any) -> None: ...
    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...


async def app(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def answered(*chunks: bytes) -> bytes:
    """What comes back when these arrive, each in one read."""

    async def converse() -> bytes:
        config = Config(app=app, http=BoundedProtocol, lifespan="off", log_config=None)
        config.load()
        protocol = BoundedProtocol(config=config, server_state=ServerState(), app_state={})
        wire = Wire()
        protocol.connection_made(wire)
        for chunk in chunks:
            protocol.data_received(chunk)
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        protocol.connection_lost(None)
        return wire.written

    # In a thread of its own: a browser that was used before leaves a running loop in this one.
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(lambda: asyncio.run(converse())).result()


def test_a_body_of_one_read_is_no_head() -> None:
    size = MOST_HEAD_BYTES * 3
    assert answered(POST % size + b"x" * size).startswith(b"HTTP/1.1 204")


def test_the_last_read_of_a_body_is_no_head() -> None:
    size = MOST_HEAD_BYTES * 2
    assert answered(POST % size, b"x" * 100, b"x" * (size - 100)).startswith(b"HTTP/1.1 204")


def test_a_head_without_an_end_is_refused_past_its_bound_first_or_second() -> None:
    endless = b"GET / HTTP/1.1\r\nHost: here\r\n" + b"A: " + b"x" * 40_000
    assert answered(endless, b"x" * 20_000) == b""
    assert answered(endless, b"x" * 40_000).startswith(b"HTTP/1.1 400")
    after = answered(POST % 0, endless, b"x" * 40_000)
    assert after.startswith(b"HTTP/1.1 204")
    assert b"HTTP/1.1 400" in after
