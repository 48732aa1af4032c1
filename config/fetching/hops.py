"""The fetch itself: hop by hop, each from the beginning, all before one deadline."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urljoin

from config import context
from config.fetching import addresses, wire
from config.fetching.errors import FetchInRequest, TooManyRedirects
from config.fetching.urls import ParsedUrl, parse

SECONDS = 5.0
CAP = 262_144
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


def _led_to(here: ParsedUrl, location: str) -> str:
    """Where a `Location` leads. A scheme or an authority of its own goes to the parser as it stands, unrepaired."""
    if "://" in location or location.startswith(("//", "\\")) or ":" in location.partition("/")[0]:
        return f"{here.scheme}:{location}" if location.startswith("//") else location
    return urljoin(str(here), location)


def _ask(url: ParsedUrl, accept: str, cap: int, over_cap: wire.OverCap, deadline: wire.Deadline) -> wire.Raw:
    checked = addresses.check(ways.resolve(url.host, deadline.left()))
    connection = wire.open_to(
        checked,
        url.host,
        url.port,
        deadline,
        connecting=ways.connect,
        context=ways.trust() if url.scheme == "https" else None,
    )
    sent = [("User-Agent", USER_AGENT), ("Accept", accept), ("Accept-Encoding", "gzip"), ("Connection", "close")]
    try:
        return wire.ask(connection, url, sent, cap=cap, over_cap=over_cap, deadline=deadline)
    finally:
        connection.close()
