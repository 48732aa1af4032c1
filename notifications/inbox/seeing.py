"""What a recipient may see of a notification: its thing, and the people who did it.

Lists ask when they are read, and the queue when it sends. What may not be seen any more is taken back by its event as
well (`rules`); this is what holds until that has happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet

from config import compiled, entities
from config.roles import ANONYMOUS, SIGNED_IN_STATES, Viewer
from social.graph import queries as graph
from social.people.queries import visible_people

PERSON = "profile"


def seen_things(viewer: Viewer, kind: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the things that the viewer may see, in one statement."""
    try:
        known = entities.kind(kind)
    except entities.UnknownKind:
        return set()
    if viewer.pk is None and known.visible_to(viewer).query.is_empty():
        return set()  # a kind that visitors see nothing of

    def build(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
        if kind == PERSON:
            return visible_people(viewer).exclude(graph.has_blocked(viewer, "pk")).filter(pk__in=ids).values("pk")
        return known.visible_to(viewer).filter(pk__in=ids).values("pk")

    return {row["pk"] for row in compiled.rows_among(("inbox.seen", kind), build, viewer=viewer, ids=ids)}


def seen_people(viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the people whose accounts stand and between whom and the viewer there is no block, in one statement."""

    def build(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
        people = get_user_model()._default_manager.filter(graph.stands(viewer), pk__in=ids)
        return people.exclude(graph.blocked_between(viewer, "pk")).values("pk")

    return {row["pk"] for row in compiled.rows_among("inbox.people", build, viewer=viewer, ids=ids)}


@dataclass(frozen=True, slots=True)
class Reader:
    """A member as far as it takes to write to them: a viewer, and what language they read."""

    pk: UUID
    role: str
    status: str
    username: str
    full_name: str
    locale: str
    email_verified: bool = True
    is_authenticated: bool = True

    @property
    def id(self) -> UUID:
        return self.pk

    @property
    def name(self) -> str:
        """What they are called."""
        return self.full_name or self.username

    @property
    def is_open(self) -> bool:
        """Whether the account may be signed in to."""
        return self.status in SIGNED_IN_STATES


def readers(ids: Iterable[UUID]) -> dict[UUID, Reader]:
    """These members, in one statement; accounts that nobody has claimed are left out."""
    rows = compiled.rows_among("inbox.readers", _readers, viewer=ANONYMOUS, ids=ids)
    return {row["pk"]: Reader(**row) for row in rows}


def _readers(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    rows = get_user_model()._default_manager.filter(pk__in=ids, is_claimed=True)
    return rows.values(
        "pk", "role", "status", "username", full_name=F("profile__full_name"), locale=F("profile__locale")
    )


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody as the far end of an edge: no more of them is asked."""

    pk: UUID
    role: str = ""
    status: str = ""
    email_verified: bool = True
    is_authenticated: bool = True

    @property
    def id(self) -> UUID:
        return self.pk


def reached_by(actor_id: UUID, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the members who may hear of what somebody does: no block is between them, and they have not muted them.

    One statement, whatever their number.
    """

    def build(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
        people = get_user_model()._default_manager.filter(pk__in=ids)
        return people.filter(~graph.blocked_between(viewer, "pk"), ~Q(graph.muted_by(viewer, "pk"))).values("pk")

    return {row["pk"] for row in compiled.rows_among("inbox.reached", build, viewer=_Person(actor_id), ids=ids)}


def not_muted(reader: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the people whom the reader has not muted, in one statement."""
    wanted = set(ids)
    muted = graph.mutes_of(reader).filter(muted_id__in=wanted) if wanted else graph.mutes_of(reader).none()
    return wanted - set(muted.values_list("muted_id", flat=True))


def who_sees(kind: str, thing_id: UUID, members: Sequence[Reader]) -> set[UUID]:
    """Those of the members who may see the thing.

    What visitors see, every member sees but those between whom and its owner a block stands: so thousands are asked
    about in two statements. Of anything else each is asked for themselves.
    """
    if seen_things(ANONYMOUS, kind, [thing_id]):
        owner_id = entities.kind(kind).owner_of(thing_id)
        ids = {member.pk for member in members}
        return ids if owner_id is None else unblocked(owner_id, ids)
    return {member.pk for member in members if seen_things(member, kind, [thing_id])}


def unblocked(person_id: UUID, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the members between whom and the person there is no block, and the person themselves."""

    def build(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
        people = get_user_model()._default_manager.filter(pk__in=ids)
        return people.exclude(graph.blocked_between(viewer, "pk")).values("pk")

    return {row["pk"] for row in compiled.rows_among("inbox.unblocked", build, viewer=_Person(person_id), ids=ids)}
