"""Have clamd look at an upload before anything else does, where `CLAMD_ADDRESS` names one.

The protocol is clamd's INSTREAM: chunks with their length before them, an empty one at the end, one line as the answer.
It fails closed: whatever is not a clear "OK" within `CLAMD_SECONDS` is a 503, and nothing is kept of the upload.
"""

from __future__ import annotations

import logging
import socket
import struct
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from config.errors import DomainError, FieldError, ServiceUnavailable

log = logging.getLogger(__name__)

CHUNK = 64 * 1024
LONGEST_ANSWER = 4_096


class Infected(DomainError):
    """The scanner knows the upload for something harmful."""

    code = "infected"
    status = 400
    detail: object = _("The file is refused: the scanner finds something harmful in it.")

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("image", self.code, str(self.detail))])


class ScannerAway(ServiceUnavailable):
    """A scanner is configured and does not say that the upload is clean."""

    code = "scanner_away"
    detail: object = _("Uploads cannot be checked at the moment; try again soon.")


def scan(data: bytes) -> None:
    """Return where the upload is clean, or no scanner is configured; `Infected` or `ScannerAway` otherwise."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _asked(data)
    except OSError as error:
        log.warning("the scanner is away: %s", error)
        raise ScannerAway(headers={"Retry-After": "30"}) from None
    if answer.endswith(" FOUND"):
        log.warning("an upload of %d bytes was refused: %s", len(data), answer[:200])
        raise Infected
    if answer != "stream: OK":
        log.warning("the scanner gives no verdict: %r", answer[:200])
        raise ScannerAway(headers={"Retry-After": "30"})


def _asked(data: bytes) -> str:
    ends = time.monotonic() + settings.CLAMD_SECONDS
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            connection.settimeout(_left(ends))
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            connection.settimeout(_left(ends))
            part = connection.recv(LONGEST_ANSWER)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left


def _connected() -> socket.socket:
    where = urlsplit(settings.CLAMD_ADDRESS)
    if where.scheme == "tcp":
        return socket.create_connection((where.hostname, where.port), timeout=settings.CLAMD_SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(settings.CLAMD_SECONDS)
        connection.connect(where.path)
    except OSError:
        connection.close()
        raise
    return connection
