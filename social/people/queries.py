"""Who can be seen, and by whom: the scope of everything that is looked up by a username."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet

from accounts.presence.queries import is_online, place_columns, presence_columns
from accounts.users.queries import user_by_kept_username
from config import compiled
from config.errors import refuse
from config.roles import ANONYMOUS, Viewer
from social.graph import queries as graph
from social.people.errors import PersonNotFound

if TYPE_CHECKING:
    from accounts.users.models import User


def visible_people(viewer: Viewer) -> QuerySet[User]:
    """The members whose accounts stand, whom moderation has not hidden, and who have not blocked the viewer.

    Whom the viewer has blocked is among them, so that the block can be seen and lifted; lists leave those out with
    `graph.queries.blocked_between`.
    """
    people: QuerySet[User] = get_user_model()._default_manager.filter(graph.stands(viewer))
    return people if viewer.pk is None else people.filter(~Q(graph.is_blocked_by(viewer, "pk")))


def named(people: QuerySet[User], username: str) -> QuerySet[User]:
    """Those of `people` who bear that name, given in lower case: at most one."""
    return people.filter(username=username)


def visible_person(viewer: Viewer, username: str) -> User | None:
    """The member of that name, if the viewer may know of them."""
    return named(visible_people(viewer), username.lower()).first()


def person_or_404(viewer: Viewer, username: str) -> User:
    """As `visible_person`, or `PersonNotFound`."""
    return visible_person(viewer, username) or refuse(PersonNotFound())


def open_person_or_404(viewer: Viewer, username: str) -> User:
    """As `person_or_404`, for what stands behind a profile: it must be open to the viewer, with no block either way."""
    is_open = graph.allowed_by(viewer, "pk", "profile__show_profile") & ~graph.blocked_between(viewer, "pk")
    return named(visible_people(viewer).filter(is_open), username.lower()).first() or refuse(PersonNotFound())


def open_person(viewer: Viewer, username: str) -> dict[str, Any]:
    """`pk` and `followers_count` of the member of that name, as `open_person_or_404` would find them."""

    def build(viewer: Viewer, username: str) -> QuerySet[Any, Any]:
        is_open = graph.allowed_by(viewer, "pk", "profile__show_profile") & ~graph.blocked_between(viewer, "pk")
        people = visible_people(viewer).filter(is_open, username=username)
        return people.values("pk", followers_count=F("profile__followers_count"))

    found = compiled.rows("people.open", build, viewer=viewer, username=username.lower())
    return found[0] if found else refuse(PersonNotFound())


def present_name_of(viewer: Viewer, old_username: str) -> str:
    """The present username of whoever gave `old_username` up not long ago, if the viewer may know of them."""
    owner = user_by_kept_username(old_username)
    if owner is None or not visible_people(viewer).filter(pk=owner.pk).exists():
        raise PersonNotFound
    return owner.username


def face_row(viewer: Viewer, username: str) -> dict[str, Any] | None:
    """Everything a face is made of, with what the viewer is to the person and what the person's choices allow them.

    None where nobody of that name can be seen.
    """
    rows = compiled.rows("people.face", _face, viewer=viewer, username=username.lower())
    return rows[0] if rows else None


def _face(viewer: Viewer, username: str) -> QuerySet[Any, Any]:
    return named(visible_people(viewer), username).values(
        "pk",
        "created_at",
        title=F("profile__title"),
        bio=F("profile__bio"),
        website=F("profile__website"),
        location=F("profile__location"),
        followers_count=F("profile__followers_count"),
        following_count=F("profile__following_count"),
        workbooks_count=F("profile__workbooks_count"),
        version=F("profile__version"),
        is_open=graph.allowed_by(viewer, "pk", "profile__show_profile"),
        is_open_to_visitors=graph.allowed_by(ANONYMOUS, "pk", "profile__show_profile")
        & Q(profile__hidden_at__isnull=True),
        shows_location=graph.allowed_by(viewer, "pk", "profile__show_location"),
        shows_online=graph.allowed_by(viewer, "pk", "profile__show_online"),
        is_following=graph.follows(viewer, "pk"),
        is_requested=graph.asks_to_follow(viewer, "pk"),
        follows_you=graph.followed_by(viewer, "pk"),
        approves_followers=F("profile__approves_followers"),
        is_blocked=graph.has_blocked(viewer, "pk"),
        **presence_columns(),
        **place_columns(),
    )


def flags(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, dict[str, bool]]:
    """What each of these people and the viewer are to each other, in one query.

    `is_online` is among it where the person's choices let the viewer know, as on their face.
    """
    found: dict[UUID, dict[str, bool]] = {}
    for row in compiled.rows_among("people.flags", _flags, viewer=viewer, ids=ids):
        shown = found[row["pk"]] = {name: row[name] for name in ("is_following", "is_requested", "follows_you")}
        if row["shows_online"]:
            shown["is_online"] = is_online(row["last_active_at"])
    return found


def _flags(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    people = get_user_model()._default_manager.filter(pk__in=ids)
    return people.values(
        "pk",
        is_following=graph.follows(viewer, "pk"),
        is_requested=graph.asks_to_follow(viewer, "pk"),
        follows_you=graph.followed_by(viewer, "pk"),
        shows_online=shows_online(viewer),
        last_active_at=presence_columns()["last_active_at"],
    )


def shows_online(viewer: Viewer) -> Q:
    """Over members: who lets the viewer know that they are online. A profile that is closed to them tells nothing."""
    return (
        graph.stands(viewer)
        & graph.allowed_by(viewer, "pk", "profile__show_profile")
        & graph.allowed_by(viewer, "pk", "profile__show_online")
        & ~graph.blocked_between(viewer, "pk")
    )


def online_people(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, bool]:
    """Which of these people are online, of those who let the viewer know; the others are left out. One query."""
    rows = compiled.rows_among("people.online", _online, viewer=viewer, ids=ids)
    return {row["pk"]: is_online(row["last_active_at"]) for row in rows}


def _online(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    people = get_user_model()._default_manager.filter(shows_online(viewer), pk__in=ids)
    return people.values("pk", last_active_at=presence_columns()["last_active_at"])


def open_authors() -> QuerySet[User]:
    """The members whose profile everybody may see and who have published something for everybody."""
    is_open = graph.allowed_by(ANONYMOUS, "pk", "profile__show_profile")
    return visible_people(ANONYMOUS).filter(is_open, profile__workbooks_count__gt=0)


def in_lists(viewer: Viewer, person: str) -> Q:
    """Who stands in lists of people: those who can be seen, with no block between them and the viewer."""
    return graph.stands(viewer, f"{person}__") & ~graph.blocked_between(viewer, f"{person}_id")


def followers(viewer: Viewer, person_id: UUID) -> QuerySet[Any, Any]:
    """Who follows the person, as rows of `id` and `person_id`."""
    edges = graph.followers_of(person_id).filter(in_lists(viewer, "follower"))
    return edges.annotate(person_id=F("follower_id")).values("id", "person_id")


def following(viewer: Viewer, person_id: UUID) -> QuerySet[Any, Any]:
    """Whom the person follows, as rows of `id` and `person_id`."""
    edges = graph.followed_by_person(person_id).filter(in_lists(viewer, "followee"))
    return edges.annotate(person_id=F("followee_id")).values("id", "person_id")


def blocked(viewer: Viewer) -> QuerySet[Any, Any]:
    """Whom the viewer has blocked: all of them, or a block could not be lifted."""
    return graph.blocks_of(viewer).annotate(person_id=F("blocked_id")).values("id", "person_id")


def muted(viewer: Viewer) -> QuerySet[Any, Any]:
    """Whom the viewer has muted and may still see."""
    edges = graph.mutes_of(viewer).filter(in_lists(viewer, "muted"))
    return edges.annotate(person_id=F("muted_id")).values("id", "person_id")


def asking_to_follow(viewer: Viewer) -> QuerySet[Any, Any]:
    """Who asks to follow the viewer, as rows of `id`, `created_at` and `person_id`."""
    rows = graph.follow_requests_to(viewer).filter(in_lists(viewer, "requester"))
    return rows.values("id", "created_at", person_id=F("requester_id"))


def asked_to_follow(viewer: Viewer) -> QuerySet[Any, Any]:
    """Whom the viewer asks to follow, as rows of `id`, `created_at` and `person_id`."""
    rows = graph.follow_requests_by(viewer).filter(in_lists(viewer, "followee"))
    return rows.values("id", "created_at", person_id=F("followee_id"))
