"""Long files are sent while they are made, by either kind of server."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.test import RequestFactory

from config.api import streaming
from config.api.streaming import streamed

pytestmark = pytest.mark.once
LINES = [b"a\r\n", b"b\r\n", b"c\r\n"]


def lines(read):
    for line in LINES:
        read.append(line)
        yield line


def asked(inner):
    return SimpleNamespace(_request=inner)


def test_a_server_of_threads_gets_pieces_as_it_asks_for_them(monkeypatch):
    monkeypatch.setattr(streaming, "LINES_A_PIECE", 2)
    read = []
    answer = streamed(asked(RequestFactory().get("/")), lines(read), media="text/csv", name="some.csv")
    pieces = iter(answer.streaming_content)
    assert (next(pieces), read) == (b"a\r\nb\r\n", LINES[:2])
    assert list(pieces) == [b"c\r\n"]
    assert answer["Content-Disposition"] == 'attachment; filename="some.csv"'
    assert answer["Cache-Control"] == "no-store"


def test_an_asynchronous_server_does_not_read_it_all_first(monkeypatch):
    monkeypatch.setattr(streaming, "LINES_A_PIECE", 2)
    read = []
    inner = ASGIRequest({"type": "http", "method": "GET", "path": "/", "headers": []}, None)
    answer = streamed(asked(inner), lines(read), media="text/csv", name="some.csv")
    assert answer.is_async

    async def look():
        seen = []
        async for piece in answer:
            seen.append((piece, len(read)))
        return seen

    # In a thread of its own: a browser that was used before leaves a running loop in this one.
    with ThreadPoolExecutor(max_workers=1) as aside:
        assert aside.submit(lambda: asyncio.run(look())).result() == [(b"a\r\nb\r\n", 2), (b"c\r\n", 3)]
