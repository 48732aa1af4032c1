"""All routes that the URL resolver knows, with the methods each endpoint declares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Answered by the process that holds sockets alone; the one that a test client is answers a 503 that says so.
ELSEWHERE = frozenset({"GET /api/v1/events/stream"})


@dataclass(frozen=True)
class Route:
    """One method of one path; `operation` is None outside the API's endpoints."""

    method: str
    path: str
    view: Any
    operation: Any

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def area(self) -> str:
        """The part of the platform that it belongs to: the first word of its path."""
        words = self.path.removeprefix("/api/v1").strip("/").split("/")
        return words[0].partition("{")[0] or "start"


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if path != "/admin/":
                found += _walk(pattern.url_patterns, path)
        else:
            found.append((re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path), pattern.callback))
    return found


def routes() -> list[Route]:
    """Every route but the admin's own (its entrance is tested apart) and the catch-all of unknown API paths."""
    found = []
    for path, callback in _walk(get_resolver().url_patterns):
        if path.startswith("/^"):
            continue
        view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
        for method in METHODS:
            handler = getattr(view, method.lower(), None)
            operation = getattr(handler, "operation", None)
            if operation or (method == "GET" and (handler or view is None)):
                found.append(Route(method, path, view, operation))
    return found
