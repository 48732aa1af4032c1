"""No more requests at once than a process can answer: the others wait a moment, and then are told to come again.

A server that takes everything answers nothing in time once more arrives than it can do. Here `WEB_PLACES` requests are
worked on at once in a process, `WEB_QUEUE` more wait for a place, at most `WEB_QUEUE_MS`, and whoever finds the queue
full, or waited in vain, gets a 429 `overloaded` with `Retry-After`. A refusal asks neither database nor cache.

The server must have more threads than places, or nobody ever waits here (docs/guides/deploy.md). A request that streams
its answer gives its place back when the answer begins.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Gauge

from config.api.errors import Overloaded
from config.api.problems import page_response

RETRY_SECONDS = 1
# Whoever watches over the process must hear from it above all when it is busy.
ALWAYS = ("/health/", "/metrics")

REFUSED = Counter("sigma_http_refused_total", "Requests refused because too many came at once.")
WAITING = Gauge("sigma_http_waiting", "Requests that wait for a place.", multiprocess_mode="livesum")


class Gate:
    """`places` at once, and no more than `queue` that wait for one."""

    def __init__(self, *, places: int, queue: int, seconds: float) -> None:
        self._free = threading.Semaphore(places)
        self._may_wait = threading.Semaphore(queue)
        self.seconds = seconds

    def enter(self) -> bool:
        """Take a place, after waiting for it if need be; False where there is none to be had in time."""
        if self._free.acquire(blocking=False):
            return True
        if not self._may_wait.acquire(blocking=False):
            return False
        WAITING.inc()
        try:
            return self._free.acquire(timeout=self.seconds)
        finally:
            WAITING.dec()
            self._may_wait.release()

    def leave(self) -> None:
        """Give the place to whoever waits longest."""
        self._free.release()


class Admission:
    """Lets a request in, or answers it here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.gate = Gate(places=settings.WEB_PLACES, queue=settings.WEB_QUEUE, seconds=settings.WEB_QUEUE_MS / 1000)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(ALWAYS):
            return self.get_response(request)
        if not self.gate.enter():
            REFUSED.inc()
            return page_response(request, Overloaded(RETRY_SECONDS))
        try:
            return self.get_response(request)
        finally:
            self.gate.leave()
