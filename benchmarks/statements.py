"""Every GET route on the smallest data set: the 95th percentile of each, and the slowest statement of each.

The routes are those that the URL resolver knows. Each is asked by a visitor, by a member and, where neither may, by an
administrator, about things of all kinds: twenty at random and the best known ones; lists with each order and filter,
and their second and third page. One request in this process, without HTTP; everything is rolled back.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, transaction

from accounts.users.models import User
from benchmarks import databases, members
from benchmarks.measuring import Line, at_scale, percentile
from benchmarks.routes import PARAMETERS, Things, paths_of, things
from benchmarks.watching import Slowest, api, slowest
from config.tests.routes.resolver import Route, routes

MOST_P95, MOST_STATEMENT = 50.0, 25.0
PAGES = 3


def walked(path: str, parameters: dict[str, str], asked: Any) -> Iterator[tuple[int, float, Slowest]]:
    """Status, milliseconds and slowest statement of a path, and of the pages that follow it."""
    for _ in range(PAGES):
        with slowest() as found:
            began = time.perf_counter()
            answer = asked.request("GET", path, params=parameters, absolute=True)
            took = (time.perf_counter() - began) * 1e3
        yield answer.status_code, took, found
        if answer.status_code != 200 or not answer["Content-Type"].startswith("application/json"):
            return
        following = answer.json().get("next") if isinstance(answer.json(), dict) else None
        if not following:
            return
        parts = urlsplit(following)
        path, parameters = f"{parts.path}?{parts.query}", {}


def measured(
    route: Route, sample: Things, actors: list[Any], parameters: dict[str, str]
) -> tuple[list[float], Slowest]:
    """Milliseconds of every request that was answered, and the slowest statement of all."""
    times: list[float] = []
    worst = Slowest()
    for asked in actors:
        for number, path in enumerate(paths_of(route, sample)):
            if not number:  # not counted: it compiles what is compiled once
                list(walked(path, parameters, asked))
            for status, took, found in walked(path, parameters, asked):
                if status >= 500:
                    raise SystemExit(f"benchmark: {status} for {path}")
                if status >= 400 and status != 404:
                    break
                times.append(took)
                worst = max(worst, found, key=lambda each: each.milliseconds)
    return times, worst


def report() -> Iterator[Line]:
    member, admin = members.someone(), User.objects.order_by("id")[1]
    User.objects.filter(pk=admin.pk).update(role="admin")
    admin.refresh_from_db()
    sample = things(member)
    visitors, staff = [api(None), api(members.token_of(member))], [api(members.token_of(admin))]
    seen: list[tuple[Line, Slowest]] = []
    unknown: list[str] = []
    for route in routes():
        if route.method != "GET" or route.operation is None:
            continue
        if paths_of(route, sample) is None:
            unknown.append(route.path)
            continue
        for parameters in PARAMETERS.get(route.path, [{}]):
            times, worst = measured(route, sample, visitors, parameters)
            if not times:
                times, worst = measured(route, sample, staff, parameters)
            if not times:
                unknown.append(route.path)
                continue
            name = route.path.removeprefix("/api/v1/") + "".join(f" {k}={v}" for k, v in parameters.items())
            p95 = percentile(times, 0.95)
            seen.append((Line(name, f"p95 of {len(times)}", p95, "ms", None, "", "< 50", p95 < MOST_P95), worst))
    seen.sort(key=lambda each: -each[0].value)
    yield from (line for line, _worst in seen)
    for line, worst in sorted(seen, key=lambda each: -each[1].milliseconds)[:10]:
        took = worst.again()
        yield Line(f"slowest of {line.what}", _short(worst.sql), took, "ms", None, "", "< 25", took < MOST_STATEMENT)
    for path in unknown:
        yield Line(path, "not walked: the data set has nothing for it", 0, "")


def _short(sql: str) -> str:
    """Enough of a statement to know it by."""
    text = " ".join(sql.split())
    table = text.partition(" FROM ")[2].split(" ", 1)[0]
    return f"{text.split(' ', 1)[0]} … {table}"


def run(scales: list[int]) -> Iterator[Line]:
    scale = min(scales)
    with databases.using(scale), transaction.atomic():
        for line in report():
            yield Line(f"{at_scale(scale)}: {line.what}", *_rest(line))
        transaction.set_rollback(True)
    connection.close()


def _rest(line: Line) -> tuple[Any, ...]:
    return (line.who, line.value, line.unit, line.ratio, line.against, line.goal, line.met)
