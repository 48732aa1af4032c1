"""The route × role table: every route, every role, a stranger's objects; and the answers as the schema has them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.db import connection, transaction

from accounts.auth import revocation
from config import compiled
from config.tests.routes.counting import FILE, counted, read_counts, write_count
from config.tests.routes.resolver import Route, routes
from config.tests.routes.world import ACTORS, BODIES, PARAMETERS, World, make_world

TABLE = Path(__file__).parent / "access.txt"
HEADER = "# route | " + " ".join(ACTORS)
WRITE = os.environ.get("ACCESS_TABLE") == "write"

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]


def read_table() -> dict[str, list[int]]:
    if not TABLE.exists():
        return {}
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            key, _, statuses = line.partition("|")
            rows[key.strip()] = [int(status) for status in statuses.split()]
    return rows


ROUTES = routes()


def write_row(key: str, seen: list[int]) -> None:
    rows = {row: statuses for row, statuses in read_table().items() if row in {route.key for route in ROUTES}}
    rows[key] = seen
    lines = [HEADER, *(f"{row} | {' '.join(map(str, statuses))}" for row, statuses in sorted(rows.items()))]
    TABLE.write_text("\n".join(lines) + "\n")


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    return make_world(request)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(request=None, public=True)


def ask(world: World, actor: str, route: Route) -> Any:
    """The route's answer to `actor`, with nothing left behind."""
    path = route.path.format(**world.ids)
    body = BODIES.get(route.key)
    if body is None and route.operation and route.operation.body:
        body = route.operation.body.Meta.example
    if callable(body):
        body = body(world)
    if route.method in {"GET", "DELETE"}:
        body = None
    api = world.apis[actor]
    try:
        with transaction.atomic(), counted() as statements:
            answer = api.request(route.method, path, body, params=PARAMETERS.get(route.key), absolute=True)
            answer.statements = statements
            transaction.set_rollback(True)
    finally:
        revocation.reset()
    return answer


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.key)
def test_a_route_answers_each_role_as_the_table_says(world: World, route: Route, document: dict[str, Any]) -> None:
    answers = {actor: ask(world, actor, route) for actor in ACTORS}
    seen = [answers[actor].status_code for actor in ACTORS]
    for actor, answer in answers.items():
        assert answer.status_code < 500, f"{actor}: {answer.content[:300]!r}"
        if route.operation:
            check_against_schema(document, route, answer)
    if WRITE:
        write_row(route.key, seen)
    table = read_table()
    assert route.key in table, f"{route.key} is missing from {TABLE.name}"
    assert dict(zip(ACTORS, seen, strict=True)) == dict(zip(ACTORS, table[route.key], strict=True))


def check_against_schema(document: dict[str, Any], route: Route, answer: Any) -> None:
    declared = document["paths"][route.path][route.method.lower()]["responses"]
    assert str(answer.status_code) in declared, f"{route.key} answers {answer.status_code}, which it does not declare"
    content = declared[str(answer.status_code)].get("content")
    if not content:
        assert answer.content == b""
        return
    media = answer["Content-Type"].split(";")[0]
    assert media in content
    schema = {**content[media]["schema"], "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer.json())


@pytest.mark.parametrize("route", [route for route in ROUTES if route.operation], ids=lambda route: route.key)
def test_a_route_costs_as_many_statements_as_recorded(world: World, route: Route) -> None:
    compiled.forget()
    statuses = dict(zip(ACTORS, read_table()[route.key], strict=True))
    payer = next(actor for actor in ("owner", "admin", "stranger", "unverified") if statuses[actor] < 300)
    first, second = (ask(world, payer, route).statements.count for _ in range(2))
    if WRITE:
        write_count(route.key, second, {each.key for each in ROUTES})
    recorded = read_counts()
    assert route.key in recorded, f"{route.key} is missing from {FILE.name}"
    assert (first, second) == (second, recorded[route.key][connection.vendor])


def test_the_table_has_no_row_that_is_no_route() -> None:
    assert set(read_table()) - {route.key for route in ROUTES} == set()


def test_every_route_is_reached_by_someone() -> None:
    unreached = [key for key, statuses in read_table().items() if not any(200 <= s < 400 for s in statuses)]
    assert unreached == ["GET /metrics"]  # opened by a token of its own: config/api/tests/test_metrics.py
