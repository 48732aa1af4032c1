"""A small random town: as plain facts for the oracle, and as rows. Everything that decides who sees what is mixed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from accounts.presence.models import SharedLocation
from accounts.profiles.models import Profile
from accounts.users.models import User
from config import clock
from social.activity.keys import item_id
from social.activity.models import ActivityEvent
from social.graph.models import Block, Follow, Friendship, Mute
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement.models import Comment

PEOPLE, BOOKS, NOTES, ITEMS = 9, 8, 8, 110
CHOICES = ("everyone", "everyone", "everyone", "followers", "friends", "nobody")
VERBS = {"published": "workbook", "favorited": "workbook", "shared": "workbook", "commented": "comment",
         "followed": "profile", "befriended": "profile", "used": "profile"}  # fmt: skip


@dataclass
class Person:
    """Somebody, and what they let others see."""

    row: Any
    status: str = "active"
    role: str = "member"
    is_hidden: bool = False
    choices: dict[str, str] = field(default_factory=dict)
    country: str = ""
    region: str = ""


@dataclass
class Book:
    """A workbook."""

    author: UUID
    status: str
    visibility: str
    is_hidden: bool
    is_deleted: bool


@dataclass
class Note:
    """A comment."""

    book: UUID
    is_hidden: bool
    is_deleted: bool


@dataclass
class Item:
    """What somebody did."""

    id: UUID
    actor: UUID
    verb: str
    kind: str
    thing: UUID
    visibility: str
    at: datetime
    is_hidden: bool
    is_deleted: bool


@dataclass
class Town:
    """Everything that the oracle may know."""

    people: dict[UUID, Person] = field(default_factory=dict)
    books: dict[UUID, Book] = field(default_factory=dict)
    notes: dict[UUID, Note] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    follows: set[tuple[UUID, UUID]] = field(default_factory=set)
    friends: set[tuple[UUID, UUID]] = field(default_factory=set)
    blocks: set[tuple[UUID, UUID]] = field(default_factory=set)
    mutes: set[tuple[UUID, UUID]] = field(default_factory=set)


def make_town(seed: int) -> Town:
    """People, what they made, and what they did."""
    random, town = Random(seed), Town()
    _settle(town, random, seed)
    _make_things(town, random)
    _draw_edges(town, random)
    _act(town, random)
    for one in town.people.values():
        User.objects.filter(pk=one.row.pk).update(status=one.status, role=one.role)
        one.row.refresh_from_db()
    return town


def _settle(town: Town, random: Random, seed: int) -> None:
    for number in range(PEOPLE):
        name = f"t{seed}-{number}"
        row = User.objects.create(username=name, email=f"{name}@example.com", password="!")
        one = Person(row)
        one.status = random.choice(["active", "active", "active", "active", "muted", "suspended", "deactivated"])
        one.role = "moderator" if random.random() < 0.15 else "member"
        one.is_hidden = random.random() < 0.1
        for name in ("show_profile", "show_activity", "show_favorites", "show_friends", "show_location"):
            one.choices[name] = random.choice(CHOICES)
        Profile.objects.create(user=row, hidden_at=clock.now() if one.is_hidden else None, **one.choices)
        if random.random() < 0.7:
            one.country = random.choice(["PT", "DE"])
            one.region = random.choice(["", f"{one.country}-1", f"{one.country}-2"])
            now = clock.now()
            SharedLocation.objects.create(
                user=row, country=one.country, region=one.region, words_version=1, consented_at=now, last_shared_at=now
            )
        town.people[row.pk] = one


def _make_things(town: Town, random: Random) -> None:
    for _ in range(BOOKS):
        author = random.choice(list(town.people.values()))
        row = published(author.row)
        book = Book(
            author=author.row.pk,
            status=random.choice(["published"] * 5 + ["archived"]),
            visibility=random.choice(["public", "public", "public", "followers", "unlisted", "private"]),
            is_hidden=random.random() < 0.1,
            is_deleted=random.random() < 0.1,
        )
        now = clock.now()
        Workbook.objects.filter(pk=row.pk).update(
            status=book.status, visibility=book.visibility,
            hidden_at=now if book.is_hidden else None, deleted_at=now if book.is_deleted else None,
        )  # fmt: skip
        town.books[row.pk] = book
    for _ in range(NOTES):
        note = Note(random.choice(list(town.books)), random.random() < 0.15, random.random() < 0.15)
        now = clock.now()
        row = Comment(
            workbook_id=note.book, author=random.choice(list(town.people.values())).row, body="Hi",
            hidden_at=now if note.is_hidden else None, deleted_at=now if note.is_deleted else None,
        )  # fmt: skip
        row.thread = row.pk
        row.save(force_insert=True)
        town.notes[row.pk] = note


def _draw_edges(town: Town, random: Random) -> None:
    ids = list(town.people)
    for one in ids:
        for other in ids:
            if one == other:
                continue
            if random.random() < 0.4:
                town.follows.add((one, other))
            if one < other and random.random() < 0.2:
                town.friends |= {(one, other), (other, one)}
            if random.random() < 0.06:
                town.blocks.add((one, other))
            if random.random() < 0.1:
                town.mutes.add((one, other))
    Follow.objects.bulk_create([Follow(follower_id=one, followee_id=other) for one, other in town.follows])
    Friendship.objects.bulk_create([Friendship(member_id=one, friend_id=other) for one, other in town.friends])
    Block.objects.bulk_create([Block(blocker_id=one, blocked_id=other) for one, other in town.blocks])
    Mute.objects.bulk_create([Mute(muter_id=one, muted_id=other) for one, other in town.mutes])


def _act(town: Town, random: Random) -> None:
    ids, began = list(town.people), clock.now() - timedelta(days=3)
    things = {"workbook": list(town.books), "comment": list(town.notes), "profile": ids}
    for number in range(ITEMS):
        # Some at the very same moment.
        at = began + timedelta(minutes=20 * (number // 2))
        verb, actor = random.choice(list(VERBS)), random.choice(ids)
        kind = VERBS[verb]
        item = Item(
            id=item_id(at, number + 1), actor=actor, verb=verb, kind=kind,
            thing=random.choice([each for each in things[kind] if each != actor]),
            visibility=random.choice(["public"] * 6 + ["followers", "friends", "private", "community"]),
            at=at, is_hidden=random.random() < 0.06, is_deleted=random.random() < 0.06,
        )  # fmt: skip
        town.items.append(item)
    now = clock.now()
    ActivityEvent.objects.bulk_create(
        ActivityEvent(
            id=each.id, actor_id=each.actor, verb=each.verb, kind=each.kind, thing_id=each.thing,
            visibility=each.visibility, occurred_at=each.at, hidden_at=now if each.is_hidden else None,
            deleted_at=now if each.is_deleted else None,
        )
        for each in town.items
    )  # fmt: skip
