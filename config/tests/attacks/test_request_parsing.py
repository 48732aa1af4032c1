"""Group A: what parsers choke on, sent to every route that takes a body, as somebody who may use it.

What is refused before any statement, by the parser or the form of the body, is sent in one way alone.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from config.api.uploads import FormParser
from config.testing.client import body_of
from config.tests.routes.resolver import Route, routes
from config.tests.routes.turns import every
from config.tests.routes.world import BODIES, PARAMETERS, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-a")]

WRITES = [
    route
    for route in routes()
    if route.operation and route.operation.body and FormParser not in route.view.parser_classes
]
LISTS = [route for route in routes() if route.operation and type(route.operation.answer).__name__ == "Page"]
ALL = [route for route in routes() if route.operation]
EVERY_WRITE, EVERY_LIST = every(WRITES), every(LISTS)
SPILLS = ("Traceback", "psycopg", "/site-packages/", "SELECT ", "sqlite3")


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    return make_world(request)


def good_body(world: World, route: Route) -> dict[str, Any]:
    body = BODIES.get(route.key, route.operation.body.Meta.example)
    return dict(body(world) if callable(body) else body)


def send(world: World, route: Route, body: Any, **headers: str) -> Any:
    return world.apis[who(route)].request(route.method, route.path.format(**world.ids), body, **headers)


def who(route: Route) -> str:
    """The most powerful actor, so that permission is never why a body is refused; the owner where it is their own."""
    staffs = ("/admin/", "/tags", "/moderation/", "/notifications/templates", "/notifications/broadcasts")
    is_staffs = any(part in route.path for part in staffs) or route.key == "POST /api/v1/notifications"
    return "admin" if is_staffs else "owner"


def refused(answer: Any, *statuses: int) -> dict[str, Any]:
    assert answer.status_code in (statuses or (400,)), answer.content[:300]
    problem = json.loads(answer.content)
    assert {"type", "title", "status", "detail", "code", "request_id"} <= set(problem)
    assert not any(spill in answer.content.decode() for spill in SPILLS)
    return problem


def names_of(route: Route, *kinds: str) -> list[str]:
    return [name for name, field in route.operation.body().fields.items() if type(field).__name__ in kinds]


@EVERY_WRITE
def test_a01_nul_in_a_value_or_a_key_is_a_400(world: World, route: Route) -> None:
    for name in good_body(world, route):
        refused(send(world, route, good_body(world, route) | {name: "a\u0000b"}))
        refused(send(world, route, good_body(world, route) | {name: {"a": "\u0000"}}))
    refused(send(world, route, good_body(world, route) | {"\u0000": 1}))
    refused(send(world, route, '{"x": "\\ud800"}'))


@EVERY_WRITE
def test_a03_a_number_past_its_column_is_a_400(world: World, route: Route) -> None:
    for name in names_of(route, "Integer") or list(good_body(world, route)):
        for number in (2**63 - 1, 2**63, 10**30, -(2**63)):
            body = json.dumps(good_body(world, route) | {name: number}, default=str)
            refused(send(world, route, body))


@pytest.mark.once
@EVERY_WRITE
def test_a04_five_thousand_nines_are_a_400(world: World, route: Route) -> None:
    for name in good_body(world, route):
        refused(send(world, route, f'{{"{name}": {"9" * 5000}}}'))


@pytest.mark.once
@EVERY_WRITE
def test_a06_a_bogus_charset_is_a_415(world: World, route: Route) -> None:
    refused(send(world, route, good_body(world, route), Content_Type="application/json; charset=bogus"), 415)


@pytest.mark.once
@EVERY_WRITE
def test_a07_bytes_that_are_not_utf8_are_a_400(world: World, route: Route) -> None:
    for raw in (b'{"name": "\xff"}', '{"name": "x"}'.encode("utf-16"), b"\xef\xbb\xbf{}"):
        refused(send(world, route, raw))


@pytest.mark.once
@EVERY_WRITE
def test_a08_a_body_that_is_no_object_is_a_400(world: World, route: Route) -> None:
    optional = not any(field.required for field in route.operation.body().fields.values())
    for raw in ("[]", "null", '"x"', "1", "{", "[" * 100_000, '{"a":' * 70 + "1" + "}" * 70):
        refused(send(world, route, raw))
    if not optional:
        refused(send(world, route, ""), 400, 415)


@pytest.mark.once
@EVERY_WRITE
def test_a09_numbers_that_are_not_finite_are_a_400(world: World, route: Route) -> None:
    for name in good_body(world, route):
        for raw in ("NaN", "Infinity", "-Infinity", "1e999"):
            refused(send(world, route, f'{{"{name}": {raw}}}'))


@pytest.mark.once
@EVERY_WRITE
def test_a10_the_wrong_type_is_a_400_and_never_converted(world: World, route: Route) -> None:
    wrong: dict[str, list[Any]] = {
        "Text": [5, True, ["x"], {"$gt": 0}],
        "Secret": [5, True, ["x"], {"$gt": 0}],
        "Url": [5, True, ["x"], {"$gt": 0}],
        "Email": [5, True, ["x"], {"$gt": 0}],
        "Integer": ["5", True, [1], {"$gt": 0}, 1.5],
        "Flag": ["true", 1, 0, [True], {}],
        "Id": [5, True, "1", ["x"], {"$gt": 0}],
        "Choice": [5, True, "no such word", ["x"], {}],
        "Moment": [5, True, "yesterday", ["x"], {}],
        "Items": [5, True, "x", {}],
    }
    for name, field in route.operation.body().fields.items():
        for value in wrong.get(type(field).__name__, []):
            problem = refused(send(world, route, good_body(world, route) | {name: value}))
            assert any(error["field"].split(".")[0] == name for error in problem["errors"]), (name, value)


@EVERY_WRITE
def test_a12_impossible_times_are_a_400(world: World, route: Route) -> None:
    times = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-02-30T00:00:00Z", "2024-06-30T23:59:60Z")
    for name in names_of(route, "Moment"):
        for moment in times:
            refused(send(world, route, good_body(world, route) | {name: moment}))


@pytest.mark.once
@EVERY_WRITE
def test_a13_a_text_past_its_bound_is_a_400_and_a_body_past_its_cap_a_413(world: World, route: Route) -> None:
    for name, field in route.operation.body().fields.items():
        if type(field).__name__ in {"Text", "Secret", "Url", "Email"}:
            assert field.max_length, f"{name} has no bound"
            refused(send(world, route, good_body(world, route) | {name: "x" * (field.max_length + 1)}))
    for size in (1_048_577, 10_000_000):
        refused(send(world, route, json.dumps({"x": "y" * size})), 413)


@pytest.mark.once
@every(ALL)
def test_a19_a_method_that_is_not_offered_is_a_405(world: World, route: Route) -> None:
    path = route.path.format(**world.ids)
    for method in ("TRACE", "PROPFIND", "FOO"):
        answer = world.apis["owner"].request(method, path)
        refused(answer, 405)
        assert route.method in answer["Allow"]


def test_a19_a_method_override_header_changes_nothing(world: World) -> None:
    path = f"/workbooks/{world.ids['workbook_id']}"
    assert world.apis["owner"].get(path, X_HTTP_Method_Override="DELETE").status_code == 200
    assert world.apis["owner"].post(path, {}, X_HTTP_Method_Override="DELETE").status_code == 405
    assert world.apis["owner"].get(path).status_code == 200


@pytest.mark.parametrize("host", ["evil.test", "evil.test:80", "127.0.0.1.evil.test", "a b", ""])
def test_a20_a_foreign_host_is_a_400(world: World, host: str) -> None:
    body = {"email": "owner@example.com"}
    answer = world.apis["anonymous"].client.generic(
        "POST", "/api/v1/auth/password/reset", json.dumps(body), content_type="application/json", HTTP_HOST=host
    )
    refused(answer)


@pytest.mark.parametrize("suffix", ["%0a", "%00", "%20", "/", ".0", "%2e", "%0d%0aSet-Cookie:x=1"])
def test_a21_another_spelling_of_a_path_is_a_404(world: World, suffix: str) -> None:
    for path in (f"/workbooks/{world.ids['workbook_id']}", "/users/owner", "/auth/sessions"):
        refused(world.apis["owner"].get(path + suffix), 404)


def test_a21_ids_in_other_digits_or_cases_are_a_404(world: World) -> None:
    plain = str(world.ids["workbook_id"])
    for spelled in ("1", "01", "%D9%A1", plain.replace("-", ""), "{" + plain + "}", plain.translate({48: "٠"})):
        refused(world.apis["owner"].get(f"/workbooks/{spelled}"), 404)


@EVERY_LIST
def test_a22_a_limit_out_of_bounds_is_a_400(world: World, route: Route) -> None:
    for limit in ("999999", "-1", "abc", "0", "101", "1e2", "٥", "9" * 40):
        answer = world.apis[who(route)].get(
            route.path.format(**world.ids), params=PARAMETERS.get(route.key, {}) | {"limit": limit}
        )
        assert refused(answer)["errors"][0]["field"] == "limit"
    answer = world.apis[who(route)].get(
        route.path.format(**world.ids), params=PARAMETERS.get(route.key, {}) | {"page_size": "999999"}
    )
    assert refused(answer)["errors"][0]["code"] == "unknown_filter"


@EVERY_LIST
def test_a26_a_cursor_that_is_not_ours_is_a_400(world: World, route: Route) -> None:
    cursors = ("random text", "AAAA", "cD0lMDA", "bz05OTk5OTk5OQ", "", "%00", "ü", "A" * 5000)
    for cursor in cursors:
        answer = world.apis[who(route)].get(
            route.path.format(**world.ids), params=PARAMETERS.get(route.key, {}) | {"cursor": cursor}
        )
        assert refused(answer)["code"] == "invalid_cursor"


def test_a26_a_cursor_is_bound_to_its_list_its_filters_and_its_viewer(world: World) -> None:
    first = world.apis["owner"].get("/workbooks", params={"limit": "1"}).json()
    cursor = first["next"].split("cursor=")[1].split("&")[0]
    turned = cursor[:-2] + ("A" if cursor[-2] != "A" else "B") + cursor[-1]
    assert world.apis["owner"].get("/workbooks", params={"limit": "1", "cursor": cursor}).status_code == 200
    for api, path, params in (
        (world.apis["stranger"], "/workbooks", {"cursor": cursor}),
        (world.apis["owner"], "/workbooks", {"cursor": cursor, "sort": "views"}),
        (world.apis["owner"], "/workbooks/featured", {"cursor": cursor}),
        (world.apis["owner"], "/workbooks", {"cursor": turned}),
    ):
        assert refused(api.get(path, params=params))["code"] == "invalid_cursor"


@pytest.mark.once
@every(ALL)
def test_a27_head_obeys_get_and_options_tells_nothing(world: World, route: Route) -> None:
    path = route.path.format(**world.ids)
    answer = world.apis["anonymous"].request("OPTIONS", path)
    assert (answer.status_code, answer.content) == (204, b"")
    if route.method == "GET":
        head = world.apis["anonymous"].request("HEAD", path)
        assert head.status_code == world.apis["anonymous"].get(path).status_code
        assert body_of(head) == b""


@pytest.mark.once
@EVERY_WRITE
def test_a28_fields_nobody_offered_are_refused_by_name(world: World, route: Route) -> None:
    offered = set(route.operation.body().fields)
    for name in (
        "id", "pk", "user", "owner", "role", "is_staff", "is_superuser", "balance", "points", "verified", "created_at",
        "status", "deleted", "tenant",
    ):  # fmt: skip
        if name not in offered:
            problem = refused(send(world, route, good_body(world, route) | {name: "admin"}))
            assert {"field": name, "code": "unknown_field"}.items() <= problem["errors"][0].items()


def test_a29_a_defect_tells_its_request_id_and_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbooks.catalog import shapes

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("SELECT secret FROM users /site-packages/ psycopg")

    monkeypatch.setattr(shapes, "workbook", broken)
    answer = world.apis["owner"].get(f"/workbooks/{world.ids['workbook_id']}")
    problem = refused(answer, 500)
    assert problem["request_id"] == answer["X-Request-ID"]
