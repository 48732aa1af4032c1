"""Favourites, follows, blocks and mutes in any order: the rows are the model's sets, the counters their sizes."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from accounts.profiles.models import Profile
from accounts.users import services as users
from config.testing.client import Api
from config.tests.machines.running import Conversation, run
from social.graph.models import Block, Follow, Mute
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement.models import Favorite

pytestmark = [pytest.mark.django_db, pytest.mark.deep]

MEMBERS = 3
Edge = tuple[int, int]
member = st.integers(0, MEMBERS - 1)


class Edges(Conversation):
    """A few members, each with a workbook."""

    def __init__(self) -> None:
        super().__init__()
        names = [f"member-{number}" for number in range(MEMBERS)]
        self.rows = [users.create_user(username=name, email=f"{name}@example.com", password=None) for name in names]
        self.number: dict[UUID, int] = {row.pk: number for number, row in enumerate(self.rows)}
        self.apis = [Api().as_(row) for row in self.rows]
        self.books = [published(row) for row in self.rows]
        self.follows: set[Edge] = set()
        self.blocks: set[Edge] = set()
        self.mutes: set[Edge] = set()
        self.favorites: set[Edge] = set()

    def path(self, person: int, deed: str) -> str:
        return f"/users/{self.rows[person].username}/{deed}"

    def block_between(self, one: int, other: int) -> bool:
        return bool(self.blocks & {(one, other), (other, one)})

    def make(self, one: int, other: int, deed: str, *, refused: bool) -> bool:
        """POST the edge; whether it stands now."""
        expected = 400 if one == other else 404 if refused else 200
        assert self.apis[one].post(self.path(other, deed)).status_code == expected
        return expected == 200

    def end(self, one: int, other: int, deed: str) -> None:
        """DELETE the edge. One's own edges can be ended whoever has blocked one since; the rest is out of sight."""
        has_edge = any((one, other) in edges for edges in (self.follows, self.blocks, self.mutes))
        expected = 404 if (other, one) in self.blocks and not has_edge else 204
        assert self.apis[one].delete(self.path(other, deed)).status_code == expected

    @rule(one=member, other=member)
    def follow(self, one: int, other: int) -> None:
        if self.make(one, other, "follow", refused=self.block_between(one, other)):
            self.follows.add((one, other))

    @rule(one=member, other=member)
    def unfollow(self, one: int, other: int) -> None:
        self.end(one, other, "follow")
        self.follows.discard((one, other))

    @rule(one=member, other=member)
    def block(self, one: int, other: int) -> None:
        if self.make(one, other, "block", refused=(other, one) in self.blocks):
            self.blocks.add((one, other))
            self.follows -= {(one, other), (other, one)}

    @rule(one=member, other=member)
    def unblock(self, one: int, other: int) -> None:
        self.end(one, other, "block")
        self.blocks.discard((one, other))

    @rule(one=member, other=member)
    def mute(self, one: int, other: int) -> None:
        if self.make(one, other, "mute", refused=(other, one) in self.blocks):
            self.mutes.add((one, other))

    @rule(one=member, other=member)
    def unmute(self, one: int, other: int) -> None:
        self.end(one, other, "mute")
        self.mutes.discard((one, other))

    @rule(one=member, author=member)
    def favorite(self, one: int, author: int) -> None:
        answer = self.apis[one].post(f"/workbooks/{self.books[author].pk}/favorite")
        if self.block_between(one, author):
            assert answer.status_code == 404
            return
        self.favorites.add((one, author))
        assert answer.json() == {"is_favorited": True, "favorite_count": self.marks(author)}

    @rule(one=member, author=member)
    def unfavorite(self, one: int, author: int) -> None:
        assert self.apis[one].delete(f"/workbooks/{self.books[author].pk}/favorite").status_code == 204
        self.favorites.discard((one, author))

    def marks(self, author: int) -> int:
        return sum(of == author for _one, of in self.favorites)

    @invariant()
    def the_rows_are_the_edges(self) -> None:
        kept = {
            "follows": Follow.objects.values_list("follower_id", "followee_id"),
            "blocks": Block.objects.values_list("blocker_id", "blocked_id"),
            "mutes": Mute.objects.values_list("muter_id", "muted_id"),
            "favorites": Favorite.objects.values_list("member_id", "workbook__author_id"),
        }
        for name, rows in kept.items():
            found = [(self.number[one], self.number[other]) for one, other in rows]
            assert sorted(found) == sorted(getattr(self, name)), name

    @invariant()
    def the_counters_are_the_counts(self) -> None:
        for profile in Profile.objects.all():
            number = self.number[profile.pk]
            assert profile.followers_count == sum(other == number for _one, other in self.follows)
            assert profile.following_count == sum(one == number for one, _other in self.follows)
        for book in Workbook.objects.all():
            assert book.favorite_count == self.marks(self.number[book.author_id])


def test_edges_and_counters_are_as_the_model_says() -> None:
    run(Edges)
