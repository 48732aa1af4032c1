"""Featured picks."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from config import clock
from config.testing.client import codes
from workbooks.catalog import services
from workbooks.catalog.models import FeaturedPick
from workbooks.catalog.tests.factories import draft, published

pytestmark = pytest.mark.django_db


def test_picks_are_shown_in_their_order_while_they_run(api, owner, moderator):
    late, early = published(owner, title="second"), published(owner, title="first")
    now = clock.now()
    for made, position in ((late, 2), (early, 1)):
        answer = api.as_(moderator).post(
            "/admin/featured",
            {"workbook": str(made.pk), "position": position, "until": (now + timedelta(days=1)).isoformat()},
        )
        assert answer.status_code == 201, answer.content
        assert answer.json()["workbook"] == {"id": str(made.pk), "title": made.title}
    shown = api.get("/workbooks/featured").json()["results"]
    assert [(row["title"], row["is_featured"]) for row in shown] == [("first", True), ("second", True)]
    with time_machine.travel(now + timedelta(days=2)):
        assert api.get("/workbooks/featured").json()["results"] == []
        assert api.get(f"/workbooks/{early.pk}").json()["is_featured"] is False


def test_pages_of_featured_workbooks_follow_each_other(api, owner, moderator):
    made = [published(owner) for _ in range(3)]
    for each in made:
        services.feature_workbook(actor=moderator, workbook_id=each.pk, position=1)
    first = api.get("/workbooks/featured", {"limit": "2"}).json()
    second = api.get(first["next"][first["next"].index("/api") :]).json()
    assert [row["id"] for row in first["results"] + second["results"]] == sorted(str(each.pk) for each in made)


def test_a_pick_to_come_waits(api, owner, moderator):
    made = published(owner)
    starts = (clock.now() + timedelta(days=1)).isoformat()
    answer = api.as_(moderator).post("/admin/featured", {"workbook": str(made.pk), "from": starts})
    assert answer.status_code == 201
    assert api.get("/workbooks/featured").json()["results"] == []
    assert len(api.as_(moderator).get("/admin/featured").json()["results"]) == 1


def test_a_workbook_is_picked_once_and_let_go(api, owner, moderator):
    made = published(owner)
    pick = api.as_(moderator).post("/admin/featured", {"workbook": str(made.pk)}).json()
    again = api.as_(moderator).post("/admin/featured", {"workbook": str(made.pk)})
    assert (again.status_code, again.json()["code"]) == (409, "already_featured")
    assert api.as_(moderator).delete(f"/admin/featured/{pick['id']}").status_code == 204
    assert api.as_(moderator).delete(f"/admin/featured/{pick['id']}").status_code == 404
    assert not FeaturedPick.objects.exists()


def test_only_listed_workbooks_are_picked(api, owner, moderator):
    unlisted = published(owner, visibility="unlisted")
    assert api.as_(moderator).post("/admin/featured", {"workbook": str(unlisted.pk)}).status_code == 409
    assert api.as_(moderator).post("/admin/featured", {"workbook": str(draft(owner).pk)}).status_code == 404
    now = clock.now().isoformat()
    body = {"workbook": str(published(owner).pk), "from": now, "until": now}
    assert codes(api.as_(moderator).post("/admin/featured", body)) == {"until": "before_start"}


def test_moderators_alone_make_picks(api, owner, stranger, agent, manager):
    body = {"workbook": str(published(owner).pk)}
    assert api.post("/admin/featured", body).status_code == 401
    assert api.as_(stranger).post("/admin/featured", body).status_code == 403
    assert api.as_(agent).get("/admin/featured").status_code == 403
    assert api.as_(manager).post("/admin/featured", body).status_code == 201


def test_what_is_hidden_later_is_not_featured(api, owner, moderator):
    made = published(owner)
    services.feature_workbook(actor=moderator, workbook_id=made.pk)
    services.hide_workbook(made.pk)
    assert api.get("/workbooks/featured").json()["results"] == []
