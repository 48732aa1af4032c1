"""Group E, objects: ids of others in every place an id can stand, and members who are members no more."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import transaction

from accounts.auth import revocation
from accounts.users import services as users
from config.testing.client import body_of
from config.tests.routes.resolver import Route, routes
from config.tests.routes.turns import every
from config.tests.routes.world import BODIES, EMBED, World, make_world
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Workbook
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment, CommentLike, Favorite

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-e")]

SECRET = "Zwiebelfisch"
API = [route for route in routes() if route.operation]
WITH_AN_ID = [route for route in API if "{workbook_id}" in route.path or "{comment_id}" in route.path]
READS = [route for route in API if route.method == "GET"]
OTHERS = ("anonymous", "unverified", "friend", "stranger", "blocked", "muted", "agent", "moderator", "manager", "admin")


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    """The owner's world, with three things nobody else may know of: a draft, a private workbook, and a word on it."""
    made = make_world(request)
    owner = made.people["owner"]
    draft = catalog.create_workbook(author=owner, title=f"{SECRET} one", embed_url=EMBED + "3", tag_names=["Finance"])
    closed = catalog.create_workbook(
        author=owner, title=f"{SECRET} two", description=SECRET, embed_url=EMBED + "4", visibility="private"
    )
    catalog.publish_workbook(actor=owner, workbook_id=closed.pk)
    word = engagement.write_comment(author=owner, workbook_id=closed.pk, body=f"{SECRET} three")
    engagement.favorite(member=owner, workbook_id=closed.pk)
    made.ids |= {"draft": draft.pk, "closed": closed.pk, "word": word.pk}
    return made


def everything() -> list[Any]:
    """All that a foreign hand could have changed."""
    return [list(model.objects.order_by("pk").values()) for model in (Workbook, Comment, CommentLike, Favorite)]


def ask(world: World, actor: str, route: Route, *, made_for_it: bool = True, **ids: Any) -> Any:
    """The route's answer to `actor`, with nothing left behind but what `everything` would show.

    `made_for_it`: with a body for which something was made first, where the route takes nothing else.
    """
    example = route.operation.body.Meta.example if route.operation.body else None
    body = BODIES.get(route.key, example)
    if callable(body):
        body = body(world) if made_for_it else example
    answer = world.apis[actor].request(
        route.method, route.path.format(**(world.ids | ids)), None if route.method in {"GET", "DELETE"} else body
    )
    revocation.reset()
    return answer


def told(answer: Any) -> tuple[int, Any]:
    """What an answer tells: its status, and what its body says beside the request's id."""
    body = answer.json() if answer.content else None
    if isinstance(body, dict):
        body.pop("request_id", None)
    return answer.status_code, body


@every(WITH_AN_ID)
def test_e02_the_id_of_what_one_may_not_see_is_the_id_of_nothing(world: World, route: Route) -> None:
    before = everything()
    for actor in OTHERS:
        for hidden in ("draft", "closed", "word"):
            mine = ask(world, actor, route, workbook_id=world.ids[hidden], comment_id=world.ids[hidden])
            nothing = uuid.uuid4()
            assert told(mine) == told(ask(world, actor, route, workbook_id=nothing, comment_id=nothing)), (
                actor,
                hidden,
            )
            allowed = {404, 204 if route.method == "DELETE" else 404}
            if actor in {"anonymous", "muted"} and route.operation:
                allowed |= {401, 403}
            assert mine.status_code in allowed, (actor, hidden, mine.content)
    assert everything() == before


@every(WITH_AN_ID)
def test_e02_whoever_is_blocked_finds_nothing_of_the_blockers(world: World, route: Route) -> None:
    before = everything()
    theirs = ask(world, "blocked", route)
    nothing = uuid.uuid4()
    assert told(theirs) == told(ask(world, "blocked", route, workbook_id=nothing, comment_id=nothing))
    assert theirs.status_code in {404, 204}
    assert everything() == before


@every(route for route in WITH_AN_ID if route.method in {"PATCH", "PUT", "DELETE"})
def test_e02_what_one_may_see_is_not_yet_ones_own(world: World, route: Route) -> None:
    """Seen by all, changed by its owner alone: a 403 tells nothing here, and toggles touch one's own mark only."""
    before = everything()
    for actor in OTHERS:
        answer = ask(world, actor, route)
        assert answer.status_code in {401, 403, 404} or (route.method, answer.status_code) == ("DELETE", 204), actor
    assert everything() == before


@pytest.mark.parametrize("actor", ["friend", "stranger", "blocked", "moderator", "admin"])
def test_e02_a_foreign_id_in_a_body_or_a_filter_is_the_id_of_nothing(world: World, actor: str) -> None:
    before = everything()
    api, nothing = world.apis[actor], uuid.uuid4()
    comments = f"/workbooks/{world.ids['workbook_id']}/comments"
    for body in ({"body": "Hi", "parent": str(world.ids["word"])}, {"body": "Hi", "parent": str(world.ids["closed"])}):
        answer = api.post(comments, body)
        assert 400 <= answer.status_code < 500
        assert told(answer) == told(api.post(comments, body | {"parent": str(nothing)}))
    for hidden in ("draft", "closed"):
        picked = api.post("/admin/featured", {"workbook": str(world.ids[hidden])})
        assert picked.status_code in {400, 403, 404}
        assert told(picked) == told(api.post("/admin/featured", {"workbook": str(nothing)}))
    found = api.get(comments, {"parent": str(world.ids["word"])})
    assert told(found) == told(api.get(comments, {"parent": str(nothing)}))
    for filters in (
        {"author": "owner"},
        {"status": "draft"},
        {"status": "draft", "author": "owner"},
        {"q": SECRET},
        {"tags": "finance"},
    ):
        answer = api.get("/workbooks", filters)
        assert answer.status_code in {200, 400, 403}, filters
        assert not {str(world.ids["draft"]), str(world.ids["closed"])} & {
            row["id"] for row in answer.json().get("results", [])
        }, filters
    assert everything() == before


@pytest.mark.parametrize("actor", OTHERS)
def test_e02_no_answer_to_anyone_else_holds_a_word_of_it(world: World, actor: str) -> None:
    for route in READS:
        answer = ask(world, actor, route)
        text = body_of(answer).decode(errors="replace")
        assert SECRET not in text, route.key
        assert not any(str(world.ids[hidden]) in text for hidden in ("draft", "closed", "word")), route.key
    mine = world.apis["owner"].get("/workbooks", {"status": "draft"})
    assert SECRET in mine.content.decode()


def test_e02_the_cursor_of_another_is_refused(world: World) -> None:
    owner = world.apis["owner"]
    owner.as_(world.people["owner"])  # a second session, so that there is a second page of them
    for path, filters in (
        ("/workbooks", {"author": "owner"}),
        ("/workbooks", {}),
        ("/auth/sessions", {}),
        ("/users/owner/favorites", {}),
    ):
        first = owner.get(path, filters | {"limit": "1"}).json()
        assert first["next"], path
        cursor = {"limit": "1", "cursor": first["next"].split("cursor=")[1].split("&")[0]}
        assert owner.get(path, filters | cursor).status_code == 200
        for actor in ("stranger", "friend", "admin"):
            answer = world.apis[actor].get(path, filters | cursor)
            assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor"), (path, actor)


def test_e02_the_idempotency_key_of_another_replays_nothing(world: World) -> None:
    comments, body = f"/workbooks/{world.ids['workbook_id']}/comments", {"body": "The same words"}
    first = world.apis["friend"].post(comments, body, Idempotency_Key="shared-key")
    again = world.apis["friend"].post(comments, body, Idempotency_Key="shared-key")
    assert again["Idempotent-Replayed"] == "true"
    foreign = world.apis["stranger"].post(comments, body, Idempotency_Key="shared-key")
    assert foreign.status_code == 201
    assert "Idempotent-Replayed" not in foreign
    assert foreign.json()["id"] != first.json()["id"] == again.json()["id"]
    assert foreign.json()["author"]["username"] == "stranger"


@pytest.mark.parametrize("status", ["suspended", "banned", "deactivated"])
def test_e06_whoever_is_no_member_any_more_reads_no_members_list(world: World, status: str) -> None:
    """Stricter than a 403: the tokens of a closed account are nobody's, on public routes too."""
    person = world.people["stranger"]
    users.set_status(user_id=person.pk, status=status, actor=None)
    for route in API:
        if route.view.authentication_classes:
            with transaction.atomic():
                answer = ask(world, "stranger", route, made_for_it=False)
                transaction.set_rollback(True)
            left = 400 if route.path.endswith("/auth/logout") else 401
            assert answer.status_code == left, route.key


def test_e06_what_unverified_members_may_read_is_what_the_rules_leave_them(world: World) -> None:
    """They wait for invitations, messages to strangers and API keys, none of which is here yet; lists are open to them."""
    for path in ("/users/blocked", "/users/muted", "/auth/sessions", "/users/profile"):
        assert world.apis["unverified"].get(path).status_code == 200
        assert world.apis["anonymous"].get(path).status_code == 401
