"""Groups I and M: follows, blocks on every surface, lists of closed profiles, and the feed."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.profiles.models import Profile
from accounts.profiles.services import edit_settings
from accounts.users.services import create_user
from config.roles import Status
from config.testing.crowd import all_at_once
from social.graph import services as graph
from social.graph.models import Follow
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def names(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.content
    return {row.get("username") or row["author"]["username"] for row in answer.json()["results"]}


def test_i01_follows_of_oneself_of_nobody_and_twice_have_their_answers(
    api: Any, owner: Any, stranger: Any, blocked: Any, person: Any
) -> None:
    person("gone", status=Status.SUSPENDED)
    client = api.as_(stranger)
    assert client.post("/users/stranger/follow").status_code == 400
    assert [client.post("/users/owner/follow").status_code for _ in range(2)] == [200, 200]
    assert [client.delete("/users/owner/follow").status_code for _ in range(2)] == [204, 204]
    assert [client.post(f"/users/{name}/follow").status_code for name in ("nobody-here", "gone")] == [404, 404]
    assert api.as_(blocked).post("/users/owner/follow").status_code == 404
    assert not Follow.objects.filter(follower__in=[stranger, blocked]).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_i02_fifty_follows_and_toggles_at_once_leave_counts_that_equal_the_rows() -> None:
    target, *crowd = (
        create_user(username=f"p{n:02}x", email=f"p{n:02}x@example.com", password=None) for n in range(25)
    )
    toggling = crowd[0]
    deeds = [lambda member=member: graph.follow(actor=member, person=target) for member in crowd]
    deeds += [lambda: graph.unfollow(actor=toggling, person=target)] * 13
    deeds += [lambda: graph.follow(actor=toggling, person=target)] * 13
    assert all_at_once(*deeds) == []
    rows = Follow.objects.filter(followee=target).count()
    assert rows in {23, 24}
    assert Profile.objects.get(pk=target.pk).followers_count == rows


def test_i05_whoever_is_blocked_finds_no_way_in(api: Any, owner: Any, friend: Any, stranger: Any, deliver: Any) -> None:
    book = published(owner, title="Budget", tags=["Sales"])
    published(stranger, title="Sales", tags=["Sales"])
    graph.follow(actor=stranger, person=owner)
    graph.follow(actor=stranger, person=friend)
    engagement.favorite(member=owner, workbook_id=book.pk)
    graph.block(actor=owner, person=stranger)
    deliver()
    client = api.as_(stranger)
    for method, path, body in (
        ("GET", "/users/owner", None),
        ("GET", "/users/owner/followers", None),
        ("GET", "/users/owner/following", None),
        ("GET", "/users/owner/favorites", None),
        ("GET", "/activity/user/owner", None),
        ("GET", "/friends/mutual/owner", None),
        ("GET", f"/workbooks/{book.pk}", None),
        ("GET", f"/workbooks/{book.pk}/related", None),
        ("POST", "/users/owner/follow", None),
        ("POST", "/users/follow-requests/owner", None),
        ("POST", "/friends/requests", {"username": "owner"}),
        ("POST", f"/workbooks/{book.pk}/comments", {"body": "Hello"}),
        ("POST", f"/workbooks/{book.pk}/favorite", None),
    ):
        assert client.request(method, path, body).status_code == 404, path
    lists = (
        "/workbooks", "/workbooks/trending", "/workbooks/feed", "/workbooks?q=budget", "/workbooks?tags=sales",
        "/search/workbooks?q=budget", "/search/users?q=owner", "/users/suggestions", f"/workbooks/{book.pk}/favorites",
    )  # fmt: skip
    for path in lists[:-1]:
        assert "owner" not in names(client.get(path)), path
        assert "stranger" not in names(api.as_(owner).get(path.replace("owner", "stranger"))), path
    assert client.get(lists[-1]).status_code == 404
    assert client.get("/search/suggestions?q=budg").json()["results"] == []
    for path in ("/activity/feed", "/activity/global"):
        told = client.get(path).json()["results"]
        assert all("owner" not in str(entry) for entry in told), path
    assert not Follow.objects.filter(follower=stranger, followee=owner).exists()


def test_i08_a_closed_profile_shows_neither_its_lists_nor_its_counts(api: Any, owner: Any, friend: Any) -> None:
    edit_settings(user_id=owner.pk, privacy={"profile": "friends"})
    for path in ("followers", "followers?limit=1", "following", "followers/count", "favorites"):
        expected = 200 if path == "favorites" else 404
        assert api.get(f"/users/owner/{path}").status_code == expected, path
        assert api.as_(friend).get(f"/users/owner/{path}").status_code == 200, path
    face = api.get("/users/owner").json()
    assert face["is_private"] is True
    assert not {"followers_count", "following_count", "workbooks_count"} & set(face)


def test_i09_follows_past_the_limit_of_a_minute_are_429(api: Any, stranger: Any, person: Any, settings: Any) -> None:
    settings.THROTTLES = "on"
    people = [person(f"p{n:02}x") for n in range(3)]
    client = api.as_(stranger)
    answers = [client.post(f"/users/{people[n % 3].username}/follow") for n in range(70)]
    assert answers[0].status_code == 200
    assert 429 in {answer.status_code for answer in answers}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert int(refused["Retry-After"]) > 0


def test_m02_what_was_closed_is_gone_from_the_feed_under_an_old_cursor_too(
    api: Any, owner: Any, stranger: Any, deliver: Any
) -> None:
    graph.follow(actor=stranger, person=owner)
    books = [published(owner, title=f"Budget {n}") for n in range(4)]
    deliver()
    client = api.as_(stranger)
    following = client.get("/activity/feed?filter=following&limit=1&grouped=false").json()["next"]
    edit_settings(user_id=owner.pk, privacy={"activity": "nobody"})
    assert client.get(following).json()["results"] == []
    edit_settings(user_id=owner.pk, privacy={"activity": "everyone"})
    assert str(books[2].pk) in str(client.get(following).json())
    graph.block(actor=owner, person=stranger)
    assert all(str(book.pk) not in str(client.get(following).json()) for book in books)
