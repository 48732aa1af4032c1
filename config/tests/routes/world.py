"""What the route table walks through: the cast, an owner's things, and a good request for every route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from accounts.auth import services as auth
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.tests.routes.table import ACTORS
from workbooks.catalog import services as catalog
from workbooks.engagement import services as engagement

EMBED = "https://public.tableau.com/views/Budget/Main"


@dataclass
class World:
    """People, their clients, and the ids that stand in paths."""

    people: dict[str, Any]
    apis: dict[str, Api]
    ids: dict[str, Any]
    tokens: dict[str, str]


def make_world(request: pytest.FixtureRequest) -> World:
    """The owner's public workbook, draft, comment, tag and session, with everyone around them."""
    people = {actor: request.getfixturevalue(actor) for actor in ACTORS if actor != "anonymous"}
    owner = people["owner"]
    workbook = catalog.create_workbook(
        author=owner, title="Budget", description="All of it", embed_url=EMBED, tag_names=["Finance"]
    )
    catalog.publish_workbook(actor=owner, workbook_id=workbook.pk)
    other = catalog.create_workbook(author=owner, title="Plan", embed_url=EMBED + "2", tag_names=["Finance", "KPI"])
    catalog.publish_workbook(actor=owner, workbook_id=other.pk)
    comment = engagement.write_comment(author=owner, workbook_id=workbook.pk, body="Have a look")
    pick = catalog.feature_workbook(actor=people["admin"], workbook_id=other.pk)
    engagement.favorite(member=owner, workbook_id=other.pk)
    sessions = {actor: auth.open_session(user=person) for actor, person in people.items()}
    apis = {"anonymous": Api()} | {actor: Api(session.access) for actor, session in sessions.items()}
    owners_session = apis["owner"].get("/auth/sessions").json()["results"][0]["id"]
    ids = {
        "username": "owner",
        "workbook_id": workbook.pk,
        "comment_id": comment.pk,
        "slug": "finance",
        "session_id": owners_session,
        "user_id": people["stranger"].pk,
        "pick_id": pick.pk,
    }
    tokens = {actor: session.refresh for actor, session in sessions.items()}
    return World(people, apis, ids, tokens)


# Bodies where the schema's example does not fit this world. A function gets the world.
BODIES: dict[str, Any] = {
    "POST /api/v1/auth/login": {"username": "owner", "password": PASSWORD},
    "POST /api/v1/auth/refresh": lambda world: {"refresh": world.tokens["owner"]},
    "POST /api/v1/auth/logout": lambda world: {"refresh": world.tokens["owner"]},
    "POST /api/v1/auth/password/change": {"current_password": PASSWORD, "new_password": "another long horse 8"},
    "POST /api/v1/auth/email/verify": lambda world: {"token": auth.verification_token(world.people["unverified"].pk)},
    "POST /api/v1/auth/password/reset/confirm": lambda world: {
        "token": auth.reset_token(world.people["owner"].pk),
        "new_password": "another long horse 8",
    },
    "POST /api/v1/workbooks/{workbook_id}/comments": {"body": "Well done"},
    "POST /api/v1/tags": {"name": "Energy"},
    "POST /api/v1/tags/{slug}/merge": {"into": "kpi"},
    "POST /api/v1/admin/featured": lambda world: {"workbook": str(world.ids["workbook_id"])},
}

PARAMETERS: dict[str, dict[str, str]] = {}
