"""Exact limits: so many of a thing in a window, counted atomically, shared by all processes where there is Redis.

A limit has a name and a rate in `settings.THROTTLE_RATES`. Every request spends from `client`; endpoints name further
ones. With the store away most limits let requests pass; those of signing in refuse, since guessing would be free.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from config import context
from config.api import refusals
from config.api.request import Request
from config.errors import ServiceUnavailable, TooMany

log = logging.getLogger(__name__)

FAIL_CLOSED = frozenset({"sign-in-account", "sign-in-address", "password"})


@dataclass(frozen=True, slots=True)
class Window:
    """What is left of a limit after a request: `reset` in seconds from now."""

    limit: int
    remaining: int
    reset: int


@cache
def storage() -> Storage:
    """Redis where there is one; else this process's memory."""
    if settings.EMBEDDED:
        return MemoryStorage()
    made = storage_from_string(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, key_prefix="sigma-limits"
    )
    assert isinstance(made, Storage)
    return made


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage())


@cache
def _item(rate: str) -> RateLimitItem:
    return parse(rate)


def spend(name: str, key: str, *, rate: str | None = None) -> Window | None:
    """Take one from the limit `name` of whoever `key` stands for, at its own `rate` where it has one.

    Raises `TooMany` when none is left. Returns what remains, or None where limits are off or their store is away.
    """
    if not settings.THROTTLES:
        return None
    item = _item(rate or settings.THROTTLE_RATES[name])
    try:
        allowed = _limiter().hit(item, name, key)
        stats = _limiter().get_window_stats(item, name, key)
    except Exception as error:  # any failure of the store, whatever its client library calls it
        log.warning("the throttle store is away: %s", error)
        if name in FAIL_CLOSED:
            raise ServiceUnavailable(headers={"Retry-After": "5"}) from error
        return None
    reset = max(1, math.ceil(stats.reset_time - time.time()))
    if not allowed:
        refusals.count(storage(), name)
        raise TooMany(reset)
    return Window(limit=item.amount, remaining=max(0, stats.remaining), reset=reset)


def left(name: str, key: str) -> Window:
    """How the limit `name` stands for whoever `key` stands for, without taking from it.

    Raises `ServiceUnavailable` where the store is away.
    """
    item = _item(settings.THROTTLE_RATES[name])
    try:
        stats = _limiter().get_window_stats(item, name, key)
    except Exception as error:  # any failure of the store, whatever its client library calls it
        raise ServiceUnavailable(headers={"Retry-After": "5"}) from error
    reset = max(0, math.ceil(stats.reset_time - time.time()))
    return Window(limit=item.amount, remaining=max(0, stats.remaining), reset=reset)


def forget(name: str, key: str) -> None:
    """Have the limit `name` begin anew for whoever `key` stands for."""
    _limiter().clear(_item(settings.THROTTLE_RATES[name]), name, key)


def reset_all() -> None:
    """Forget all counts (tests, and operators after a mistake)."""
    storage().reset()
    _forget_quotas()


def _forget_quotas() -> None:
    from config.api import quotas

    quotas.counters.clear()


def client_key(request: Request) -> str:
    """Who a request's limits belong to: the account, else the client's address."""
    user = request.user
    return f"user:{user.pk}" if user.is_authenticated else f"address:{context.current().address}"


class OwnLimits(Protocol):
    """Limits that a credential brings along; `replaces_client` says that they stand in the place of `client`."""

    @property
    def replaces_client(self) -> bool: ...
    def spend(self) -> Iterable[Window | None]: ...


def spend_for(request: Request, names: Iterable[str]) -> None:
    """Spend from `client`, the caller's own limits and `names`; the tightest window is told in the answer's headers."""
    tightest: Window | None = None
    for window in _spent(request, names):
        if window and (tightest is None or window.remaining < tightest.remaining):
            tightest = window
    request._request.sigma_window = tightest  # type: ignore[attr-defined]


def _spent(request: Request, names: Iterable[str]) -> Iterator[Window | None]:
    key = client_key(request)
    own: OwnLimits | None = getattr(request.user, "limits", None)
    if own is None or not own.replaces_client:
        yield spend("client", key)
    if own is not None:
        yield from own.spend()
    for name in names:
        yield spend(name, key)


class ClientThrottle:
    """Named in DRF's settings so that a view outside `Endpoint` (the schema) is limited as well."""

    def allow_request(self, request: Request, view: object) -> bool:
        spend_for(request, ())
        return True

    def wait(self) -> None:
        return None
