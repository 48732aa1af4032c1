"""Sends one generated request as a member of the world, leaves nothing behind, and holds the answer to the document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import schemathesis
from django.core.cache import cache as remembered
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from accounts.auth import revocation
from config.testing.forms import Form
from config.tests.routes.resolver import ELSEWHERE, routes
from config.tests.routes.world import BODIES, World

ACTORS = ("owner", "admin")
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]

# Left out, with their reasons:
# positive_data_acceptance: a schema cannot say all that is refused with a 400 (reserved names, known passwords, sources
#   of embeds, control characters), so data that fits it may well be refused.
# missing_required_header: no operation requires a header.
# use_after_free, ensure_resource_availability: an example leaves nothing; test_use_after_deletion.py asks instead.
CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
    ignored_auth,
]


@cache
def operations() -> dict[str, Any]:
    """Every operation of the document by `METHOD path`, bound to the application as it is served.

    Those that another process serves are left out: `notifications/realtime/tests/test_stream.py` asks that one.
    """
    document = SchemaGenerator().get_schema(request=None, public=True)
    schema = schemathesis.openapi.from_dict(json.loads(OpenApiJsonRenderer().render(document, None, {})))
    schema.app = WSGIHandler()
    every = {found.ok().label: found.ok() for found in schema.get_all_operations()}
    return {label: found for label, found in every.items() if label not in ELSEWHERE}


@cache
def labels_by_area() -> dict[str, list[str]]:
    """The operations of each area of the platform, whose routes share a world."""
    found: dict[str, list[str]] = {}
    for route in routes():
        if route.key in operations():
            found.setdefault(route.area, []).append(route.key)
    assert sum(map(len, found.values())) == len(operations())
    return found


def boundary_cases(operation: Any) -> list[Any]:
    """The boundaries of each value, what breaks each rule of the schema once, and methods that are not offered."""
    settings = operation.schema.config.generation_for(operation=operation)
    return list(operation.schema.iter_coverage_cases(operation, generation_modes=MODES, generation_config=settings))


def random_cases(operation: Any) -> st.SearchStrategy[tuple[Any, str, int | None]]:
    """A request, who sends it, and how far it is led to things that are there (see `lead_to_what_is_there`)."""
    case = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES))
    return st.tuples(case, st.sampled_from(ACTORS), st.none() | st.integers(0, 255))


def lead_to_what_is_there(case: Any, world: World, kept: int | None) -> None:
    """Put the world's ids into the path and, where the body is sound, good values into some of its fields.

    A generated id, token or URL is good for nothing here, and nearly every request would end in the same refusal. The
    bits of `kept` say which fields get the good value; with None everything stays as it was generated.
    """
    if kept is None:
        return
    if case.meta.components.get(ParameterLocation.PATH) and not case.meta.is_negative_at(ParameterLocation.PATH):
        case.path_parameters = {name: str(world.ids[name]) for name in case.path_parameters}
    if isinstance(case.body, dict) and not case.meta.is_negative_at(ParameterLocation.BODY):
        good = good_body(case.operation.label, world)
        if isinstance(good, Form):  # a file breaks no rule of a schema, so a good one would belie a bad case
            return
        case.body = case.body | {name: good[name] for bit, name in enumerate(sorted(good)) if kept >> bit & 1}
    if kept & 1 and case.headers:
        case.headers.pop("If-Match", None)


def good_body(label: str, world: World) -> dict[str, Any]:
    """A body that the operation takes in this world."""
    declared = next(route.operation for route in routes() if route.key == label)
    body = BODIES.get(label) or declared.body.Meta.example
    return body(world) if callable(body) else body


@contextmanager
def connection_kept() -> Iterator[None]:
    """Requests that begin and end leave the test's own connection open, as with Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def ask(case: Any, world: World, actor: str) -> Any:
    """Send the request and check the answer; neither leaves anything behind, whatever comes of it."""
    # Werkzeug's client hands bodies on as they came, and the checks read text.
    headers = {"Authorization": f"Bearer {world.apis[actor].token}", "Accept-Encoding": "identity"}
    try:
        with connection_kept(), transaction.atomic():
            answer = case.call(headers=headers)
            # A stale `If-Match` may be refused before what else is wrong is looked at.
            checks = [check for check in CHECKS if answer.status_code != 412 or check is not negative_data_rejection]
            case.validate_response(answer, checks=checks, headers=headers)
            transaction.set_rollback(True)
    finally:
        revocation.reset()
        remembered.clear()
    return answer
