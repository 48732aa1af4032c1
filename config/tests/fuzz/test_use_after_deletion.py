"""What was deleted is gone: every route under its path answers as if it had never been."""

from __future__ import annotations

import pytest

from config.tests.routes.resolver import Route, routes
from config.tests.routes.world import BODIES, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.deep]

DELETED = {
    "/api/v1/workbooks/{workbook_id}": "owner",
    "/api/v1/comments/{comment_id}": "owner",
    "/api/v1/tags/{slug}": "admin",
    "/api/v1/admin/featured/{pick_id}": "admin",
}
# Taking one's own mark back needs no leave and says nothing about the thing.
MARKS = {"DELETE /api/v1/workbooks/{workbook_id}/favorite", "DELETE /api/v1/comments/{comment_id}/like"}


def under(path: str) -> list[Route]:
    return [route for route in routes() if route.path.startswith(path) and route.key not in MARKS]


@pytest.mark.parametrize("path", DELETED)
def test_nothing_under_a_deleted_thing_answers(request: pytest.FixtureRequest, path: str) -> None:
    world = make_world(request)
    api = world.apis[DELETED[path]]
    assert api.request("DELETE", path.format(**world.ids), absolute=True).status_code == 204
    for route in under(path):
        body = BODIES.get(route.key) or (route.operation.body.Meta.example if route.operation.body else None)
        body = body(world) if callable(body) else body
        answer = api.request(route.method, route.path.format(**world.ids), body, absolute=True)
        assert answer.status_code == 404, route.key
