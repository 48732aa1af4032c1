"""Who sees which item in which feed, said again in plain Python over all rows, without the platform's queries."""

from __future__ import annotations

from uuid import UUID

from social.activity.tests.town import Book, Item, Person, Town

STANDING = {"active", "muted"}
STAFF = {"moderator", "manager", "admin"}
BY_CHOICE = {"favorited": "show_favorites", "befriended": "show_friends"}


class Oracle:
    """Answers about one town; a viewer is a person or nobody."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def feed(self, viewer: Person | None, name: str) -> list[UUID]:
        """The ids of a feed, newest first."""
        actors = self.actors(viewer, name)
        return self._newest(
            item for item in self.town.items
            if item.actor in actors and self.sees(viewer, item) and not self.mutes(viewer, item.actor)
        )  # fmt: skip

    def of_person(self, viewer: Person | None, person: UUID) -> list[UUID] | None:
        """The ids on someone's own page; None where that is closed to the viewer."""
        if not self.opens(viewer, person):
            return None
        return self._newest(item for item in self.town.items if item.actor == person and self.sees(viewer, item))

    def anywhere(self, viewer: Person | None) -> set[UUID]:
        """The items that can be reported, or flagged."""
        is_staff = viewer is not None and viewer.role in STAFF
        return {item.id for item in self.town.items if self.sees(viewer, item, with_hidden=is_staff)}

    @staticmethod
    def _newest(items: object) -> list[UUID]:
        return sorted((item.id for item in items), reverse=True)

    def actors(self, viewer: Person | None, name: str) -> set[UUID]:
        if name == "global":
            return set(self.town.people)
        own = viewer.row.pk
        followed = {other for one, other in self.town.follows if one == own}
        friends = {other for one, other in self.town.friends if one == own}
        if name == "local":
            return {pk for pk in self.town.people if pk != own and self.is_near_by(viewer, pk)}
        return {"all": followed | friends | {own}, "following": followed, "friends": friends}[name]

    def is_near_by(self, viewer: Person, person: UUID) -> bool:
        other = self.town.people[person]
        if not viewer.country or other.country != viewer.country:
            return False
        if viewer.region and other.region != viewer.region:
            return False
        return self.allows(viewer, person, other.choices["show_location"])

    def sees(self, viewer: Person | None, item: Item, *, with_hidden: bool = False) -> bool:
        actor = self.town.people[item.actor]
        if item.is_deleted or (item.is_hidden and not with_hidden):
            return False
        if not self.stands(viewer, item.actor) or self.blocked(viewer, item.actor):
            return False
        if not self.allows(viewer, item.actor, actor.choices["show_activity"]):
            return False
        if item.verb in BY_CHOICE and not self.allows(viewer, item.actor, actor.choices[BY_CHOICE[item.verb]]):
            return False
        audience = {"public": "everyone", "private": "nobody", "community": "nobody"}.get(
            item.visibility, item.visibility
        )
        return self.allows(viewer, item.actor, audience) and self.is_there(viewer, item)

    def is_there(self, viewer: Person | None, item: Item) -> bool:
        if item.kind == "workbook":
            return self.lists(viewer, self.town.books[item.thing])
        if item.kind == "comment":
            note = self.town.notes[item.thing]
            return not note.is_hidden and not note.is_deleted and self.lists(viewer, self.town.books[note.book])
        if not self.stands(viewer, item.thing) or self.blocked(viewer, item.thing):
            return False
        if viewer is not None and item.actor == viewer.row.pk:
            return True
        told = self.town.people[item.thing].choices
        if item.verb in BY_CHOICE and not self.allows(viewer, item.thing, told[BY_CHOICE[item.verb]]):
            return False
        return self.allows(viewer, item.thing, told["show_profile"])

    def lists(self, viewer: Person | None, book: Book) -> bool:
        if book.is_deleted or book.is_hidden or book.status != "published":
            return False
        if self.town.people[book.author].status not in STANDING or self.blocked(viewer, book.author):
            return False
        if book.visibility == "followers":
            return self.allows(viewer, book.author, "followers")
        return book.visibility == "public"

    def opens(self, viewer: Person | None, person: UUID) -> bool:
        choice = self.town.people[person].choices["show_profile"]
        return self.stands(viewer, person) and not self.blocked(viewer, person) and self.allows(viewer, person, choice)

    def stands(self, viewer: Person | None, person: UUID) -> bool:
        one = self.town.people[person]
        is_own = viewer is not None and viewer.row.pk == person
        is_staff = viewer is not None and viewer.role in STAFF
        return one.status in STANDING and (not one.is_hidden or is_own or is_staff)

    def blocked(self, viewer: Person | None, person: UUID) -> bool:
        if viewer is None:
            return False
        return bool(self.town.blocks & {(viewer.row.pk, person), (person, viewer.row.pk)})

    def mutes(self, viewer: Person | None, person: UUID) -> bool:
        return viewer is not None and (viewer.row.pk, person) in self.town.mutes

    def allows(self, viewer: Person | None, person: UUID, audience: str) -> bool:
        if audience == "everyone" or (viewer is not None and viewer.row.pk == person):
            return True
        if viewer is None or audience == "nobody":
            return False
        is_friend = (viewer.row.pk, person) in self.town.friends
        return is_friend or (audience == "followers" and (viewer.row.pk, person) in self.town.follows)
