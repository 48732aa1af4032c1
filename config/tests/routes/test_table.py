"""The table is whole: every route stands in it, every row is a route, every route is reached by someone."""

from __future__ import annotations

import pytest

from config.tests.routes.counting import FILE, read_counts
from config.tests.routes.resolver import ELSEWHERE, Route, routes
from config.tests.routes.table import ACTORS, TABLE, read_table


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.key)
def test_a_route_stands_in_the_table_for_every_role(route: Route) -> None:
    table = read_table()
    assert route.key in table, f"{route.key} is missing from {TABLE.name}"
    assert len(table[route.key]) == len(ACTORS)
    is_counted = route.operation is None or route.key in ELSEWHERE or route.key in read_counts()
    assert is_counted, f"{route.key} is missing from {FILE.name}"


def test_the_table_has_no_row_that_is_no_route() -> None:
    assert set(read_table()) - {route.key for route in routes()} == set()
    assert set(read_counts()) - {route.key for route in routes()} == set()


def test_every_route_is_reached_by_someone() -> None:
    unreached = [key for key, statuses in read_table().items() if not any(200 <= s < 400 for s in statuses)]
    # Opened by a setting: workbooks/pages/tests, and config/api/tests/test_metrics.py.
    assert sorted(set(unreached) - set(ELSEWHERE)) == ["GET /.well-known/security.txt", "GET /metrics"]
