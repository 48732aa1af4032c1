"""How `manage.py serve` reads HTTP: as uvicorn does, with bounds on what comes before a body, in bytes and in time.

uvicorn's fast parser keeps a head that never ends in memory until it does end, and waits for it for ever. Behind an
entrance the entrance bounds it; this server may stand alone.
"""

from __future__ import annotations

import socket
from asyncio import TimerHandle
from asyncio.transports import Transport
from collections.abc import Callable

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 65_536
HEAD_SECONDS = 10.0

before_shutdown: list[Callable[[], None]] = []
"""Called in the event loop when the server is asked to end: whoever holds answers open ends them."""


class Server(uvicorn.Server):
    """Lets go of answers that would never end by themselves before it waits for the others."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for call in before_shutdown:
            call()
        await super().shutdown(sockets)


class BoundedProtocol(HttpToolsProtocol):
    """Refuses a request whose line and headers are longer than that, and lets go of one whose head never ends."""

    _head_bytes = 0
    _is_head = True
    _has_ended = False
    _head_timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override] # as uvicorn narrows it
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._forget_head()

    def _await_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _forget_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def data_received(self, data: bytes) -> None:
        """Read on; what has come without an end of the headers is counted, but for the end of a body before them."""
        self._has_ended = False
        if self._is_head:
            self._await_head()
        super().data_received(data)
        if self._is_head and not self._has_ended and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.send_400_response("The headers are too long.")

    def on_headers_complete(self) -> None:
        self._is_head = False
        self._forget_head()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._is_head, self._head_bytes, self._has_ended = True, 0, True
