"""How `manage.py serve` speaks websockets: as uvicorn does, with four things more.

- Whoever sends one frame to thousands of sockets hands it over encoded (`SocketFrames`, in the scope's extensions).
- A socket that is closed goes, whether its peer reads or not.
- A peer lives that sends anything, not only one that answers pings.
- The query of an address stays out of uvicorn's log: tickets stand there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION = "sigma.frames"
PING_SECONDS = 25.0
SILENT_SECONDS = 60.0
LARGEST_MESSAGE = 65_536
LET_GO_SECONDS = 5.0


class SocketFrames(Protocol):
    """What the server offers to whoever encodes frames themselves."""

    def write_frame(self, frame: bytes) -> bool:
        """Hand over a whole frame; False where it must wait until `when_writable` calls."""
        ...

    def when_writable(self, call: Callable[[], None]) -> None:
        """Have `call` called whenever there is room again."""
        ...

    def end(self, code: int, reason: str) -> None:
        """Close with a code and a reason, behind what was written; a peer that reads nothing is let go all the same."""
        ...


def frames_of(scope: dict[str, Any]) -> SocketFrames | None:
    """What the server offers; None where another server runs."""
    return cast("SocketFrames | None", scope.get("extensions", {}).get(EXTENSION))


class SocketProtocol(WebSocketsSansIOProtocol):
    """One websocket."""

    close_timeout = LET_GO_SECONDS
    _call: Callable[[], None] | None = None

    async def run_asgi(self) -> None:
        """Run the application with the extension; what uvicorn logs of the scope has no query."""
        offered: Any = {**self.scope["extensions"], EXTENSION: self}
        whole: Any = {**self.scope, "extensions": offered}
        self.scope["query_string"] = b""
        application = self.app
        self.app = lambda _scope, receive, send: application(whole, receive, send)
        try:
            await super().run_asgi()
        finally:
            self.app = application

    def write_frame(self, frame: bytes) -> bool:
        if not self.writable.is_set() or self.close_sent or self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True

    def when_writable(self, call: Callable[[], None]) -> None:
        self._call = call

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._call is not None:
            self._call()

    def end(self, code: int, reason: str) -> None:
        if self.close_sent or self.transport.is_closing():
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(LET_GO_SECONDS, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.pong_timer is not None:
            self.pong_timer.cancel()
            self.pong_timer = None
            self.pending_ping_payload = None
            self.schedule_ping()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.loop.call_later(LET_GO_SECONDS, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._call = None

    @staticmethod
    def options() -> dict[str, Any]:
        """What uvicorn's configuration needs beside this class."""
        return {
            "ws_max_size": LARGEST_MESSAGE,
            "ws_ping_interval": PING_SECONDS,
            "ws_ping_timeout": SILENT_SECONDS - PING_SECONDS,
            "ws_per_message_deflate": False,
        }
