"""Sending a follower away, without a block."""

from __future__ import annotations

import pytest

from config.roles import Status
from social.graph import services
from social.graph.events import FollowerRemoved
from social.graph.models import Follow

pytestmark = pytest.mark.django_db


def test_a_follower_is_sent_away_once_and_counted_off(api, owner, stranger, recorded):
    services.follow(actor=stranger, person=owner)
    services.follow(actor=owner, person=stranger)
    assert [api.as_(owner).delete("/users/followers/stranger").status_code for _ in range(2)] == [204, 204]
    assert list(Follow.objects.values_list("follower", "followee")) == [(owner.pk, stranger.pk)]
    owner.profile.refresh_from_db()
    assert owner.profile.followers_count == 0
    assert [(told.actor_id, told.person_id) for told in recorded(FollowerRemoved)] == [(owner.pk, stranger.pk)]


def test_a_follower_out_of_sight_can_be_sent_away(api, owner, stranger):
    services.follow(actor=stranger, person=owner)
    type(stranger).objects.filter(pk=stranger.pk).update(status=Status.SUSPENDED)
    assert api.as_(owner).delete("/users/followers/stranger").status_code == 204
    assert not Follow.objects.exists()


def test_nobody_of_that_name_is_a_404(api, owner):
    assert api.as_(owner).delete("/users/followers/nobody-at-all").status_code == 404
