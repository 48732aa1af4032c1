"""Group E, doors: what stands open to visitors beside the API, and what must not stand at all.

E01, every route with every role, is the table in `config/tests/routes`; here is what it cannot see.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import get_resolver

from config import health

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-e")]

FOREIGN_PATHS = [
    "/api/", "/api/v1", "/api/v1/", "/api-auth/login/", "/api/v1/auth/login/", "/__debug__/", "/__debug__/render_panel/", "/silk/",
    "/graphql", "/api/graphql", "/swagger", "/redoc", "/rest-auth/login/", "/accounts/login/", "/i18n/setlang/",
    "/media/", "/static/", "/static/../manage.py", "/static/%2e%2e/manage.py", "/.env", "/.git/config", "/health/../metrics", "/explorer/",
]  # fmt: skip


@pytest.mark.parametrize("path", FOREIGN_PATHS)
def test_e01_nothing_stands_where_others_have_a_browsable_api_or_a_debugger(client: Any, admin: Any, path: str) -> None:
    for _who in ("anonymous", "admin"):
        assert client.get(path).status_code == 404
        client.force_login(admin)


def test_e01_the_api_answers_json_whatever_a_browser_asks_for(api: Any, owner: Any) -> None:
    member = api.as_(owner)
    for accept in ("text/html", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "application/xml", "*/*"):
        for path in ("/workbooks", "/auth/profile", "/nothing-here"):
            answer = member.get(path, Accept=accept)
            assert answer["Content-Type"].startswith(("application/json", "application/problem+json"))
            assert b"<html" not in answer.content
    assert member.get("/workbooks", {"format": "api"}).status_code == 400


def test_e01_no_debugger_is_installed() -> None:
    assert settings.DEBUG is False
    named = " ".join([*settings.INSTALLED_APPS, *settings.MIDDLEWARE, *map(str, get_resolver().url_patterns)])
    assert not any(word in named for word in ("debug", "silk", "extensions", "explorer", "admindocs", "browsable"))
    assert not any("Browsable" in name for name in settings.REST_FRAMEWORK["DEFAULT_RENDERER_CLASSES"])


ADMIN_PAGES = [
    "/admin/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/jsi18n/",
    "/admin/password_change/",
    "/admin/doc/",
    "/admin/nothing/",
    "/admin/audit/",
]


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_e11_the_admin_shows_its_entrance_and_nothing_else(client: Any, owner: Any, agent: Any, path: str) -> None:
    for visitor in (None, owner, agent):
        if visitor is not None:
            client.force_login(visitor)
        answer = client.get(path)
        assert answer.status_code in {302, 404}
        if answer.status_code == 302:
            assert answer["Location"].startswith("/admin/login/?next=/admin/")
        assert b"stranger@" not in answer.content


def test_e11_staff_look_and_do_not_touch_in_the_admin(client: Any, moderator: Any, admin: Any, owner: Any) -> None:
    for person in (moderator, admin):
        client.force_login(person)
        page = client.get(f"/admin/accounts/user/{owner.pk}/change/")
        assert page.status_code == 200
        assert owner.password not in page.content.decode()
        for path, form in (("change", {"role": "admin"}), ("delete", {"post": "yes"})):
            assert client.post(f"/admin/accounts/user/{owner.pk}/{path}/", form).status_code == 403
        assert client.post("/admin/accounts/user/add/", {"username": "made"}).status_code == 403
    owner.refresh_from_db()
    assert owner.role == "member"


@pytest.mark.parametrize(
    "token", [None, "", "Bearer", "Bearer ", "Bearer None", "Bearer x", "Basic bWV0cmljczo=", "Bearer é"]
)
def test_e11_metrics_are_no_page_without_their_token(client: Any, settings: Any, token: str | None) -> None:
    for kept in ("", "a-token-of-the-operators"):
        settings.METRICS_TOKEN = kept
        answer = client.get("/metrics", headers={} if token is None else {"Authorization": token})
        assert answer.status_code == 404
        assert b"sigma_http" not in answer.content
    answer = client.get("/metrics", headers={"Authorization": "Bearer a-token-of-the-operators"})
    assert answer.status_code == 200


def test_e11_health_says_what_is_away_and_never_why(client: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> dict[str, Any]:
        raise RuntimeError("connection to 10.1.2.3 as sigma failed: password hunter2, /srv/sigma/settings.py")

    monkeypatch.setattr(health, "database", broken)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"status": "down", "detail": "away"}
    assert b"hunter2" not in answer.content
    assert set(client.get("/health").json()) == {"status", "name", "version", "embedded"}


def test_e11_the_schema_is_public_and_tells_of_public_routes_alone(client: Any, db: None) -> None:
    """The document is for everyone by design; it must not be a map of the house."""
    answer = client.get("/api/schema")
    assert answer.status_code == 200
    document = answer.json()
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    text = answer.content.decode()
    for word in (
        settings.SECRET_KEY,
        str(settings.BASE_DIR),
        "METRICS_TOKEN",
        "psycopg",
        "site-packages",
        "argon2",
        "127.0.0.1:5432",
    ):
        assert word not in text
