"""Asking a service that the operator named: one POST of JSON, with a deadline over all of it and a cap on the answer.

The address is the operator's own setting and may well be a private one, so it is not held to be public, as the address
of a stranger's URL is (`hops.fetch`). Never call this with a URL that somebody else wrote.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from config import context
from config.fetching import addresses, wire
from config.fetching.errors import FetchInRequest
from config.fetching.urls import ParsedUrl

CAP = 65_536
USER_AGENT = "SigmaPlayground/1"


def post_json(
    url: str, body: bytes, *, headers: Sequence[tuple[str, str]] = (), cap: int = CAP, seconds: float = 5.0
) -> wire.Raw:
    """POST `body` to `url` and read the answer within `seconds`; a `FetchError` where there is none. No redirects."""
    if context.current().is_request:
        raise FetchInRequest("a request does not wait for another service: send a job")
    parts, deadline = urlsplit(url), wire.Deadline(seconds)
    query = f"?{parts.query}" if parts.query else ""
    target = ParsedUrl(host=parts.netloc.rpartition("@")[2], path=parts.path or "/", query=query, scheme=parts.scheme)
    sent = [("User-Agent", USER_AGENT), ("Accept", "application/json"), ("Content-Type", "application/json")]
    connection = _open(parts, deadline)
    try:
        return wire.ask(
            connection,
            target,
            [*sent, ("Connection", "close"), *headers],
            cap=cap,
            over_cap="refuse",
            deadline=deadline,
            body=body,
        )
    finally:
        connection.close()


def _open(parts: SplitResult, deadline: wire.Deadline) -> socket.socket:
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    context = wire.trust() if parts.scheme == "https" else None
    return wire.open_to(addresses.resolve(host, deadline.left()), host, port, deadline, context=context)
