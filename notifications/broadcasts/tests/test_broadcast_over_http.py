"""Announcing over HTTP: counted first, made once a key, followed, and cancelled."""

from __future__ import annotations

from typing import Any

import pytest

from notifications.broadcasts import services
from notifications.broadcasts.models import Broadcast

pytestmark = pytest.mark.django_db

BODY: dict[str, Any] = {"title": {"en": "News"}, "body": {"en": "Words."}, "to": {"all": True}}


def test_a_dry_run_counts_and_makes_nothing(api: Any, manager: Any, owner: Any) -> None:
    answer = api.as_(manager).post("/notifications", {**BODY, "dry_run": True})
    assert (answer.status_code, answer.json()) == (202, {"id": None, "recipients": 2, "state": "dry_run"})
    assert not Broadcast.objects.exists()


def test_one_key_makes_one_broadcast(api: Any, manager: Any, owner: Any) -> None:
    answers = [api.as_(manager).post("/notifications", BODY, Idempotency_Key="june").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert (answers[0]["recipients"], answers[0]["state"]) == (2, "telling")
    assert Broadcast.objects.count() == 1


def test_it_is_followed_and_cancelled(api: Any, manager: Any, owner: Any) -> None:
    made = api.as_(manager).post("/notifications", {**BODY, "to": {"usernames": ["Owner"]}}).json()
    path = f"/notifications/broadcasts/{made['id']}"
    followed = api.as_(manager).get(path).json()
    assert (followed["recipients"], followed["told"], followed["to"]) == (1, 0, {"people": 1})
    assert api.as_(manager).post(f"{path}/cancel").json()["state"] == "cancelled"
    assert api.as_(manager).get("/notifications/broadcasts").json()["results"][0]["state"] == "cancelled"


def test_what_was_told_to_all_cannot_be_cancelled(api: Any, manager: Any) -> None:
    made = api.as_(manager).post("/notifications", BODY).json()
    services.go_on(broadcast_id=Broadcast.objects.get().pk)
    answer = api.as_(manager).post(f"/notifications/broadcasts/{made['id']}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "broadcast_ended")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"to": {}}, "to"),
        ({"to": {"all": True, "role": "member"}}, "to"),
        ({"to": {"usernames": ["nobody-at-all"]}}, "to.usernames"),
        ({"title": {"fr": "Nouvelles"}, "body": {"fr": "Mots."}}, "title"),
        ({"title": {}, "body": {}}, "title"),
        ({"body": {"de": "Worte."}}, "body"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
    ],
)
def test_what_cannot_be_announced_is_refused(changed: dict[str, Any], field: str, api: Any, manager: Any) -> None:
    answer = api.as_(manager).post("/notifications", {**BODY, **changed})
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not Broadcast.objects.exists()


def test_members_neither_announce_nor_follow(api: Any, owner: Any, manager: Any) -> None:
    made = services.announce(actor=manager, title={"en": "a"}, body={"en": "b"}, audience={})
    assert api.as_(owner).post("/notifications", BODY).status_code == 403
    for path in ("/notifications/broadcasts", f"/notifications/broadcasts/{made.pk}"):
        assert api.as_(owner).get(path).status_code == 403
    assert api.as_(owner).get("/notifications").status_code == 200
