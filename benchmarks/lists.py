"""The list of 20 workbooks: its statements alone, our endpoint's view, and the same page through ModelSerializer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.renderers import JSONRenderer

from accounts.auth.principal import Principal
from benchmarks import databases
from benchmarks.measuring import Line, at_scale, in_turn, seconds_each
from benchmarks.members import principal, someone
from benchmarks.peer_api import WorkbookSerializer, with_flags
from benchmarks.viewing import asking
from workbooks.catalog import queries

TIMES = 30


def statements(ours: Callable[[], bytes]) -> list[tuple[str, Any]]:
    with CaptureQueriesContext(connection) as captured:
        ours()
    return [query["sql"] for query in captured.captured_queries]


def peer(viewer: Principal) -> Any:
    rows = with_flags(queries.listed(viewer), viewer).order_by("-listed_at", "-id")[:21]
    return JSONRenderer().render(WorkbookSerializer(list(rows)[:20], many=True).data)


def run(scales: list[int]) -> Iterator[Line]:
    for scale in scales:
        with databases.using(scale):
            yield from measured(f"list of 20 in the view, {at_scale(scale)}")


def measured(what: str) -> Iterator[Line]:
    viewer = principal(someone())
    ours = asking(viewer, "/api/v1/workbooks")
    sql = statements(ours)

    def floor() -> None:
        with connection.cursor() as cursor:
            for statement in sql:
                cursor.execute(statement)
                cursor.fetchall()

    medians = in_turn(
        {
            "its statements alone": lambda: seconds_each(floor, TIMES) * 1e3,
            "ours": lambda: seconds_each(ours, TIMES) * 1e3,
            "ModelSerializer": lambda: seconds_each(lambda: peer(viewer), TIMES) * 1e3,
        }
    )
    alone, mine, theirs = medians["its statements alone"], medians["ours"], medians["ModelSerializer"]
    yield Line(what, f"its {len(sql)} statements alone", alone, "ms")
    yield Line(what, "ours, view and JSON", mine, "ms", mine / alone, "statements", "≤ 3", mine / alone <= 3)
    yield Line(what, "ModelSerializer", theirs, "ms", theirs / mine, "ours", "≥ 3", theirs / mine >= 3)
