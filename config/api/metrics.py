"""Request metrics for Prometheus, and the guarded page that shows them."""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.registry import REGISTRY

from config.api import scraped
from config.api.scraped import Reading
from config.events import queue
from config.host import metrics as host

KNOWN_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

REQUESTS = Histogram(
    "sigma_http_request_seconds",
    "Time to answer a request, by route, method and status.",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class MetricsMiddleware:
    """Observes each request under its route's pattern, never under its path, so that labels stay few."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.route if request.resolver_match else "(none)"
        method = request.method if request.method in KNOWN_METHODS else "OTHER"
        REQUESTS.labels(route, method, str(response.status_code)).observe(time.perf_counter() - began)
        return response


def metrics_page(request: HttpRequest) -> HttpResponse:
    """`/metrics`, for whoever sends `METRICS_TOKEN` as a bearer token; for everyone else there is no such page."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not hmac.compare_digest(
        request.headers.get("Authorization", "").encode(), expected.encode()
    ):
        raise Http404
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    text = generate_latest(registry) + scraped.exposition() + host.exposition()
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def events_owed() -> Iterator[Reading]:
    """What the event log owes, for a scrape."""
    owed = queue.backlog()
    yield Reading("sigma_events_owed", "Deliveries that are owed.", owed.owed)
    yield Reading("sigma_events_parked", "Deliveries that were given up, for a person to look at.", owed.parked)
    yield Reading("sigma_events_oldest_seconds", "Age of the oldest delivery that is owed.", owed.oldest_seconds)
