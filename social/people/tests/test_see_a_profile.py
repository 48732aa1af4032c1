"""The public profile: what each viewer sees of it, and what is absent."""

import pytest

from accounts.profiles.models import Profile
from config.roles import Status
from social.graph import services as graph

pytestmark = pytest.mark.django_db

CARD = {"id", "username", "full_name", "avatar_url"}
FLAGS = {"is_following", "is_requested", "follows_you", "is_blocked"}
OPEN = {
    "is_private",
    "title",
    "bio",
    "bio_html",
    "website",
    "followers_count",
    "following_count",
    "workbooks_count",
    "created_at",
}


@pytest.fixture
def set_profile(owner):
    def change(**values):
        Profile.objects.filter(pk=owner.pk).update(**values)

    change(full_name="Olga Owner", bio="I draw *maps*.", title="Analyst", website="https://o.example", location="Oslo")
    return change


def sections_apart(answer):
    known = CARD | FLAGS | OPEN | {"location"}
    return {name: value for name, value in answer.json().items() if name in known}


def test_a_visitor_sees_the_public_part_and_no_flags(api, owner, set_profile):
    answer = api.get("/users/owner")
    assert answer.status_code == 200
    seen = sections_apart(answer)
    assert set(seen) == CARD | OPEN
    assert seen["id"] == str(owner.pk)
    assert seen["bio_html"].strip() == "<p>I draw <em>maps</em>.</p>"
    assert seen["is_private"] is False


def test_nothing_of_the_account_itself_is_shown(api, owner, stranger, friend, admin):
    for client in (api, api.as_(stranger), api.as_(friend), api.as_(admin)):
        seen = client.get("/users/owner")
        assert not set(seen.json()) & {
            "email",
            "email_verified",
            "status",
            "timezone",
            "locale",
            "profile_completeness",
        }
        assert owner.email not in seen.content.decode()


def test_a_member_sees_what_the_two_are_to_each_other(api, owner, stranger, friend):
    graph.follow(actor=owner, person=friend)
    seen = api.as_(friend).get("/users/owner").json()
    assert {name for name in FLAGS if seen[name]} == {"is_following", "follows_you"}
    seen = api.as_(stranger).get("/users/owner").json()
    assert {name: seen[name] for name in FLAGS} == dict.fromkeys(FLAGS, False)


@pytest.mark.parametrize(
    ("audience", "open_to"),
    [
        ("everyone", {"visitor", "stranger", "follower", "friend", "admin", "self"}),
        ("followers", {"follower", "friend", "self"}),
        ("friends", {"friend", "self"}),
        ("nobody", {"self"}),
    ],
)
def test_a_closed_profile_shows_the_card_alone(api, owner, stranger, person, admin, set_profile, audience, open_to):
    follower, friend = person("follower"), person("friend-only")
    graph.follow(actor=follower, person=owner)
    graph.make_friends(actor=friend, person=owner)
    set_profile(show_profile=audience)
    viewers = {
        "stranger": api.as_(stranger),
        "visitor": api,
        "follower": api.as_(follower),
        "friend": api.as_(friend),
        "admin": api.as_(admin),
        "self": api.as_(owner),
    }
    for name, client in viewers.items():
        seen = client.get("/users/owner").json()
        flags = set() if name == "visitor" else FLAGS
        if name in open_to:
            assert set(seen) >= CARD | OPEN | flags, name
        else:
            assert set(seen) == CARD | flags | {"is_private", "approves_followers"}, name
            assert seen["is_private"] is True


@pytest.mark.parametrize(
    ("audience", "seen_by_visitor", "seen_by_friend"),
    [("everyone", True, True), ("followers", False, True), ("friends", False, True), ("nobody", False, False)],
)
def test_the_location_is_absent_unless_allowed(
    api, owner, friend, set_profile, audience, seen_by_visitor, seen_by_friend
):
    set_profile(show_location=audience)
    assert ("location" in api.get("/users/owner").json()) is seen_by_visitor
    assert ("location" in api.as_(friend).get("/users/owner").json()) is seen_by_friend
    assert api.as_(owner).get("/users/owner").json()["location"] == "Oslo"


def test_whoever_blocked_gets_a_stub(api, owner, blocked):
    seen = api.as_(owner).get("/users/blocked-b").json()
    assert set(seen) == CARD | {"is_blocked"}
    assert seen["is_blocked"] is True


def test_whoever_is_blocked_gets_a_404_signed_in(api, owner, blocked):
    assert api.as_(blocked).get("/users/owner").status_code == 404
    assert api.get("/users/owner").status_code == 200


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED])
def test_an_account_that_does_not_stand_is_not_there(api, person, admin, status):
    person("gone", status=status)
    assert api.get("/users/gone").status_code == 404
    assert api.as_(admin).get("/users/gone").status_code == 404


def test_a_muted_account_is_seen(api, muted):
    assert api.get(f"/users/{muted.username}").status_code == 200


def test_what_moderation_hides_is_left_to_its_owner_and_moderators(api, owner, stranger, moderator):
    from accounts.profiles.services import hide, restore

    hide(owner.pk)
    assert api.get("/users/owner").status_code == 404
    assert api.as_(stranger).get("/users/owner").status_code == 404
    assert api.as_(stranger).post("/users/owner/follow").status_code == 404
    assert api.as_(owner).get("/users/owner").status_code == 200
    assert api.as_(moderator).get("/users/owner").status_code == 200
    restore(owner.pk)
    assert api.get("/users/owner").status_code == 200


@pytest.mark.parametrize(
    "bio",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:msgbox(1))",
        "[x](&#106;avascript:alert(1))",
        '"><svg/onload=alert(1)>',
    ],
)
def test_a_bio_holds_nothing_active(api, owner, set_profile, bio):
    import re

    set_profile(bio=bio)
    html = api.get("/users/owner").json()["bio_html"]
    tags = re.findall(r"<[^>]*>", html)
    assert not [
        tag
        for tag in tags
        if re.search(r"<\s*(script|img|svg|iframe)|\bon\w+\s*=|javascript|vbscript|data:", tag, re.I)
    ]


def test_the_same_face_is_a_304_and_a_changed_one_is_not(api, owner, stranger, set_profile):
    client = api.as_(stranger)
    first = client.get("/users/owner")
    etag = first.headers["ETag"]
    assert client.get("/users/owner", If_None_Match=etag).status_code == 304
    graph.follow(actor=stranger, person=owner)
    assert client.get("/users/owner", If_None_Match=etag).status_code == 200


@pytest.mark.parametrize("name", ["owner%0a", "%D9%A1", "own%00er", "o", "owner.", "..", "owner%2f"])
def test_other_spellings_of_a_path_are_nobody(api, owner, name):
    assert api.get(f"/users/{name}").status_code == 404


def test_a_face_costs_the_same_statements_for_everyone(api, owner, friend, stranger, django_assert_max_num_queries):
    clients = [api, api.as_(stranger), api.as_(friend)]
    for client in clients:
        client.get("/users/owner")
        with django_assert_max_num_queries(9):
            client.get("/users/owner")
