"""Group I, friends: requests that cross and answers that collide, and those who answer what is not theirs."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.users.services import create_user
from config.testing.crowd import at_once, crowd
from social.friends.models import FriendRequest
from social.friends.tests.asking import ask
from social.graph.models import Block, Friendship

pytestmark = pytest.mark.django_db

ROUNDS = 12


def pair(number: int) -> list[Any]:
    """Two members who have met nobody yet."""
    names = [f"{side}{number:02}x" for side in ("one-", "other-")]
    return [create_user(username=name, email=f"{name}@example.com", password=None) for name in names]


def halves(one: Any, other: Any) -> int:
    return Friendship.objects.filter(member__in=[one, other], friend__in=[one, other]).count()


def pending(one: Any, other: Any) -> int:
    return FriendRequest.objects.filter(sender__in=[one, other], status="pending").count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_i03_requests_that_cross_at_the_same_instant_are_one_friendship(api: Any) -> None:
    with crowd(2) as together:
        for number in range(ROUNDS):
            people = pair(number)
            clients = [api.as_(person) for person in people]
            names = [people[1].username, people[0].username]
            answers = together(
                lambda side, c=clients, n=names: c[side].post("/friends/requests", {"username": n[side]})  # type: ignore[misc]
            )
            assert sorted(answer.status_code for answer in answers) == [200, 201]
            assert len({answer.json()["id"] for answer in answers}) == 1
            assert sorted(answer.json()["status"] for answer in answers) == ["accepted", "pending"]
            assert (halves(*people), pending(*people)) == (2, 0)
            assert FriendRequest.objects.filter(sender__in=people).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_i03_accepting_twenty_times_at_once_makes_one_friendship(api: Any) -> None:
    one, other = pair(0)
    token, request = api.as_(other).token, ask(one, other)
    path = f"/friends/requests/{request.pk}/accept"
    answers = at_once(lambda _number: api.with_token(token).post(path), 20)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["responded_at"] for answer in answers}) == 1
    assert halves(one, other) == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_i03_accepting_while_the_sender_takes_it_back_is_one_or_the_other(api: Any) -> None:
    with crowd(2) as together:
        for number in range(ROUNDS):
            one, other = pair(number)
            clients, request = [api.as_(other), api.as_(one)], ask(one, other)
            paths = [f"/friends/requests/{request.pk}/{word}" for word in ("accept", "cancel")]
            answers = together(lambda side, c=clients, p=paths: c[side].post(p[side]))  # type: ignore[misc]
            assert sorted(answer.status_code for answer in answers) == [200, 409]
            is_accepted = answers[0].status_code == 200
            request.refresh_from_db()
            assert request.status == ("accepted" if is_accepted else "cancelled")
            assert halves(one, other) == (2 if is_accepted else 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("blocker", ["sender", "recipient"])
def test_i03_no_friendship_is_left_once_a_block_has_come_between(api: Any, blocker: str) -> None:
    with crowd(3) as together:
        for number in range(ROUNDS):
            one, other = pair(number)
            request = ask(one, other)
            who, whom = (one, other) if blocker == "sender" else (other, one)
            clients = [api.as_(other), api.as_(who), api.as_(whom)]
            deeds = [
                (f"/friends/requests/{request.pk}/accept", None),
                (f"/users/{whom.username}/block", None),
                ("/friends/requests", {"username": who.username}),
            ]
            answers = together(lambda side, c=clients, d=deeds: c[side].post(*d[side]))  # type: ignore[misc]
            assert answers[1].status_code == 200
            assert {answers[0].status_code, answers[2].status_code} <= {200, 404, 409}
            assert (halves(one, other), pending(one, other)) == (0, 0)
            assert Block.objects.filter(blocker=who, blocked=whom).count() == 1


def test_i04_the_request_of_others_is_not_there_and_ones_own_is_not_ones_to_answer(
    api: Any, owner: Any, friend: Any, stranger: Any, admin: Any
) -> None:
    request = ask(stranger, owner)
    for word in ("accept", "decline", "block", "cancel"):
        path = f"/friends/requests/{request.pk}/{word}"
        for third in (friend, admin):
            assert api.as_(third).post(path).status_code == 404
        wrong = owner if word == "cancel" else stranger
        assert api.as_(wrong).post(path).status_code == 403
    request.refresh_from_db()
    assert (request.status, halves(stranger, owner), Block.objects.count()) == ("pending", 0, 0)
