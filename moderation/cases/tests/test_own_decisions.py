"""The member learns what was decided, why, until when and how long they can appeal; never who decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.auth.appeals import appeal_token
from config import clock
from config.testing.client import Api
from config.tests.routes.counting import counted
from moderation.cases import services
from moderation.cases.asked import Action
from moderation.cases.tests.making import HIDE, decide, edit, held_against

pytestmark = pytest.mark.django_db

MINE = "/moderation/decisions/mine"


def test_a_decision_is_told_with_what_it_did_and_without_who_made_it(api, owner, stranger, moderator, settings):
    settings.MODERATION_APPEAL_DAYS = 14
    edit(owner, "Buy my things")
    acts = [*HIDE, Action("mute", hours=24)]
    made = decide(held_against(owner, by=stranger), moderator, "acted", actions=acts, note="Between us")
    answer = api.as_(owner).get(MINE)
    (row,) = answer.json()["results"]
    assert (row["outcome"], row["category"], row["reason"]) == ("acted", "spam", "This is advertising.")
    assert (row["title"], row["excerpt"], row["entity"]["type"]) == ("owner", "owner Buy my things", "profile")
    done = {act["kind"]: act for act in row["actions"]}
    assert (done["hide"]["until"], done["hide"]["is_in_force"], done["mute"]["until"] is not None) == (None, True, True)
    assert row["can_appeal_until"] == (made.created_at + timedelta(days=14)).isoformat().replace("+00:00", "Z")
    for word in ("moderator", "Between us", str(moderator.pk), "stranger", str(stranger.pk)):
        assert word not in answer.content.decode()


def test_what_was_dismissed_was_nothing_to_tell(api, owner, stranger, moderator):
    decide(held_against(owner, by=stranger), moderator, "dismissed")
    assert api.as_(owner).get(MINE).json()["results"] == []
    assert api.as_(stranger).get(MINE).json()["results"] == []


def test_an_overturned_decision_is_told_and_cannot_be_appealed(api, owner, stranger, moderator, manager):
    made = decide(held_against(owner, by=stranger), moderator, "acted")
    services.overturn(decision_id=made.pk, actor=manager, reason="We were wrong")
    (row,) = api.as_(owner).get(MINE).json()["results"]
    assert (row["overturned_at"] is not None, row["can_appeal_until"]) == (True, None)
    assert [(act["is_in_force"], act["ended_as"]) for act in row["actions"]] == [(False, "overturned")]


def test_whoever_is_banned_sees_it_with_the_token_for_appeals(api, owner, stranger, moderator):
    decide(held_against(owner, by=stranger), moderator, "acted", actions=[Action("ban")])
    assert Api().get(MINE).status_code == 401
    answer = Api().get(MINE, Authorization=f"Appeal {appeal_token(owner.pk)}")
    assert [row["actions"][0]["kind"] for row in answer.json()["results"]] == ["ban"]
    assert Api().get(MINE, Authorization="Appeal forged").status_code == 401


def test_more_decisions_cost_no_more_statements(api, owner, stranger, moderator):
    client, counts = api.as_(owner), []
    for number in range(3):
        with clock.standing_at(clock.now() + timedelta(hours=number)):
            decide(held_against(owner, by=stranger), moderator, "acted")
        with counted() as statements:
            assert len(client.get(MINE).json()["results"]) == number + 1
        counts.append(statements.count)
    assert len(set(counts)) == 1, counts
