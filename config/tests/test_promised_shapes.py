"""What clients count on: names of fields that calls take and give. More may stand beside them, none may be missing.

A call must also be satisfied with the fields that stand here: no other may be required of it.
"""

from __future__ import annotations

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

pytestmark = pytest.mark.once

AUTHOR = "id username full_name avatar_url"
ENTITY = "id type title url"
USER = (
    "id username email email_verified full_name bio role status avatar_url timezone locale followers_count"
    " following_count workbooks_count profile_completeness created_at"
)
WORKBOOK = (
    "id slug title description embed_url author tags status visibility thumbnail_url view_count favorite_count"
    " comment_count is_favorited is_featured published_at created_at updated_at"
)
CASE = "id status priority entity reports flags assignee created_at"
SETTINGS = "timezone locale privacy"

SHAPES: list[tuple[str, str, str, str]] = [
    ("POST /auth/register", "username email password full_name", "201", "user access refresh"),
    ("POST /auth/login", "username password", "200", "user access refresh"),
    ("POST /auth/login", "username password", "200", "mfa_required mfa_token methods"),
    ("POST /auth/mfa/setup", "", "200", "secret otpauth_url qr_svg"),
    ("POST /auth/mfa/confirm", "code", "200", "recovery_codes"),
    ("POST /auth/mfa/verify", "mfa_token method code", "200", "user access refresh"),
    ("POST /auth/refresh", "refresh", "200", "access refresh"),
    ("POST /auth/logout", "refresh", "204", ""),
    ("GET /auth/profile", "", "200", USER),
    ("POST /auth/password/change", "current_password new_password", "204", ""),
    ("POST /auth/password/reset", "email", "202", ""),
    ("POST /auth/password/reset/confirm", "token new_password", "204", ""),
    ("GET /users/{username}", "", "200", f"{AUTHOR} is_following follows_you is_blocked"),
    ("PATCH /users/profile/settings", SETTINGS, "200", SETTINGS),
    ("POST /users/profile/avatar", "image", "200", "avatar"),
    ("POST /workbooks", "title description embed_url tags visibility", "201", WORKBOOK),
    ("GET /workbooks/{workbook_id}", "", "200", WORKBOOK),
    ("POST /workbooks/{workbook_id}/publish", "", "200", WORKBOOK),
    ("POST /workbooks/{workbook_id}/favorite", "", "200", "is_favorited favorite_count"),
    ("DELETE /workbooks/{workbook_id}/favorite", "", "204", ""),
    ("POST /workbooks/{workbook_id}/view", "", "202", ""),
    (
        "POST /workbooks/{workbook_id}/comments",
        "body parent",
        "201",
        "id body body_html author parent like_count is_liked created_at edited_at",
    ),
    ("POST /users/{username}/follow", "", "200", "is_following followers_count requested"),
    ("DELETE /users/{username}/follow", "", "204", ""),
    ("GET /users/{username}/followers/count", "", "200", "count"),
    ("POST /friends/requests", "username message", "201", "id from to status message created_at"),
    ("POST /reports", "entity_type entity_id category text", "201", "id status"),
    ("GET /moderation/cases/{case_id}", "", "200", CASE),
    ("POST /moderation/cases/{case_id}/decide", "actions reason", "200", CASE),
    ("POST /appeals", "case text", "201", "id status"),
    ("POST /moderation/appeals/{appeal_id}/decide", "outcome reason", "200", "id status"),
    ("POST /sigma/validate", "url", "200", "allowed source verdict reasons normalized_url checked_at"),
    ("GET /sigma/embed/{workbook_id}", "", "200", "url expires_at provider sandbox aspect_ratio"),
]

INSIDE: list[tuple[str, str, str, str]] = [
    ("GET /auth/profile", "200", "profile_completeness", "percent missing"),
    ("POST /users/profile/avatar", "200", "avatar", "original small medium thumb"),
    (
        "PATCH /users/profile/settings",
        "200",
        "privacy",
        "profile activity favorites friends streaks location messages online",
    ),
    ("GET /workbooks/{workbook_id}", "200", "author", AUTHOR),
    ("GET /workbooks/{workbook_id}", "200", "tags", "slug name"),
    ("POST /friends/requests", "201", "from", AUTHOR),
    ("POST /friends/requests", "201", "to", AUTHOR),
    ("GET /moderation/cases", "200", "results", CASE),
    ("GET /moderation/cases/{case_id}", "200", "entity", ENTITY),
    ("POST /moderation/cases/{case_id}/decide", "in", "actions", "kind until note"),
]

CATEGORIES = {"spam", "harassment", "hate", "violence", "sexual", "misinformation", "privacy", "copyright", "other"}
KINDS = {"dismiss", "warn", "label", "hide", "remove", "restore", "mute", "suspend", "ban"}
PROBLEM = {"type", "title", "status", "detail", "code", "request_id", "errors"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


class Shapes:
    """Finds schemas in the document, with references followed."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def operation(self, call: str) -> dict[str, Any]:
        method, path = call.split(" ")
        return self.document["paths"][f"/api/v1{path}"][method.lower()]

    def alternatives(self, schema: dict[str, Any]) -> list[dict[str, Any]]:
        """The schema itself, or each of those that it is one of."""
        if "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        parts = schema.get("oneOf") or schema.get("allOf") or ([schema["items"]] if "items" in schema else None)
        return [found for part in parts for found in self.alternatives(part)] if parts else [schema]

    def taken(self, call: str) -> dict[str, Any]:
        content = self.operation(call).get("requestBody", {}).get("content", {})
        return self.alternatives(next(iter(content.values()))["schema"])[0] if content else {}

    def given(self, call: str, status: str) -> list[dict[str, Any]]:
        content = self.operation(call)["responses"][status].get("content", {})
        return self.alternatives(next(iter(content.values()))["schema"]) if content else [{}]


def names(schema: dict[str, Any]) -> set[str]:
    return set(schema.get("properties", {}))


@pytest.mark.parametrize(("call", "takes", "status", "gives"), SHAPES, ids=[f"{row[0]} {row[2]}" for row in SHAPES])
def test_a_call_takes_and_gives_what_was_promised(document, call, takes, status, gives):
    shapes = Shapes(document)
    body = shapes.taken(call)
    assert set(takes.split()) <= names(body)
    assert set(body.get("required", ())) <= set(takes.split())
    assert any(set(gives.split()) <= names(answer) for answer in shapes.given(call, status))


@pytest.mark.parametrize(("call", "where", "field", "gives"), INSIDE, ids=[f"{row[0]} {row[2]}" for row in INSIDE])
def test_what_stands_inside_has_what_was_promised(document, call, where, field, gives):
    shapes = Shapes(document)
    outer = [shapes.taken(call)] if where == "in" else shapes.given(call, where)
    inner = [found for schema in outer for found in shapes.alternatives(schema["properties"][field])]
    assert any(set(gives.split()) <= names(schema) for schema in inner)


def test_the_words_that_are_chosen_from_are_the_promised_ones(document):
    shapes = Shapes(document)
    assert set(shapes.taken("POST /reports")["properties"]["category"]["enum"]) >= CATEGORIES
    (action,) = shapes.alternatives(
        shapes.taken("POST /moderation/cases/{case_id}/decide")["properties"]["actions"]["items"]
    )
    assert set(action["properties"]["kind"]["enum"]) >= KINDS
    outcome = shapes.taken("POST /moderation/appeals/{appeal_id}/decide")["properties"]["outcome"]
    assert set(outcome["enum"]) == {"uphold", "overturn"}
    method = shapes.taken("POST /auth/mfa/verify")["properties"]["method"]
    assert set(method["enum"]) == {"totp", "recovery", "email", "passkey"}


def test_a_problem_has_what_was_promised(document):
    (problem,) = Shapes(document).alternatives({"$ref": "#/components/schemas/Problem"})
    assert names(problem) >= PROBLEM
    (error,) = Shapes(document).alternatives(problem["properties"]["errors"])
    assert names(error) >= {"field", "code", "message"}
