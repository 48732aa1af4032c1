"""`allowed_by` against an oracle, for every audience and every mixture of edges between two members."""

from itertools import product

import pytest
from django.contrib.auth import get_user_model

from config.roles import ANONYMOUS
from social.graph import queries
from social.graph.models import Block, Follow, Friendship, Mute

pytestmark = pytest.mark.django_db

AUDIENCES = {
    "everyone": "show_profile",
    "followers": "show_activity",
    "friends": "show_friends",
    "nobody": "show_location",
}
EDGES = ("follows", "followed", "friends", "blocks", "blocked", "mutes")


def oracle(audience, *, self_, follows, friends):
    """The rule in plain words: self always; friends count as followers; nothing else opens anything."""
    if self_ or audience == "everyone":
        return True
    if audience == "followers":
        return follows or friends
    return audience == "friends" and friends


@pytest.fixture
def world(person):
    """One member for every mixture of edges with the viewer, each with one part for every audience."""
    viewer = person("viewer")
    people = {}
    for number, mixture in enumerate(product((False, True), repeat=len(EDGES))):
        made = person(f"p{number:02}x")
        people[made.pk] = edges = dict(zip(EDGES, mixture, strict=True))
        type(made.profile).objects.filter(pk=made.pk).update(**{column: name for name, column in AUDIENCES.items()})
        if edges["follows"]:
            Follow.objects.create(follower=viewer, followee=made)
        if edges["followed"]:
            Follow.objects.create(follower=made, followee=viewer)
        if edges["friends"]:
            Friendship.objects.create(member=viewer, friend=made)
            Friendship.objects.create(member=made, friend=viewer)
        if edges["blocks"]:
            Block.objects.create(blocker=viewer, blocked=made)
        if edges["blocked"]:
            Block.objects.create(blocker=made, blocked=viewer)
        if edges["mutes"]:
            Mute.objects.create(muter=viewer, muted=made)
    type(viewer.profile).objects.filter(pk=viewer.pk).update(**{column: name for name, column in AUDIENCES.items()})
    people[viewer.pk] = dict.fromkeys(EDGES, False)
    return viewer, people


def test_every_audience_opens_to_exactly_those_it_names(world):
    viewer, people = world
    for audience, column in AUDIENCES.items():
        condition = queries.allowed_by(viewer, "pk", f"profile__{column}")
        allowed = set(get_user_model().objects.filter(condition).values_list("pk", flat=True))
        expected = {
            pk
            for pk, edges in people.items()
            if oracle(audience, self_=pk == viewer.pk, follows=edges["follows"], friends=edges["friends"])
        }
        assert allowed == expected, audience


def test_what_is_not_allowed_is_the_exact_rest(world):
    viewer, people = world
    for column in AUDIENCES.values():
        condition = queries.allowed_by(viewer, "pk", f"profile__{column}")
        users = get_user_model().objects
        allowed = set(users.filter(condition).values_list("pk", flat=True))
        assert set(users.filter(~condition).values_list("pk", flat=True)) == set(people) - allowed
        assert set(users.exclude(condition).values_list("pk", flat=True)) == set(people) - allowed


def test_visitors_see_what_is_for_everyone(world):
    _, people = world
    for audience, column in AUDIENCES.items():
        condition = queries.allowed_by(ANONYMOUS, "pk", f"profile__{column}")
        count = get_user_model().objects.filter(condition).count()
        assert count == (len(people) if audience == "everyone" else 0)


def test_a_role_opens_nothing(owner, moderator, admin):
    type(owner.profile).objects.filter(pk=owner.pk).update(show_profile="nobody")
    for member in (moderator, admin):
        condition = queries.allowed_by(member, "pk", "profile__show_profile")
        assert not get_user_model().objects.filter(condition, pk=owner.pk).exists()


@pytest.mark.parametrize(
    ("expression", "edge"),
    [
        (queries.follows, lambda edges: edges["follows"]),
        (queries.followed_by, lambda edges: edges["followed"]),
        (queries.friends_with, lambda edges: edges["friends"]),
        (queries.has_blocked, lambda edges: edges["blocks"]),
        (queries.is_blocked_by, lambda edges: edges["blocked"]),
        (queries.blocked_between, lambda edges: edges["blocks"] or edges["blocked"]),
        (queries.mutes, lambda edges: edges["mutes"]),
    ],
)
def test_each_expression_says_what_stands(world, expression, edge):
    viewer, people = world
    users = get_user_model().objects
    expected = {pk for pk, edges in people.items() if edge(edges)}
    assert set(users.filter(expression(viewer, "pk")).values_list("pk", flat=True)) == expected
    assert set(users.filter(~expression(viewer, "pk")).values_list("pk", flat=True)) == set(people) - expected
    said = dict(users.annotate(it=expression(viewer, "pk")).values_list("pk", "it"))
    assert {pk for pk, it in said.items() if it is True} == expected
    assert {pk for pk, it in said.items() if it is False} == set(people) - expected
