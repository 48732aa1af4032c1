"""A feed shows what those whom one cares for did, as it may be seen at this moment."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.presence import services as presence
from accounts.presence.places import Place
from accounts.presence.words import CURRENT
from accounts.profiles.models import Profile
from config.testing.client import Api
from config.testing.memory import forget_all
from social.activity import services
from social.activity.models import ActivityEvent
from social.activity.tests.acting import item_of, told
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def test_a_follower_reads_what_was_published_favourited_and_commented(owner, friend, deliver):
    book = published(owner, title="Budget")
    engagement.favorite(member=owner, workbook_id=book.pk)
    comment = engagement.write_comment(author=owner, workbook_id=book.pk, body="Look")
    deliver()
    found = Api().as_(friend).get("/activity/feed").json()["results"]
    assert [each["verb"] for each in found] == ["commented", "favorited", "published", "befriended", "followed"]
    newest = found[0]
    assert newest["actor"] == {
        "id": str(owner.pk), "username": "owner", "full_name": "", "avatar_url": None, "is_following": True,
    }  # fmt: skip
    assert newest["things"] == [
        {"type": "comment", "id": str(comment.pk), "title": "Budget", "url": f"/w/{book.pk}#comment-{comment.pk}"}
    ]
    assert newest["target"] == {"type": "workbook", "id": str(book.pk), "title": "Budget", "url": f"/w/{book.pk}"}
    assert [newest["is_own"], newest["count"], newest["metadata"]] == [False, 1, {}]
    assert [each["is_own"] for each in found[3:]] == [True, True]


def test_each_filter_is_of_its_people(owner, friend, stranger, person):
    other = person("other")
    for one in (owner, friend, stranger, other):
        item_of(one)
    graph.follow(actor=owner, person=stranger)
    api = Api().as_(owner)
    assert told(api.get("/activity/feed?filter=following")) == [("stranger", "used")]
    assert told(api.get("/activity/feed?filter=friends")) == [("friend", "used")]
    both = [("stranger", "used"), ("friend", "used"), ("owner", "used")]
    assert told(api.get("/activity/feed?filter=all")) == both
    assert told(api.get("/activity/feed")) == both
    assert told(Api().get("/activity/global")) == [("other", "used"), *both]


def test_the_local_feed_is_of_those_nearby_who_say_where_they_are(owner, friend, stranger):
    places = {owner: Place("PT", "PT-11"), friend: Place("PT", "PT-11"), stranger: Place("PT", "PT-13")}
    for one, place in places.items():
        presence.share_location(user_id=one.pk, place=place, consent=CURRENT)
        item_of(one)
    api = Api().as_(owner)
    assert told(api.get("/activity/feed?filter=local")) == []  # location is for nobody unless one says so
    Profile.objects.update(show_location="everyone")
    assert told(api.get("/activity/feed?filter=local")) == [("friend", "used")]
    presence.share_location(user_id=owner.pk, place=Place("PT"), consent=CURRENT)
    assert told(api.get("/activity/feed?filter=local")) == [("stranger", "used"), ("friend", "used")]


def test_what_is_hidden_deleted_or_withdrawn_is_gone_at_once(owner, friend, deliver):
    book = published(owner)
    deliver()
    api = Api().as_(friend)
    assert ("owner", "published") in told(api.get("/activity/feed"))
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"visibility": "private"})
    assert ("owner", "published") not in told(api.get("/activity/feed"))
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"visibility": "public"})
    assert ("owner", "published") in told(api.get("/activity/feed"))
    catalog.hide_workbook(book.pk)
    assert ("owner", "published") not in told(api.get("/activity/feed"))


def test_a_mute_empties_feeds_but_not_the_persons_own_page(owner, friend):
    item_of(owner)
    api = Api().as_(friend)
    graph.mute(actor=friend, person=owner)
    assert told(api.get("/activity/feed")) == told(api.get("/activity/global")) == []
    assert told(api.get("/activity/user/owner")) == [("owner", "used")]


def test_a_block_closes_everything_in_both_directions(owner, stranger):
    item_of(owner)
    item_of(stranger)
    graph.block(actor=owner, person=stranger)
    for one, other in [(owner, stranger), (stranger, owner)]:
        api = Api().as_(one)
        assert told(api.get("/activity/global")) == [(one.username, "used")]
        assert api.get(f"/activity/user/{other.username}").status_code == 404


def test_an_item_about_somebody_blocked_is_not_seen(owner, friend, stranger):
    item_of(owner, verb="followed", thing=stranger.pk)
    api = Api().as_(friend)
    assert told(api.get("/activity/feed")) == [("owner", "followed")]
    graph.block(actor=stranger, person=friend)
    assert told(api.get("/activity/feed")) == []


def test_choices_of_the_actor_hold_when_it_is_read(owner, stranger, deliver):
    book = published(owner)
    engagement.favorite(member=owner, workbook_id=book.pk)
    deliver()
    Profile.objects.filter(user=owner).update(show_favorites="friends")
    assert told(Api().get("/activity/user/owner")) == [("owner", "published")]
    assert told(Api().as_(owner).get("/activity/user/owner")) == [("owner", "favorited"), ("owner", "published")]
    Profile.objects.filter(user=owner).update(show_activity="nobody")
    assert told(Api().get("/activity/user/owner")) == []
    Profile.objects.filter(user=owner).update(show_profile="nobody")
    assert Api().get("/activity/user/owner").status_code == 404
    assert Api().get("/activity/user/nobody-here").status_code == 404


def test_a_feed_is_for_members(owner):
    assert Api().get("/activity/feed").status_code == 401


@pytest.mark.parametrize(
    "asked",
    ["filter=nearby", "filter=", "grouped=maybe", "grouped=", "sort=new", "limit=0", "limit=101", "cursor=x",
     "cursor=", "filter=all&filter=all"],
)  # fmt: skip
def test_what_is_not_known_is_refused(owner, asked):
    assert Api().as_(owner).get(f"/activity/feed?{asked}").status_code == 400


def test_a_cursor_is_good_for_its_feed_and_its_reader_alone(owner, stranger):
    for _ in range(3):
        item_of(owner)
    api = Api().as_(owner)
    cursor = api.get("/activity/feed?limit=1&grouped=false").json()["next"].split("cursor=")[1]
    assert api.get(f"/activity/feed?limit=1&grouped=false&cursor={cursor}").status_code == 200
    for path in ("feed?limit=1&filter=following&grouped=false", "global?limit=1&grouped=false",
                 "user/owner?limit=1&grouped=false", "feed?limit=1"):  # fmt: skip
        assert api.get(f"/activity/{path}&cursor={cursor}").status_code == 400, path
    assert Api().as_(stranger).get(f"/activity/feed?limit=1&grouped=false&cursor={cursor}").status_code == 400


@pytest.mark.parametrize("change", ["blocks", "shuts", "takes it off", "is hidden"])
def test_an_old_cursor_shows_nothing_that_was_closed_since(owner, friend, change):
    items = [item_of(owner) for _ in range(3)]
    api = Api().as_(friend)
    following = api.get("/activity/feed?limit=1&grouped=false").json()["next"]
    assert told(api.get(following)) == [("owner", "used")]
    if change == "blocks":
        graph.block(actor=owner, person=friend)
    elif change == "shuts":
        Profile.objects.filter(user=owner).update(show_activity="nobody")
    else:
        for item in items:
            if change == "is hidden":
                services.hide_item(item.pk)
            else:
                services.delete_item(actor=owner, item_id=item.pk)
    assert told(api.get(following)) == []


def test_the_next_page_is_in_the_link_header_too(owner):
    for _ in range(2):
        item_of(owner)
    answer = Api().as_(owner).get("/activity/feed?limit=1&grouped=false")
    assert answer["Link"] == f'<{answer.json()["next"]}>; rel="next"'
    last = Api().as_(owner).get(answer.json()["next"])
    assert (last.json()["next"], "Link" in last) == (None, False)


def test_a_page_costs_as_many_statements_however_long_it_is(owner, friend, deliver):
    for number in range(12):
        book = published(owner, title=f"Budget {number}")
        engagement.favorite(member=friend, workbook_id=book.pk)
        engagement.write_comment(author=friend, workbook_id=book.pk, body="Seen")
    deliver()
    api = Api().as_(friend)

    def cost(path: str) -> int:
        forget_all()
        api.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert api.get(path).status_code == 200
        return len([each for each in captured.captured_queries if "revocation" not in each["sql"]])

    assert ActivityEvent.objects.count() == 38
    costs = {cost(f"/activity/feed?grouped=false&limit={limit}") for limit in (4, 15, 30)}
    assert len(costs) == 1
    assert max(costs) <= 5


def test_a_stretch_out_of_sight_costs_few_statements(owner, friend):
    item_of(owner, ago=timedelta(days=2))
    for _ in range(300):
        item_of(owner, visibility="private")
    api = Api().as_(friend)
    api.get("/activity/feed?limit=5")
    with CaptureQueriesContext(connection) as captured:
        assert told(api.get("/activity/feed?limit=5")) == [("owner", "used")]
    assert len(captured) <= 9
