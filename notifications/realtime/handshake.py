"""Opening a socket: which pages may, and who says that they are whom, before a word is spoken.

A page's origin must be ours or one of the front ends that the API answers. A program has none; it may open a socket
with a ticket or a token, which no page can make a browser send.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings

from accounts.auth.services import Live, live_by_token, redeem_ticket

PROTOCOL = "sigma.v1"
_BEARER = "bearer."
_HEADER = "Bearer "


@dataclass(frozen=True, slots=True)
class Given:
    """What a client shows: a ticket or an access token; nothing is known of either yet."""

    ticket: str | None = None
    token: str | None = None

    @property
    def is_something(self) -> bool:
        return self.ticket is not None or self.token is not None

    def identify(self) -> Callable[[], Live]:
        """How to find out who it is; reads the database, and uses a ticket up."""
        if self.ticket is not None:
            return partial(redeem_ticket, self.ticket)
        return partial(live_by_token, self.token or "")


def given_in(scope: dict[str, Any]) -> Given:
    """A ticket in the address, or a token as a subprotocol or in the header that the API has."""
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if tickets := [value for name, value in query if name == "ticket"]:
        return Given(ticket=tickets[0] if len(tickets) == 1 else "")
    for offered in scope.get("subprotocols", ()):
        if offered.startswith(_BEARER):
            return Given(token=offered.removeprefix(_BEARER))
    headers = _headers(scope, b"authorization")
    if headers:
        return Given(token=headers[0].removeprefix(_HEADER) if len(headers) == 1 else "")
    return Given()


def protocol_of(scope: dict[str, Any]) -> str | None:
    """The subprotocol that is answered: ours where it was offered, else the one with the token."""
    offered = scope.get("subprotocols", ())
    if PROTOCOL in offered:
        return PROTOCOL
    return next((each for each in offered if each.startswith(_BEARER)), None)


def may_open(scope: dict[str, Any], given: Given) -> bool:
    """Whether the origin may open a socket at all."""
    origins = _headers(scope, b"origin")
    if not origins:
        return given.is_something
    return len(origins) == 1 and origins[0] in settings.REALTIME_ORIGINS


def _headers(scope: dict[str, Any], wanted: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == wanted]
