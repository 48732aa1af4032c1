"""Who sees that somebody is online and where they are: every choice against everyone who may look, on every surface."""

from __future__ import annotations

import time

import pytest

from accounts.presence import services as presence
from accounts.presence.places import Place
from accounts.presence.words import CURRENT
from accounts.profiles import services as profiles
from config.roles import ANONYMOUS, Role, Status
from social.graph import services as graph
from social.people import queries

pytestmark = pytest.mark.django_db

RELATIONS = ("visitor", "stranger", "follower", "friend", "followed", "moderator", "admin", "self")
SEEN_BY = {
    "everyone": set(RELATIONS),
    "followers": {"follower", "friend", "self"},
    "friends": {"friend", "self"},
    "nobody": {"self"},
}
PRESENCE = {"is_online", "last_active_at"}


@pytest.fixture
def cast(owner, person):
    """Everyone who may look at the owner, who is online and shares a place."""
    people = {
        "visitor": None,
        "stranger": person("a-stranger"),
        "follower": person("a-follower"),
        "friend": person("a-friend"),  # who does not follow: friends count as followers all the same
        "followed": person("a-followed"),
        "moderator": person("a-moderator", role=Role.MODERATOR),
        "admin": person("an-admin", role=Role.ADMIN),
        "self": owner,
    }
    graph.follow(actor=people["follower"], person=owner)
    graph.make_friends(actor=people["friend"], person=owner)
    graph.follow(actor=owner, person=people["followed"])
    presence.keep_last_active({owner.pk: time.time()})
    presence.share_location(user_id=owner.pk, place=Place("DE", "DE-BE", 525, 134), consent=CURRENT)
    return people


def looking(api, person):
    return api if person is None else api.as_(person)


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("choice", SEEN_BY)
def test_online_is_shown_to_whom_the_choice_names_and_absent_for_all_others(api, owner, cast, choice, relation):
    profiles.set_privacy(user_id=owner.pk, privacy={"online": choice, "location": "nobody"})
    seen = looking(api, cast[relation]).get("/users/owner").json()
    expected = PRESENCE if relation in SEEN_BY[choice] else set()
    assert set(seen) & PRESENCE == expected
    if expected:
        assert seen["is_online"] is True
        assert seen["last_active_at"] is not None
    viewer = cast[relation] or ANONYMOUS
    assert queries.online_people(viewer, [owner.pk]) == ({owner.pk: True} if expected else {})
    flags = queries.flags(viewer, [owner.pk])[owner.pk]
    assert ("is_online" in flags) is bool(expected)


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("choice", SEEN_BY)
def test_the_shared_place_is_shown_to_whom_the_choice_names_and_absent_for_all_others(
    api, owner, cast, choice, relation
):
    profiles.set_privacy(user_id=owner.pk, privacy={"online": "nobody", "location": choice})
    seen = looking(api, cast[relation]).get("/users/owner").json()
    assert ("shared_location" in seen) is (relation in SEEN_BY[choice])
    if "shared_location" in seen:
        place = seen["shared_location"]
        assert (place["country"], place["region"], place["latitude"], place["longitude"]) == ("DE", "DE-BE", 52.5, 13.4)
        assert set(place) == {"country", "region", "latitude", "longitude", "last_shared_at"}


def test_a_closed_profile_tells_neither(api, owner, cast):
    everything = {"profile": "friends", "online": "everyone", "location": "everyone"}
    profiles.set_privacy(user_id=owner.pk, privacy=everything)
    for relation, person in cast.items():
        seen = looking(api, person).get("/users/owner").json()
        is_open = relation in {"friend", "self"}
        assert bool(set(seen) & (PRESENCE | {"shared_location"})) is is_open, relation
        assert bool(queries.online_people(person or ANONYMOUS, [owner.pk])) is is_open, relation


def test_a_block_hides_both_in_either_direction(api, owner, cast, person):
    profiles.set_privacy(user_id=owner.pk, privacy={"online": "everyone", "location": "everyone"})
    blocker, blocked = person("blocker"), person("blocked-one")
    graph.block(actor=blocker, person=owner)
    graph.block(actor=owner, person=blocked)
    assert set(api.as_(blocker).get("/users/owner").json()) & {"is_online", "shared_location"} == set()
    assert api.as_(blocked).get("/users/owner").status_code == 404
    for viewer in (blocker, blocked):
        assert queries.online_people(viewer, [owner.pk]) == {}
        assert "is_online" not in queries.flags(viewer, [owner.pk])[owner.pk]


def test_a_closed_account_is_online_for_nobody(api, owner, cast):
    profiles.set_privacy(user_id=owner.pk, privacy={"online": "everyone"})
    for status in (Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED):
        type(owner).objects.filter(pk=owner.pk).update(status=status)
        assert queries.online_people(cast["friend"], [owner.pk]) == {}
        assert api.get("/users/owner").status_code == 404


def test_a_profile_that_moderation_hid_tells_nothing(api, owner, cast):
    profiles.set_privacy(user_id=owner.pk, privacy={"online": "everyone"})
    profiles.hide(owner.pk)
    assert queries.online_people(cast["stranger"], [owner.pk]) == {}


def test_who_is_invisible_looks_like_someone_long_away(api, owner, cast):
    profiles.set_privacy(user_id=owner.pk, privacy={"online": "everyone"})
    presence.go_invisible(user_id=owner.pk)
    unseen = api.as_(cast["friend"]).get("/users/a-stranger").json()
    assert "is_online" not in unseen  # friends alone, as it starts
    seen = api.as_(cast["friend"]).get("/users/owner").json()
    assert seen["is_online"] is False
    assert "last_active_at" not in seen


def test_lists_of_people_show_it_by_the_same_rule_at_a_constant_number_of_queries(
    api, owner, cast, person, django_assert_num_queries
):
    others = [person(f"fan-{number}") for number in range(6)]
    for other in others:
        graph.follow(actor=other, person=owner)
    presence.keep_last_active({other.pk: time.time() for other in others[:3]})
    for other in others[1:]:
        profiles.set_privacy(user_id=other.pk, privacy={"online": "everyone"})
    client = api.as_(cast["stranger"])
    client.get("/users/owner/followers")
    with django_assert_num_queries(4):
        shown = {card["username"]: card for card in client.get("/users/owner/followers").json()["results"]}
    assert "is_online" not in shown["fan-0"]
    assert [shown[f"fan-{number}"]["is_online"] for number in range(1, 6)] == [True, True, False, False, False]
    visitors = {card["username"]: card for card in api.get("/users/owner/followers").json()["results"]}
    assert "is_online" not in visitors["fan-0"]
    assert visitors["fan-1"]["is_online"] is True


def test_many_are_asked_about_in_one_query(owner, cast, person, django_assert_num_queries):
    ids = [person(f"fan-{number}").pk for number in range(5)]
    queries.online_people(cast["friend"], [owner.pk, *ids])
    with django_assert_num_queries(1):
        assert queries.online_people(cast["friend"], [owner.pk, *ids]) == {owner.pk: True}
