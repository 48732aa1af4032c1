"""Group E, API keys: what their scopes and their account do not open."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from accounts.api_keys.authentication import BearerOrKeyAuthentication
from accounts.api_keys.models import ApiKey
from accounts.api_keys.tests.making import READING, by, key_of, service_account
from accounts.auth import revocation
from accounts.auth import services as auth
from config.scopes import Scope
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.tests.routes.resolver import routes
from config.tests.routes.test_scopes import never_open
from config.tests.routes.turns import every
from config.tests.routes.world import BODIES, PARAMETERS, make_world
from workbooks.catalog import services as catalog

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.xdist_group("attacks-keys")]

ENDPOINTS = [route for route in routes() if route.operation]


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Any:
    return make_world(request)


def takes_keys(route: Any) -> bool:
    """Whether a key is among the ways to prove who one is there."""
    return any(issubclass(each, BearerOrKeyAuthentication) for each in route.view.authentication_classes)


@every(ENDPOINTS)
def test_e01_a_reading_key_opens_what_its_scopes_name_and_nothing_else(world: Any, route: Any) -> None:
    """What it opens it answers as to its account; the rest is a 403 that names the scope, or that there is none."""

    def ask(api: Api) -> Any:
        body = BODIES.get(route.key) or (route.operation.body.Meta.example if route.operation.body else None)
        body = body(world) if callable(body) else body
        body = None if route.method in {"GET", "DELETE"} else body
        path = route.path.format(**world.ids)
        try:
            with transaction.atomic():
                answer = api.request(route.method, path, body, params=PARAMETERS.get(route.key), absolute=True)
                transaction.set_rollback(True)
        finally:
            revocation.reset()
        return answer

    scope = route.view.scope_for(route.method)
    answer = ask(by(key_of(world.people["owner"], *READING)))
    if not route.view.authentication_classes:
        assert answer.status_code == ask(Api()).status_code  # how one signs in: nobody's header is looked at
    elif scope in READING:
        assert answer.status_code == ask(world.apis["owner"]).status_code
    elif not takes_keys(route):
        # What is signed out of is a session; a stream and a provider's report prove who sends them in ways of their own.
        assert answer.status_code == 401
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
        assert answer.json()["scope"] == scope


@every(route for route in ENDPOINTS if route.key in never_open())
def test_e01_what_is_never_open_is_closed_to_an_admins_key_with_every_scope(world: Any, route: Any) -> None:
    key = key_of(world.people["admin"], *Scope.values)
    body = None if route.method in {"GET", "DELETE"} else {}
    answer = by(key).request(route.method, route.path.format(**world.ids), body, absolute=True)
    if route.key == "GET /api/v1/users/profile/export/{export_id}/{export_key}":
        assert answer.status_code == 200  # the link is what opens it: a key that is sent along is not looked at
        return
    assert answer.status_code in ({400, 202, 200} if not route.view.authentication_classes else {401, 403})
    if answer.status_code == 403:
        assert answer.json()["code"] == "insufficient_scope"


def test_e02_the_key_of_another_is_no_key_at_all(api: Any, owner: Any, stranger: Any, moderator: Any) -> None:
    key = key_of(owner).key
    for other in (stranger, moderator):
        theirs = api.as_(other)
        assert theirs.get("/auth/api-keys").json()["results"] == []
        assert theirs.get("/auth/api-keys?account=owner").json()["results"] == []
        for method, path, body in (
            ("GET", "", None), ("PATCH", "", {"name": "mine"}), ("DELETE", "", None), ("GET", "/usage", None),
            ("POST", "/rotate", {"current_password": PASSWORD}),
        ):  # fmt: skip
            assert theirs.request(method, f"/auth/api-keys/{key.pk}{path}", body).status_code == 404
    assert ApiKey.objects.get().revoked_at is None


def test_e02_nobody_comes_by_a_key_that_acts_as_another_person(
    api: Any, owner: Any, stranger: Any, manager: Any, admin: Any
) -> None:
    body = {"name": "n", "scopes": ["profile:write"], "current_password": PASSWORD}
    account = service_account(admin)
    for who, name, status in (
        (stranger, "owner", 403), (manager, "owner", 403), (manager, account.username, 403), (admin, "owner", 400),
        (admin, "nobody-here", 400), (admin, account.username, 201),
    ):  # fmt: skip
        assert api.as_(who).post("/auth/api-keys", body | {"account": name}).status_code == status, (who, name)
    key = key_of(owner)
    rotation = {"current_password": PASSWORD}
    assert api.as_(admin).get(f"/auth/api-keys/{key.key.pk}").status_code == 200
    assert api.as_(admin).post(f"/auth/api-keys/{key.key.pk}/rotate", rotation).status_code == 404
    assert api.as_(admin).patch(f"/auth/api-keys/{key.key.pk}", {"name": "x"}).status_code == 404
    assert api.as_(admin).delete(f"/auth/api-keys/{key.key.pk}").status_code == 204


def test_e02_a_key_reads_what_its_account_sees_and_no_more(api: Any, owner: Any, stranger: Any, blocked: Any) -> None:
    url = "https://public.tableau.com/views/Budget/Main"
    draft = catalog.create_workbook(author=owner, title="Draft", embed_url=url)
    assert by(key_of(owner)).get(f"/workbooks/{draft.pk}").status_code == 200
    assert by(key_of(stranger)).get(f"/workbooks/{draft.pk}").status_code == 404
    assert by(key_of(blocked)).get("/users/owner").status_code == 404
    # Without the scope the answer is the same for what is there and for what is not.
    narrow = by(key_of(stranger, "tags:read"))
    assert narrow.get(f"/workbooks/{draft.pk}").status_code == narrow.get(f"/workbooks/{owner.pk}").status_code == 403


def test_e02_a_session_is_asked_for_the_password_before_it_makes_a_key(api: Any, owner: Any) -> None:
    mine, body = Api(auth.open_session(user=owner).access), {"name": "n", "scopes": ["profile:read"]}
    refusals = [mine.post("/auth/api-keys", body | proof) for proof in ({}, {"current_password": "not the password"})]
    assert [(refused.status_code, refused.json()["code"]) for refused in refusals] == [
        (403, "fresh_authentication_required"),
        (403, "wrong_password"),
    ]
    assert ApiKey.objects.count() == 0
