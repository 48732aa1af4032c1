"""Going invisible forgets when one was last here, and keeps nothing of it until one comes back."""

from __future__ import annotations

import time

import pytest
from django.db import IntegrityError, transaction

from accounts.presence import keeping, queries, services
from accounts.presence.models import Presence
from config import clock


def test_who_goes_invisible_is_forgotten_at_once(api, owner):
    services.keep_last_active({owner.pk: time.time()})
    answer = api.as_(owner).put("/users/profile/presence", {"is_invisible": True})
    assert answer.status_code == 200
    assert answer.json() == {"is_online": False, "last_active_at": None, "is_invisible": True}
    assert Presence.objects.get(pk=owner.pk).last_active_at is None


def test_nothing_is_kept_of_who_is_invisible_whatever_was_noted_before(api, owner):
    client = api.as_(owner)
    client.get("/users/profile")
    client.put("/users/profile/presence", {"is_invisible": True})
    assert keeping.write_now() == 0
    assert queries.online_among([owner.pk]) == set()
    assert client.get("/users/profile/presence").json() == {
        "is_online": False,
        "last_active_at": None,
        "is_invisible": True,
    }


def test_the_database_holds_no_time_of_who_is_invisible(owner):
    services.go_invisible(user_id=owner.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Presence.objects.filter(pk=owner.pk).update(last_active_at=clock.now())


def test_going_twice_changes_nothing(owner):
    services.go_invisible(user_id=owner.pk)
    since = Presence.objects.get(pk=owner.pk).invisible_since
    services.go_invisible(user_id=owner.pk)
    assert Presence.objects.get(pk=owner.pk).invisible_since == since


def test_who_comes_back_is_online_at_once(api, owner):
    client = api.as_(owner)
    client.put("/users/profile/presence", {"is_invisible": True})
    shown = client.put("/users/profile/presence", {"is_invisible": False}).json()
    assert (shown["is_online"], shown["is_invisible"]) == (True, False)


def test_one_has_no_presence_before_anything_was_kept(api, owner):
    assert queries.own_presence(owner.pk) == {"is_online": False, "last_active_at": None, "is_invisible": False}


def test_muted_members_may_go_invisible_too(api, muted):
    assert api.as_(muted).put("/users/profile/presence", {"is_invisible": True}).status_code == 200


def test_the_choice_must_be_said(api, owner):
    for body in ({}, {"is_invisible": "yes"}, {"is_invisible": True, "last_active_at": None}):
        assert api.as_(owner).put("/users/profile/presence", body).status_code == 400
