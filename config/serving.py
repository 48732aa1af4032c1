"""How `manage.py serve` reads HTTP: as uvicorn does, with a bound on what comes before a body.

uvicorn's fast parser keeps a head that never ends in memory until it does end. Behind an entrance the entrance bounds
it; this server may stand alone.
"""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 65_536


class BoundedProtocol(HttpToolsProtocol):
    """Refuses a request whose line and headers are longer than that, however slowly they come."""

    _head_bytes = 0
    _is_head = True
    _has_ended = False

    def data_received(self, data: bytes) -> None:
        """Read on; what has come without an end of the headers is counted, but for the end of a body before them."""
        self._has_ended = False
        super().data_received(data)
        if self._is_head and not self._has_ended and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.send_400_response("The headers are too long.")

    def on_headers_complete(self) -> None:
        self._is_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._is_head, self._head_bytes, self._has_ended = True, 0, True
