"""Counts what API keys ask for: endpoint, status and time of each request that a key was good for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse

from accounts.api_keys.counting import tally

_DAY_ZERO = 719_163  # the ordinal of 1970-01-01
NO_ROUTE = "(none)"


@cache
def named(route: str) -> str:
    """A route as the OpenAPI document writes it."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)


class UsageMiddleware:
    """Stands outside all that takes time. For a request without a key it reads a clock and looks for a mark."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        key_id = getattr(request, "sigma_key", None)
        if key_id is not None:
            now, match = time.time(), request.resolver_match
            route = named(match.route) if match else NO_ROUTE
            place = (key_id, _DAY_ZERO + int(now // 86_400), request.method or "", route)
            tally.count(place, response.status_code, int((time.perf_counter() - began) * 1e6), now)
        return response
