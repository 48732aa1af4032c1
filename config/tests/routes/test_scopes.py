"""Every endpoint says which scope opens it to API keys, or stands in the written list of what no key opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.api import Endpoint
from config.scopes import Scope
from config.tests.routes.resolver import Route, routes

pytestmark = pytest.mark.once

FILE = Path(__file__).parent / "no_keys.txt"
ENDPOINTS = [route for route in routes() if route.operation]


def never_open() -> set[str]:
    """The routes that no key opens, as a person wrote them down."""
    return {line for line in FILE.read_text().splitlines() if line and not line.startswith("#")}


@pytest.mark.parametrize("route", ENDPOINTS, ids=lambda route: route.key)
def test_a_route_names_a_scope_or_stands_in_the_list(route: Route) -> None:
    assert issubclass(route.view, Endpoint)
    scope = route.view.scope_for(route.method)
    if scope is None:
        assert route.key in never_open(), f"{route.key}: set `scopes` on the endpoint, or add the route to {FILE.name}"
    else:
        assert scope in Scope.values, f"{route.key} asks for {scope}, which is not in config/scopes.py"
        assert route.key not in never_open(), f"{route.key} is open to keys and stands in {FILE.name}"


def test_the_list_names_routes_alone() -> None:
    assert never_open() - {route.key for route in ENDPOINTS} == set()


def test_every_scope_opens_something() -> None:
    asked = {route.view.scope_for(route.method) for route in ENDPOINTS}
    assert set(Scope.values) - asked == set()


def test_what_guards_accounts_is_never_open() -> None:
    guarded = ("/api/v1/admin/", "/api/v1/auth/")
    opened = [route.key for route in ENDPOINTS if route.path.startswith(guarded) and route.view.scope_for(route.method)]
    assert opened == ["GET /api/v1/auth/profile"]
