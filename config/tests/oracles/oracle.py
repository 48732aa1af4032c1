"""Who sees what, said again in plain Python after docs/guides/api-conventions.md, without the platform's queries."""

from __future__ import annotations

from uuid import UUID

from config.tests.oracles.people_and_books import Book, Community, Member, Note

STANDING = {"active", "muted"}
WATCHING = {"moderator", "manager", "admin"}

Viewer = Member | None
"""Nobody, or a member who can sign in."""


class Oracle:
    """Answers about one community."""

    def __init__(self, community: Community) -> None:
        self.all = community

    def stands(self, person: UUID) -> bool:
        return self.all.members[person].status in STANDING

    def blocked(self, viewer: Viewer, person: UUID) -> bool:
        return viewer is not None and bool(self.all.blocks & {(viewer.id, person), (person, viewer.id)})

    def is_friend(self, viewer: Viewer, person: UUID) -> bool:
        return viewer is not None and (viewer.id, person) in self.all.friends

    def is_near(self, viewer: Viewer, person: UUID) -> bool:
        """Follows them, or is their friend, which counts as much."""
        return viewer is not None and ((viewer.id, person) in self.all.follows or self.is_friend(viewer, person))

    def allows(self, viewer: Viewer, person: UUID, audience: str) -> bool:
        if audience == "everyone" or (viewer and viewer.id == person):
            return True
        return {"followers": self.is_near(viewer, person), "friends": self.is_friend(viewer, person)}.get(
            audience, False
        )

    def watches(self, viewer: Viewer) -> bool:
        return viewer is not None and viewer.role in WATCHING

    # People.

    def finds(self, viewer: Viewer, person: UUID) -> bool:
        """The profile is there at all, if only as a stub."""
        if not self.stands(person) or (viewer and (person, viewer.id) in self.all.blocks):
            return False
        is_own = viewer is not None and viewer.id == person
        return not self.all.members[person].is_hidden or is_own or self.watches(viewer)

    def opens(self, viewer: Viewer, person: UUID) -> bool:
        """The profile shows what is behind it."""
        open_to = self.allows(viewer, person, self.all.members[person].show_profile)
        return self.finds(viewer, person) and not self.blocked(viewer, person) and open_to

    def favorites_open(self, viewer: Viewer, person: UUID) -> bool:
        open_to = self.allows(viewer, person, self.all.members[person].show_favorites)
        return self.finds(viewer, person) and not self.blocked(viewer, person) and open_to

    def friends_open(self, viewer: Viewer, person: UUID) -> bool:
        return self.opens(viewer, person) and self.allows(viewer, person, self.all.members[person].show_friends)

    def friends_of_both(self, viewer: Member, person: UUID) -> set[UUID]:
        """Whom both have as a friend, as far as the viewer may know of them; of the viewer, all of theirs."""
        shared = {other for one, other in self.all.friends if one == viewer.id and (person, other) in self.all.friends}
        return {other for other in shared if self.finds(viewer, other) and not self.blocked(viewer, other)}

    # Workbooks.

    def sees(self, viewer: Viewer, book: Book) -> bool:
        """Reaches it by its link."""
        is_own = viewer is not None and viewer.id == book.author
        if book.is_deleted or not self.stands(book.author) or self.blocked(viewer, book.author):
            return False
        if book.is_hidden and not (is_own or self.watches(viewer)):
            return False
        if book.is_removed and not self.watches(viewer):
            return False
        if is_own:
            return True
        if book.status != "published" or book.visibility == "private":
            return False
        return book.visibility != "followers" or self.is_near(viewer, book.author)

    def lists(self, viewer: Viewer, book: Book) -> bool:
        """Finds it in lists: what is unlisted, private or hidden stands in none, not even in its author's view."""
        stands_in_lists = book.visibility in {"public", "followers"} and not book.is_hidden
        return book.status == "published" and stands_in_lists and self.sees(viewer, book)

    def own(self, viewer: Viewer, book: Book, status: str) -> bool:
        """In one's own list; what was removed is taken from its author as well."""
        is_there = not book.is_deleted and not book.is_removed
        return viewer is not None and viewer.id == book.author and is_there and book.status == status

    def by_author(self, viewer: Viewer, book: Book, author: UUID) -> bool:
        if viewer is not None and viewer.id == author:
            return self.own(viewer, book, "published")
        return book.author == author and self.lists(viewer, book)

    def among_favorites(self, viewer: Viewer, book: Book, person: UUID) -> bool:
        """One's own favourites hold what one reaches by its link, too."""
        if person not in book.favorited_by:
            return False
        if viewer is not None and viewer.id == person:
            return book.status == "published" and self.sees(viewer, book)
        return self.lists(viewer, book)

    def told_of(self, viewer: Viewer, book: Book) -> set[UUID]:
        """Who is named as having favourited it."""
        return {person for person in book.favorited_by if self.favorites_open(viewer, person)}

    def shows(self, viewer: Viewer, book: Book, note: Note) -> bool:
        if not self.sees(viewer, book) or not self.stands(note.author) or self.blocked(viewer, note.author):
            return False
        replies = [each for each in book.notes if each.parent == note.id and not each.is_deleted]
        if note.is_deleted and all(each.is_hidden for each in replies):
            return False
        is_own = viewer is not None and viewer.id == note.author and not note.is_removed
        return not note.is_hidden or self.watches(viewer) or is_own

    def counts(self, book: Book) -> bool:
        """Counts for its tag: what everybody may see in lists."""
        is_public = book.status == "published" and book.visibility == "public"
        return is_public and not book.is_hidden and not book.is_deleted
