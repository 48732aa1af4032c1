"""Slices above put their feeds and their audiences beside those of this one."""

import pytest
from django.db.models import Q

from config.testing.client import Api
from social.activity import bulk, seeing, sources
from social.activity.keys import item_id
from social.activity.models import ActivityEvent
from social.activity.tests.acting import item_of, told
from social.graph import queries as graph

pytestmark = pytest.mark.django_db


def muted(viewer):
    return graph.mutes_of(viewer).values_list("muted_id")


def followed_too(viewer):
    return graph.followed_by_person(viewer.pk).values_list("followee_id")


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(sources, "_sources", dict(sources._sources))
    monkeypatch.setattr(seeing, "_audiences", {})


def test_a_source_of_another_slice_is_a_feed(registered, owner, friend):
    item_of(owner)
    api = Api().as_(friend)
    assert api.get("/activity/feed?filter=competitions").status_code == 400
    sources.register("competitions", followed_too)
    assert told(api.get("/activity/feed?filter=competitions")) == [("owner", "used")]


def test_two_slices_cannot_have_one_name(registered):
    sources.register("competitions", followed_too)
    sources.register("competitions", followed_too)
    with pytest.raises(RuntimeError, match="competitions"):
        sources.register("competitions", muted)


def test_who_sees_items_of_a_community_is_said_by_communities(registered, owner, friend, stranger):
    from config import compiled

    item_of(owner, visibility="community", community_id=stranger.pk)
    assert told(Api().as_(friend).get("/activity/feed")) == []
    seeing.register_audience("community", lambda viewer: Q(community_id=stranger.pk))
    compiled.forget()
    assert told(Api().as_(friend).get("/activity/feed")) == [("owner", "used")]
    with pytest.raises(RuntimeError, match="community"):
        seeing.register_audience("community", lambda viewer: Q())
    compiled.forget()


def test_very_many_items_come_at_once(owner):
    at = item_of(owner).occurred_at
    when = at.strftime("%Y-%m-%d %H:%M:%S")
    rows = [
        (item_id(at, number + 1).hex, owner.pk.hex, "used", "profile", owner.pk.hex, "", None, when)
        for number in range(50)
    ]
    bulk.put_items(rows)
    assert ActivityEvent.objects.count() == 51
    (entry,) = Api().get("/activity/global").json()["results"]
    assert entry["count"] == 51
