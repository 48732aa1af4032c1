"""The OpenAPI document is complete: a generated client and a reader both find what they need."""

from __future__ import annotations

from typing import Any

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import validate


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


# No token is looked at here, so none is asked for.
WITHOUT_TOKEN = {
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/password/reset",
    "POST /api/v1/auth/password/reset/confirm",
    "POST /api/v1/auth/email/verify",
    "POST /api/v1/auth/mfa/verify",
    "POST /api/v1/auth/passkeys/sign-in",
    "POST /api/v1/auth/passkeys/sign-in/options",
    # The key in the address opens it.
    "GET /api/v1/users/profile/export/{export_id}/{export_key}",
}


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]


def test_it_is_valid_and_made_without_warnings(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)
    assert not GENERATOR_STATS
    assert len(operations(document)) > 50


def test_every_operation_says_what_it_does_who_may_and_how_it_fails(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation["summary"].strip(), name
        assert "Who may:" in operation["description"], name
        assert operation["tags"], name
        assert operation.get("security") or name in WITHOUT_TOKEN, name
        assert "429" in operation["responses"], name
        assert any(status.startswith("2") for status in operation["responses"]), name


def test_every_body_and_every_answer_has_an_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            assert content.get("examples"), f"{name}: {media} body"
        for status, response in operation["responses"].items():
            for media, content in response.get("content", {}).items():
                assert content.get("examples"), f"{name}: {status} {media}"


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _name, operation in operations(document)]
    assert sorted(set(ids)) == sorted(ids)


def test_bodies_are_closed_to_unknown_fields(document: dict[str, Any]) -> None:
    bodies = [
        content["schema"]["$ref"].rpartition("/")[2]
        for _name, operation in operations(document)
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]
    assert len(bodies) > 15
    assert all(document["components"]["schemas"][body]["additionalProperties"] is False for body in bodies)


def test_errors_are_problems(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert set(response["content"]) == {"application/problem+json"}, (name, status)


@pytest.mark.django_db
def test_the_readers_load_nothing_from_elsewhere(client: Any) -> None:
    for path in ("/api/docs", "/api/redoc"):
        page = client.get(path)
        assert page.status_code == 200
        text = page.content.decode()
        assert "//cdn" not in text
        assert "googleapis" not in text
    assert client.get("/api/schema")["Content-Type"].startswith("application/vnd.oai.openapi+json")
