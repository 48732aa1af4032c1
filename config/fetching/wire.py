"""One request over one connection: bytes out, bytes in, with a deadline on everything and a cap on every part.

`h11` reads HTTP without doing any input or output, so that sockets, times and sizes stay in our hands.
"""

from __future__ import annotations

import socket
import ssl
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import h11

from config.fetching.addresses import Address
from config.fetching.errors import CertificateNotValid, ConnectionLost, NotHttp, TooLargeToFetch, TooSlow
from config.fetching.urls import ParsedUrl

Connect = Callable[[Address | str, int, float], socket.socket]
OverCap = Literal["refuse", "cut"]

HEADER_CAP = 65_536
CONNECT_SECONDS = 2.5
_READ = 16_384
_WINDOW_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as it came: `headers` in order, names in lower case; `body` unpacked, and cut if that was said."""

    status: int
    headers: list[tuple[str, str]] = field(repr=False)
    body: bytes = field(repr=False)
    is_cut: bool

    def all(self, name: str) -> list[str]:
        """Every value of a header, in order."""
        return [value for known, value in self.headers if known == name]

    def first(self, name: str) -> str:
        """The first value of a header; empty without one."""
        return next(iter(self.all(name)), "")


class Deadline:
    """A moment that all of a fetch must end by."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then; `TooSlow` where there are none."""
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise TooSlow
        return seconds


def connect(address: Address | str, port: int, seconds: float) -> socket.socket:
    """A TCP connection to this very address."""
    return socket.create_connection((str(address), port), timeout=seconds)


@lru_cache(maxsize=1)
def trust() -> ssl.SSLContext:
    """TLS 1.2 or newer against the system's certificate authorities, the host's name checked."""
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    return made


def open_to(
    addresses: Sequence[Address | str],
    host: str,
    port: int,
    deadline: Deadline,
    *,
    connecting: Connect = connect,
    context: ssl.SSLContext | None,
) -> socket.socket:
    """A connection to the first of these addresses that answers, of three; with a `context` by TLS as `host`.

    Whether they may be connected to is the caller's to have checked.
    """
    for address in addresses[:3]:
        try:
            plain = connecting(address, port, min(CONNECT_SECONDS, deadline.left()))
        except OSError:
            continue
        try:
            return plain if context is None else _secured(plain, host, context, deadline)
        except BaseException:
            plain.close()
            raise
    deadline.left()
    raise ConnectionLost("nobody answers")


def _secured(plain: socket.socket, host: str, context: ssl.SSLContext, deadline: Deadline) -> socket.socket:
    try:
        plain.settimeout(deadline.left())
        return context.wrap_socket(plain, server_hostname=host)
    except TimeoutError:
        raise TooSlow("the handshake was not done in time") from None
    except ssl.SSLError as error:
        raise CertificateNotValid(error.reason or "") from None
    except OSError:
        raise ConnectionLost("broken off in the handshake") from None


def ask(
    connection: socket.socket, url: ParsedUrl, headers: list[tuple[str, str]], *, cap: int, over_cap: OverCap,
    deadline: Deadline, body: bytes | None = None,
) -> Raw:  # fmt: skip
    """Send one GET, or with a `body` one POST, and read its answer."""
    talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEADER_CAP)
    head = [("Host", url.host), *headers, *([] if body is None else [("Content-Length", str(len(body)))])]
    sent = talk.send(h11.Request(method="GET" if body is None else "POST", target=url.path + url.query, headers=head))
    sent = (sent or b"") + ((talk.send(h11.Data(data=body)) or b"") if body else b"")
    try:
        connection.settimeout(deadline.left())
        connection.sendall(sent + (talk.send(h11.EndOfMessage()) or b""))
        return _read(talk, connection, cap, over_cap, deadline)
    except TimeoutError:
        raise TooSlow from None
    except (h11.RemoteProtocolError, zlib.error) as error:
        raise NotHttp(type(error).__name__) from None
    except ssl.SSLError as error:
        raise NotHttp(error.reason or "TLS") from None
    except OSError:
        raise ConnectionLost("broken off") from None


def _read(talk: h11.Connection, connection: socket.socket, cap: int, over_cap: OverCap, deadline: Deadline) -> Raw:
    head: h11.Response | None = None
    body = bytearray()
    unpack: Callable[[bytes], bytes] = bytes
    raw_left = HEADER_CAP + 2 * cap  # whatever it is: endless 1xx answers and chunks of a byte count as well
    while True:
        event = talk.next_event()
        if event is h11.NEED_DATA:
            connection.settimeout(deadline.left())
            data = connection.recv(_READ)
            raw_left -= len(data)
            if raw_left < 0:
                raise TooLargeToFetch
            talk.receive_data(data)
        elif isinstance(event, h11.Response):
            head = event
            unpack = _unpacker(head, cap)
        elif isinstance(event, h11.Data):
            body += unpack(bytes(event.data))
            if len(body) > cap:
                if over_cap == "refuse":
                    raise TooLargeToFetch
                return _answer(head, bytes(body[:cap]), is_cut=True)
        elif isinstance(event, h11.EndOfMessage):
            return _answer(head, bytes(body), is_cut=False)
        elif isinstance(event, h11.ConnectionClosed):
            raise NotHttp("closed")
        deadline.left()


def _unpacker(head: h11.Response, cap: int) -> Callable[[bytes], bytes]:
    """How the body's bytes become its content; unpacking stops a byte past the cap, however much is packed."""
    packed = [value.decode("latin-1").strip().lower() for name, value in head.headers if name == b"content-encoding"]
    if packed in ([], ["identity"], [""]):
        return bytes
    if len(packed) != 1 or packed[0] not in _WINDOW_BITS:
        raise NotHttp("content-encoding")
    unzip = zlib.decompressobj(_WINDOW_BITS[packed[0]])
    left = cap + 1

    def unpack(data: bytes) -> bytes:
        nonlocal left
        out = unzip.decompress(data, left) if left > 0 else b""
        left -= len(out)
        return out

    return unpack


def _answer(head: h11.Response | None, body: bytes, *, is_cut: bool) -> Raw:
    if head is None:
        raise NotHttp("no head")
    headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in head.headers]
    return Raw(head.status_code, headers, body, is_cut)
