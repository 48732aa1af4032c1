"""Who is not told: asked of all recipients together, once their inboxes are held."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from config import compiled, entities
from config.events import Event
from config.roles import ANONYMOUS, Viewer
from notifications.inbox.seeing import Reader, reached_by, readers, unblocked, who_sees
from notifications.inbox.told import Told
from notifications.preferences.queries import who_muted
from notifications.rules.rule import Rule
from social.graph import queries as graph


def screened(rule: Rule, event: Event, told: Told, ids: list[UUID]) -> list[UUID]:
    """Those of the members who are to be told, in the order given."""
    people = readers(ids)
    left = {pk for pk, reader in people.items() if reader.is_open or told.type.reaches_closed}
    if told.actor_id is not None:
        left.discard(told.actor_id)
        left &= reached_by(told.actor_id, left)
    if told.threads and not told.type.is_mandatory:
        left -= who_muted(left, told.threads)
    if not rule.stays:
        left = _who_see(rule, told, [people[pk] for pk in left])
    choice = event.feed.choice if event.feed is not None else ""
    if choice and told.actor_id is not None:
        left = {pk for pk in left if lets_know(people[pk], told.actor_id, choice)}
    return [pk for pk in ids if pk in left]


def _who_see(rule: Rule, told: Told, members: list[Reader]) -> set[UUID]:
    """Those who may see the thing and the part of it that the event was about."""
    left = {member.pk for member in members}
    for kind, thing_id in dict.fromkeys(each for each in (told.thing, told.own_part) if each is not None):
        if left:
            those = [member for member in members if member.pk in left]
            left &= who_list(kind, thing_id, those) if rule.listed else who_sees(kind, thing_id, those)
    return left


def who_list(kind: str, thing_id: UUID, members: list[Reader]) -> set[UUID]:
    """Those in whose lists the thing may stand; as `who_sees`, for what is not reached by its link alone."""
    in_feeds = entities.kind(kind).in_feeds
    if in_feeds is None:
        return set()
    if listed_for(None, kind, thing_id):
        owner_id = entities.kind(kind).owner_of(thing_id)
        ids = {member.pk for member in members}
        return ids if owner_id is None else unblocked(owner_id, ids)
    return {member.pk for member in members if listed_for(member, kind, thing_id)}


def listed_for(viewer: Viewer | None, kind: str, thing_id: UUID) -> bool:
    """Whether the thing may stand in lists of the viewer; of visitors, for None."""

    def build(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
        in_feeds = entities.kind(kind).in_feeds
        assert in_feeds is not None
        return in_feeds(viewer).filter(pk__in=ids).values("pk")

    return bool(compiled.rows_among(("rules.listed", kind), build, viewer=viewer or ANONYMOUS, ids=[thing_id]))


def lets_know(reader: Reader, actor_id: UUID, choice: str) -> bool:
    """Whether the actor's choice of that name lets the reader know."""

    def build(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
        people = get_user_model()._default_manager.filter(pk__in=ids)
        return people.filter(graph.allowed_by(viewer, "pk", f"profile__{choice}")).values("pk")

    return bool(compiled.rows_among(("rules.choice", choice), build, viewer=reader, ids=[actor_id]))
