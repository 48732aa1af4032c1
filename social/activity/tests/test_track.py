"""A client says what its member did."""

import pytest

from config.testing.client import Api
from social.activity.events import ActivityTracked
from social.activity.models import ActivityEvent
from social.activity.tests.acting import nobody, told
from social.graph import services as graph
from workbooks.catalog.tests.factories import draft, published

pytestmark = pytest.mark.django_db


def body(thing, **said):
    return {"verb": "shared", "entity_type": "workbook", "entity_id": str(thing)} | said


def test_an_item_is_made_at_once_and_stays_one_when_its_event_is_delivered(owner, recorded, deliver):
    book = published(owner)
    api = Api().as_(owner)
    answer = api.post("/activity/track", body(book.pk, via="link"))
    assert answer.status_code == 201
    assert answer.json() == {"id": answer.json()["id"], "verb": "shared", "visibility": "public"}
    assert [event.via for event in recorded(ActivityTracked)] == ["link"]
    deliver()
    item = ActivityEvent.objects.get(verb="shared")
    assert (str(item.pk), item.metadata) == (answer.json()["id"], {"via": "link"})
    (entry, _) = api.get("/activity/user/owner").json()["results"]
    assert (entry["id"], entry["metadata"]) == (answer.json()["id"], {"via": "link"})


def test_the_same_key_makes_it_once(owner):
    book, api = published(owner), Api().as_(owner)
    first = api.post("/activity/track", body(book.pk), idempotency_key="k1")
    again = api.post("/activity/track", body(book.pk), idempotency_key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert ActivityEvent.objects.count() == 1


@pytest.mark.parametrize(("visibility", "seen"), [
    ("public", ["friend", "follower", "stranger"]), ("followers", ["friend", "follower"]), ("friends", ["friend"]),
    ("private", []),
])  # fmt: skip
def test_it_is_for_whom_its_member_says(owner, friend, stranger, person, visibility, seen):
    graph.follow(actor=person("follower"), person=owner)
    Api().as_(owner).post("/activity/track", body(owner.pk, entity_type="profile", visibility=visibility))
    readers = {"friend": friend, "stranger": stranger, "follower": type(owner).objects.get(username="follower")}
    found = [name for name, one in readers.items() if told(Api().as_(one).get("/activity/user/owner"))]
    assert found == [name for name in readers if name in seen]
    assert told(Api().as_(owner).get("/activity/user/owner")) == [("owner", "shared")]


def test_what_cannot_stand_in_feeds_is_not_tracked(owner, stranger):
    api = Api().as_(stranger)
    unlisted = published(owner, visibility="unlisted")
    for thing in (unlisted.pk, draft(owner).pk, nobody()):
        assert api.post("/activity/track", body(thing)).status_code == 404
    graph.block(actor=owner, person=stranger)
    assert api.post("/activity/track", body(owner.pk, entity_type="profile")).status_code == 404
    assert api.post("/activity/track", body(published(owner).pk)).status_code == 404
    assert ActivityEvent.objects.count() == 0


@pytest.mark.parametrize("said", [
    {"verb": "published"}, {"verb": ""}, {"verb": None}, {"verb": "x" * 31}, {"entity_type": "friend_request"},
    {"entity_type": "nothing"}, {"entity_id": "1"}, {"visibility": "community"}, {"visibility": "all"},
    {"via": "x" * 31}, {"metadata": {}},
])  # fmt: skip
def test_what_is_not_allowed_is_refused(owner, said):
    assert Api().as_(owner).post("/activity/track", body(published(owner).pk, **said)).status_code == 400


def test_the_muted_and_visitors_track_nothing(owner, muted):
    book = published(owner)
    assert Api().as_(muted).post("/activity/track", body(book.pk)).status_code == 403
    assert Api().post("/activity/track", body(book.pk)).status_code == 401
