"""Sanctions end at their moment, without a hand: the job, the sign-in, the refresh, whichever comes first."""

from __future__ import annotations

import pytest

from accounts.auth.tests.clockwork import later
from accounts.users.tasks import lift_expired
from config.testing.cast import PASSWORD
from moderation.sanctions.events import SanctionEnded
from moderation.sanctions.models import Sanction
from moderation.sanctions.tasks import expire
from moderation.sanctions.tests.making import days, on_member, standing

pytestmark = pytest.mark.django_db


def sign_in(api, member):
    return api.post("/auth/login", {"username": member.username, "password": PASSWORD})


def test_a_mute_under_a_suspension_holds_exactly_to_its_end(owner, moderator, recorded):
    long, short = days(10), days(3)
    on_member(moderator, "mute", owner, until=long)
    on_member(moderator, "suspend", owner, until=short)
    assert expire() == {"ended": 0}
    with later(days=3, seconds=1):
        assert expire() == {"ended": 1}
        assert standing(owner) == ("muted", long)
    with later(days=9, hours=23):
        assert expire() == {"ended": 0}
        assert standing(owner) == ("muted", long)
    with later(days=10, seconds=1):
        assert expire() == {"ended": 1}
        assert standing(owner) == ("active", None)
    assert [(event.act, event.ended_as, event.actor_id) for event in recorded(SanctionEnded)] == [
        ("suspend", "expired", None),
        ("mute", "expired", None),
    ]


def test_the_accounts_own_job_lets_go_into_what_remains(owner, moderator):
    long = days(10)
    on_member(moderator, "mute", owner, until=long)
    on_member(moderator, "suspend", owner, until=days(3))
    with later(days=3, seconds=1):
        lift_expired()
        assert standing(owner) == ("muted", long)
        assert expire() == {"ended": 1}
        assert standing(owner) == ("muted", long)
    with later(days=10, seconds=1):
        lift_expired()
        assert standing(owner) == ("active", None)
        assert expire() == {"ended": 1}
    assert not Sanction.objects.filter(ended_at=None).exists()


def test_a_longer_one_of_the_same_sort_holds_on(owner, moderator):
    long = days(10)
    on_member(moderator, "suspend", owner, until=days(3))
    on_member(moderator, "suspend", owner, until=long)
    with later(days=3, seconds=1):
        expire()
        lift_expired()
        assert standing(owner) == ("suspended", long)


def test_a_suspension_stops_tokens_refresh_and_pages_and_ends_by_itself(api, owner, moderator):
    first = sign_in(api, owner).json()
    member = api.with_token(first["access"])
    assert member.get("/users/profile").status_code == 200
    assert api.client.post("/sign-in", {"username": owner.username, "password": PASSWORD}).status_code == 303
    assert b"/sign-out" in api.client.get("/").content
    on_member(moderator, "suspend", owner, until=days(3), reason="Spam.")
    assert member.get("/users/profile").status_code == 401
    assert api.post("/auth/refresh", {"refresh": first["refresh"]}).status_code == 401
    assert b"/sign-out" not in api.client.get("/").content
    refused = sign_in(api, owner)
    assert (refused.status_code, refused.json()["code"]) == (403, "suspended")
    assert refused.json()["reason"] == "Spam."
    with later(days=3, seconds=1):
        again = sign_in(api, owner)
        assert again.status_code == 200
        assert api.with_token(again.json()["access"]).get("/users/profile").status_code == 200
    assert standing(owner)[0] == "active"


def test_signing_in_after_the_suspension_finds_the_mute(api, owner, moderator):
    long = days(10)
    on_member(moderator, "mute", owner, until=long)
    on_member(moderator, "suspend", owner, until=days(3))
    with later(days=3, seconds=1):
        entered = sign_in(api, owner)
        assert entered.status_code == 200
        assert standing(owner) == ("muted", long)
        member = api.with_token(entered.json()["access"])
        assert member.get("/users/profile").status_code == 200
        assert member.post("/workbooks", {}).json()["code"] == "muted"


def test_one_that_cannot_be_ended_keeps_nobody_else_in(owner, stranger, moderator, monkeypatch):
    from moderation.sanctions.services import expiring

    first = on_member(moderator, "suspend", owner, until=days(3))
    on_member(moderator, "suspend", stranger, until=days(3))
    real = expiring.lift

    def lift(*, sanction_id, **rest):
        if sanction_id == first.pk:
            raise RuntimeError("whoever hears of it is away")
        return real(sanction_id=sanction_id, **rest)

    monkeypatch.setattr(expiring, "lift", lift)
    with later(days=3, seconds=1):
        assert expire() == {"ended": 1}
        assert [standing(person)[0] for person in (owner, stranger)] == ["suspended", "active"]
