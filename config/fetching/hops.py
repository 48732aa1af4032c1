"""The fetch itself: hop by hop, each from the beginning, all before one deadline."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from config import context
from config.fetching import addresses, wire
from config.fetching.errors import FetchInRequest, TooManyRedirects
from config.fetching.urls import ParsedUrl, parse

SECONDS = 5.0
CAP, POST_CAP = 262_144, 16_384
MOST_HOPS = 3
USER_AGENT = "SigmaPlayground/1 (link check)"
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Ways:
    """How the world is reached: what answers for names, what connects, whose certificates are believed.

    Tests put stand-ins here; the rules between them stay.
    """

    resolve: Callable[[str, float], list[str]] = addresses.resolve
    connect: wire.Connect = wire.connect
    trust: Callable[[], ssl.SSLContext] = wire.trust


ways = Ways()


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a fetch: the URL that was asked, and its answer's status."""

    url: ParsedUrl
    status: int


@dataclass(frozen=True, slots=True)
class Answer(wire.Raw):
    """What came of a fetch: the last hop's answer, and the way to it."""

    url: ParsedUrl
    hops: list[Hop]


def fetch(
    url: str,
    *,
    accept: str = "*/*",
    cap: int = CAP,
    over_cap: wire.OverCap = "refuse",
    seconds: float = SECONDS,
    schemes: Collection[str] = ("https",),
    allow: Callable[[ParsedUrl], None] | None = None,
) -> Answer:
    """GET `url`, following at most three redirects, within `seconds` in all; a `FetchError` where there is no answer.

    `cap` is in bytes, of the body as it comes and as it unpacks; a longer one is refused, or cut there (`over_cap`).
    `allow` sees every hop's URL before its name is looked up, and raises what it objects with. The answer may have any
    status but a redirect's: that is for the caller to judge.
    """
    if context.current().is_request:
        raise FetchInRequest("a request does not fetch: send a job")
    deadline = wire.Deadline(seconds)
    hops: list[Hop] = []
    following = parse(url, schemes=schemes)
    while True:
        if allow is not None:
            allow(following)
        raw = _ask(following, accept, cap, over_cap, deadline)
        hops.append(Hop(following, raw.status))
        location = raw.first("location")
        if raw.status not in _REDIRECTS or not location:
            return Answer(raw.status, raw.headers, raw.body, raw.is_cut, following, hops)
        if len(hops) > MOST_HOPS:
            raise TooManyRedirects
        following = parse(_led_to(following, location), schemes=schemes)


def post(
    url: str,
    body: bytes,
    *,
    headers: Sequence[tuple[str, str]] = (),
    cap: int = POST_CAP,
    seconds: float = SECONDS,
    agent: str = USER_AGENT,
) -> wire.Raw:
    """POST `body` to a stranger's `url` by the same rules, and read the answer; a redirect is an answer, not followed.

    For what cannot be asked by GET: a browser's push service, whose address the browser's member gave us, and the
    webhooks of integrators. What is over the cap is cut.
    """
    if context.current().is_request:
        raise FetchInRequest("a request does not post: send a job")
    deadline, target = wire.Deadline(seconds), parse(url)
    sent = [("User-Agent", agent), ("Connection", "close"), *headers]
    connection = _connected(target, deadline)
    try:
        return wire.ask(connection, target, sent, cap=cap, over_cap="cut", deadline=deadline, body=body)
    finally:
        connection.close()


def _led_to(here: ParsedUrl, location: str) -> str:
    """Where a `Location` leads. A scheme or an authority of its own goes to the parser as it stands, unrepaired."""
    if "://" in location or location.startswith(("//", "\\")) or ":" in location.partition("/")[0]:
        return f"{here.scheme}:{location}" if location.startswith("//") else location
    return urljoin(str(here), location)


def _ask(url: ParsedUrl, accept: str, cap: int, over_cap: wire.OverCap, deadline: wire.Deadline) -> wire.Raw:
    connection = _connected(url, deadline)
    sent = [("User-Agent", USER_AGENT), ("Accept", accept), ("Accept-Encoding", "gzip"), ("Connection", "close")]
    try:
        return wire.ask(connection, url, sent, cap=cap, over_cap=over_cap, deadline=deadline)
    finally:
        connection.close()


def _connected(url: ParsedUrl, deadline: wire.Deadline) -> socket.socket:
    """A connection to a public address of the URL's host, each of them looked at before."""
    checked = addresses.check(ways.resolve(url.host, deadline.left()))
    trusted = ways.trust() if url.scheme == "https" else None
    return wire.open_to(checked, url.host, url.port, deadline, connecting=ways.connect, context=trusted)
