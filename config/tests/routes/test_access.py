"""The route × role table: every route, every role, a stranger's objects; and the answers as the schema has them."""

from __future__ import annotations

import os
from typing import Any

import jsonschema
import pytest
from django.core.cache import cache
from django.db import connection, transaction

from accounts.auth import revocation
from config import compiled, csvio
from config.testing.client import body_of
from config.testing.memory import forget_all
from config.tests.routes.counting import FILE, counted, read_counts, write_count
from config.tests.routes.resolver import ELSEWHERE, Route, routes
from config.tests.routes.table import TABLE, read_table, write_row
from config.tests.routes.world import ACTORS, BODIES, HEADERS, PARAMETERS, World, make_world

ROUTES = routes()
WRITE = os.environ.get("ACCESS_TABLE") == "write"

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]


AREAS = sorted({route.area for route in ROUTES})


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    return make_world(request)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(request=None, public=True)


def cost(world: World, actor: str, route: Route) -> int:
    """How many statements the route's answer takes where nothing is kept of an earlier one."""
    cache.clear()
    count: int = ask(world, actor, route).statements.count
    return count


def parameters(world: World, route: Route) -> dict[str, str]:
    return {name: value.format(**world.ids) for name, value in PARAMETERS.get(route.key, {}).items()}


def ask(world: World, actor: str, route: Route) -> Any:
    """The route's answer to `actor`, with nothing left behind."""
    path = route.path.format(**world.ids)
    body = BODIES.get(route.key)
    if body is None and route.operation and route.operation.body:
        body = route.operation.body.Meta.example
    if callable(body):
        body = body(world)
    if route.method == "GET" or (route.method == "DELETE" and not (route.operation and route.operation.body)):
        body = None
    api, headers = world.apis[actor], HEADERS.get(route.key, {})
    headers = headers() if callable(headers) else headers
    try:
        with transaction.atomic(), counted() as statements:
            answer = api.request(route.method, path, body, params=parameters(world, route), absolute=True, **headers)
            answer.statements = statements
            transaction.set_rollback(True)
    finally:
        revocation.reset()
    return answer


@pytest.mark.deep
@pytest.mark.parametrize("area", AREAS)
def test_routes_answer_each_role_as_the_table_says(
    subtests: Any, world: World, area: str, document: dict[str, Any]
) -> None:
    for route in ROUTES:
        if route.area == area:
            forget_all()
            with subtests.test(route=route.key):
                check_answers(world, route, document)


def check_answers(world: World, route: Route, document: dict[str, Any]) -> None:
    answers = {actor: ask(world, actor, route) for actor in ACTORS}
    seen = [answers[actor].status_code for actor in ACTORS]
    for actor, answer in answers.items():
        is_elsewhere = route.key in ELSEWHERE and answer.status_code == 503
        assert answer.status_code < 500 or is_elsewhere, f"{actor}: {answer.content[:300]!r}"
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
    if media == csvio.MEDIA:
        assert body_of(answer).endswith(b"\r\n")
        return
    if media == "image/webp":
        assert answer.content
        return
    if media == "application/zip":
        assert b"".join(answer.streaming_content).startswith(b"PK")
        return
    schema = {**content[media]["schema"], "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer.json())


@pytest.mark.parametrize("area", AREAS)
def test_routes_cost_as_many_statements_as_recorded(subtests: Any, world: World, area: str) -> None:
    for route in ROUTES:
        if route.operation and route.area == area and route.key not in ELSEWHERE:
            forget_all()
            with subtests.test(route=route.key):
                check_cost(world, route)


def check_cost(world: World, route: Route) -> None:
    compiled.forget()
    statuses = dict(zip(ACTORS, read_table()[route.key], strict=True))
    payer = next(actor for actor in ("owner", "admin", "stranger", "unverified") if statuses[actor] < 300)
    cost(world, payer, route)  # reads what a process remembers: rules, flags, revocations
    first, second = (cost(world, payer, route) for _ in range(2))
    if WRITE:
        write_count(route.key, second, {each.key for each in ROUTES})
    recorded = read_counts()
    assert route.key in recorded, f"{route.key} is missing from {FILE.name}"
    assert (first, second) == (second, recorded[route.key][connection.vendor])
