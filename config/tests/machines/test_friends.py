"""Friend requests, answers and blocks in any order: each answer as a small model has it, and the rows afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from accounts.users import services as users
from config.testing.client import Api
from config.tests.machines.running import Conversation, run
from social.friends.models import FriendRequest
from social.graph.models import Block, Friendship

pytestmark = [pytest.mark.django_db, pytest.mark.deep]

MEMBERS = 3
ANSWERS = {"accept": "accepted", "decline": "declined", "cancel": "cancelled"}
member = st.integers(0, MEMBERS - 1)


@dataclass
class Asked:
    """A request as the model has it."""

    id: str
    sender: int
    recipient: int
    status: str = "pending"

    @property
    def ends(self) -> frozenset[int]:
        return frozenset({self.sender, self.recipient})


class Friends(Conversation):
    """A few members who ask, answer, part and block."""

    def __init__(self) -> None:
        super().__init__()
        names = [f"member-{number}" for number in range(MEMBERS)]
        self.rows = [users.create_user(username=name, email=f"{name}@example.com", password=None) for name in names]
        self.number: dict[UUID, int] = {row.pk: number for number, row in enumerate(self.rows)}
        self.apis = [Api().as_(row) for row in self.rows]
        self.requests: list[Asked] = []
        self.friends: set[frozenset[int]] = set()
        self.blocks: set[tuple[int, int]] = set()

    def pending(self, one: int, other: int) -> Asked | None:
        found = [each for each in self.requests if each.ends == {one, other} and each.status == "pending"]
        assert len(found) <= 1
        return found[0] if found else None

    def expected_of_asking(self, one: int, other: int) -> int:
        if one == other:
            return 400
        if self.blocks & {(one, other), (other, one)}:
            return 404
        if {one, other} in self.friends:
            return 409
        if self.pending(one, other):
            return 200
        was_declined = any((r.sender, r.recipient, r.status) == (one, other, "declined") for r in self.requests)
        return 409 if was_declined else 201

    @rule(one=member, other=member)
    def ask(self, one: int, other: int) -> None:
        expected, standing = self.expected_of_asking(one, other), self.pending(one, other)
        answer = self.apis[one].post("/friends/requests", {"username": self.rows[other].username})
        assert answer.status_code == expected
        if expected == 201:
            self.requests.append(Asked(answer.json()["id"], one, other))
        if expected == 200 and standing:
            if standing.sender == other:
                standing.status = "accepted"
                self.friends.add(standing.ends)
            assert (answer.json()["id"], answer.json()["status"]) == (standing.id, standing.status)

    @precondition(lambda self: self.requests)
    @rule(one=member, number=st.integers(0, 60), word=st.sampled_from([*ANSWERS, "block"]))
    def answer(self, one: int, number: int, word: str) -> None:
        request = self.requests[number % len(self.requests)]
        expected = self.expected_of_answering(one, request, word)
        answer = self.apis[one].post(f"/friends/requests/{request.id}/{word}")
        assert answer.status_code == expected
        if expected != 200:
            return
        if word == "block":
            self.set_block(one, request.sender)
        elif request.status == "pending":
            request.status = ANSWERS[word]
            if word == "accept":
                self.friends.add(request.ends)
        assert answer.json()["status"] == request.status

    def expected_of_answering(self, one: int, request: Asked, word: str) -> int:
        if one not in request.ends or any((end, one) in self.blocks for end in request.ends):
            return 404
        if one != (request.sender if word == "cancel" else request.recipient):
            return 403
        return 200 if word == "block" or request.status in {"pending", ANSWERS[word]} else 409

    def set_block(self, one: int, other: int) -> None:
        self.blocks.add((one, other))
        self.friends.discard(frozenset({one, other}))
        if standing := self.pending(one, other):
            standing.status = "declined" if standing.recipient == one else "cancelled"

    @rule(one=member, other=member)
    def part(self, one: int, other: int) -> None:
        expected = 404 if (other, one) in self.blocks else 204
        assert self.apis[one].delete(f"/friends/{self.rows[other].username}").status_code == expected
        self.friends.discard(frozenset({one, other}))

    @rule(one=member, other=member)
    def block(self, one: int, other: int) -> None:
        expected = 400 if one == other else 404 if (other, one) in self.blocks else 200
        assert self.apis[one].post(f"/users/{self.rows[other].username}/block").status_code == expected
        if expected == 200:
            self.set_block(one, other)

    @rule(one=member, other=member)
    def unblock(self, one: int, other: int) -> None:
        is_out_of_sight = (other, one) in self.blocks and (one, other) not in self.blocks
        answer = self.apis[one].delete(f"/users/{self.rows[other].username}/block")
        assert answer.status_code == (404 if is_out_of_sight else 204)
        self.blocks.discard((one, other))

    @invariant()
    def the_rows_are_the_models(self) -> None:
        kept: list[Any] = list(FriendRequest.objects.values_list("id", "sender_id", "recipient_id", "status"))
        assert sorted((str(pk), self.number[one], self.number[other], status) for pk, one, other, status in kept) == (
            sorted((each.id, each.sender, each.recipient, each.status) for each in self.requests)
        )
        halves = {(self.number[f.member_id], self.number[f.friend_id]) for f in Friendship.objects.all()}
        assert halves == {(one, other) for pair in self.friends for one in pair for other in pair if one != other}
        blocks = {(self.number[b.blocker_id], self.number[b.blocked_id]) for b in Block.objects.all()}
        assert blocks == self.blocks

    @invariant()
    def everyone_sees_their_friends(self) -> None:
        for number, api in enumerate(self.apis):
            names = {card["username"] for card in api.get("/friends").json()["results"]}
            assert names == {
                self.rows[other].username for pair in self.friends if number in pair for other in pair - {number}
            }


def test_requests_and_friendships_are_as_the_model_says() -> None:
    run(Friends)
