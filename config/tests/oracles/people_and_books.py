"""A small random community twice: as plain facts for the oracle, and as rows made by the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from accounts.profiles import services as profiles
from accounts.users import services as users
from config import clock
from config.roles import Role, Status
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.catalog.models import State, Visibility
from workbooks.catalog.tests.factories import draft, published
from workbooks.discovery import services as discovery
from workbooks.engagement import services as engagement

MEMBERS, BOOKS, REMIXES, DRAFTS = 12, 24, 8, 4
TAGS = ("finance", "sales", "energy")
AUDIENCES = ("everyone", "followers", "friends", "nobody")


@dataclass
class Member:
    """What decides what others see of somebody."""

    row: Any
    role: str = Role.MEMBER
    status: str = Status.ACTIVE
    is_hidden: bool = False
    show_profile: str = "everyone"
    show_favorites: str = "everyone"
    show_friends: str = "friends"

    @property
    def id(self) -> UUID:
        return self.row.pk


@dataclass
class Note:
    """A comment."""

    id: UUID
    author: UUID
    parent: UUID | None
    is_hidden: bool = False
    is_removed: bool = False
    is_deleted: bool = False


@dataclass
class Book:
    """A workbook."""

    id: UUID
    author: UUID
    tag: str
    remix_of: UUID | None = None
    status: str = State.PUBLISHED
    visibility: str = Visibility.PUBLIC
    is_hidden: bool = False
    is_removed: bool = False
    is_deleted: bool = False
    is_picked: bool = False
    favorited_by: set[UUID] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


@dataclass
class Community:
    """Everything that the oracle may know."""

    members: dict[UUID, Member]
    books: dict[UUID, Book]
    follows: set[tuple[UUID, UUID]] = field(default_factory=set)
    friends: set[tuple[UUID, UUID]] = field(default_factory=set)
    blocks: set[tuple[UUID, UUID]] = field(default_factory=set)


def make_community(seed: int) -> Community:
    """Everybody acts while all is open; then edges, states, visibilities and moderation close some of it."""
    random = Random(seed)
    names = [f"p{seed}-{number}" for number in range(MEMBERS)]
    rows = [users.create_user(username=name, email=f"{name}@example.com", password=None) for name in names]
    made = Community({row.pk: Member(row) for row in rows}, {})
    _write_books(made, random)
    for book in made.books.values():
        if book.status == State.PUBLISHED:
            _engage(made, book, random)
    discovery.sweep()  # before anything is closed: the index is not what says who sees what
    _draw_edges(made, random)
    for book in made.books.values():
        _turn(made, book, random)
    for member in made.members.values():
        _stand(member, random)
    return made


def _write_books(made: Community, random: Random) -> None:
    people = list(made.members.values())
    for _ in range(BOOKS):
        author, tag = random.choice(people), random.choice(TAGS)
        row = published(author.row, tags=[tag])
        made.books[row.pk] = Book(row.pk, author.id, tag)
    for source in random.sample(sorted(made.books), REMIXES):
        author = random.choice(people)
        row = catalog.duplicate_workbook(actor=author.row, workbook_id=source)
        catalog.publish_workbook(actor=author.row, workbook_id=row.pk)
        made.books[row.pk] = Book(row.pk, author.id, made.books[source].tag, source)
    for author in random.sample(people, DRAFTS):
        row = draft(author.row, tag_names=[TAGS[0]])
        made.books[row.pk] = Book(row.pk, author.id, TAGS[0], status=State.DRAFT)


def _engage(made: Community, book: Book, random: Random) -> None:
    people = list(made.members.values())
    for member in random.sample(people, 3):
        engagement.favorite(member=member.row, workbook_id=book.id)
        book.favorited_by.add(member.id)
    for author in random.choices(people, k=3):
        first = next((note for note in book.notes if note.parent is None), None)
        parent = first.id if first and random.random() < 0.5 else None
        row = engagement.write_comment(author=author.row, workbook_id=book.id, body="Seen", parent_id=parent)
        book.notes.append(Note(row.pk, author.id, parent))
    for note in book.notes:
        if random.random() < 0.2:
            note.is_removed = random.random() < 0.4
            (engagement.remove_comment if note.is_removed else engagement.hide_comment)(note.id)
            note.is_hidden = True
        elif random.random() < 0.2:
            engagement.delete_comment(actor=made.members[note.author].row, comment_id=note.id)
            note.is_deleted = True


def _draw_edges(made: Community, random: Random) -> None:
    people = list(made.members.values())
    for _ in range(MEMBERS * 4):
        one, other = random.sample(people, 2)
        kind = random.choice(["follow", "follow", "friend", "block"])
        between = {(one.id, other.id), (other.id, one.id)}
        if kind == "block":
            if random.random() < 0.6:
                continue
            graph.block(actor=one.row, person=other.row)
            made.blocks.add((one.id, other.id))
            made.follows -= between
            made.friends -= between
        elif made.blocks & between:
            continue
        elif kind == "friend":
            graph.make_friends(actor=one.row, person=other.row)
            made.friends |= between
        else:
            graph.follow(actor=one.row, person=other.row)
            made.follows.add((one.id, other.id))


def _turn(made: Community, book: Book, random: Random) -> None:
    author = made.members[book.author].row
    if book.status == State.PUBLISHED:
        _pick(book, author, random)
    book.visibility = random.choice(Visibility.values)
    catalog.edit_workbook(actor=author, workbook_id=book.id, changes={"visibility": book.visibility})
    if book.status == State.PUBLISHED and random.random() < 0.15:
        catalog.archive_workbook(actor=author, workbook_id=book.id)
        book.status = State.ARCHIVED
    if random.random() < 0.15:
        book.is_removed = random.random() < 0.4
        (catalog.remove_workbook if book.is_removed else catalog.hide_workbook)(book.id)
        book.is_hidden = True
    if random.random() < 0.1 and not book.is_removed:
        catalog.delete_workbook(actor=author, workbook_id=book.id)
        book.is_deleted = True


def _pick(book: Book, by: Any, random: Random) -> None:
    drawn = random.random()
    if drawn < 0.3:
        catalog.feature_workbook(actor=by, workbook_id=book.id)
        book.is_picked = True
    elif drawn < 0.4:
        catalog.feature_workbook(actor=by, workbook_id=book.id, starts_at=clock.now() + timedelta(days=1))


def _stand(member: Member, random: Random) -> None:
    standings = [Status.ACTIVE] * 5 + [Status.MUTED, Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED]
    member.role = random.choice([Role.MEMBER, Role.MEMBER, Role.MEMBER, Role.AGENT, Role.MODERATOR, Role.MANAGER])
    member.status = random.choice(standings)
    drawn = random.choices(AUDIENCES, weights=[5, 2, 2, 1], k=3)
    member.show_profile, member.show_favorites, member.show_friends = drawn
    users.set_role(user_id=member.id, role=member.role, actor=None)
    users.set_status(user_id=member.id, status=member.status, actor=None)
    choices = {"profile": member.show_profile, "favorites": member.show_favorites, "friends": member.show_friends}
    profiles.set_privacy(user_id=member.id, privacy=choices)
    if random.random() < 0.1:
        profiles.hide(member.id)
        member.is_hidden = True
    member.row.refresh_from_db()
