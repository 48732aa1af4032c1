"""Reading preferences: for those who decide, of many members at once; and whole, for whoever they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet

from accounts.profiles.queries import own_settings
from config import compiled
from config.roles import ANONYMOUS, Viewer
from notifications.preferences import models
from notifications.preferences.choices import DAYS, MOST_THREADS
from notifications.preferences.deciding import USUAL, Preferences
from notifications.preferences.models import MutedThread
from notifications.preferences.quiet import Range, is_zone
from notifications.types import Channel, types
from social.graph import queries as graph

MOST_PEOPLE = 200
"""Muted people that are shown among preferences; whoever mutes more sees them at `/users/muted`."""


def preferences_of(member_ids: Iterable[UUID]) -> dict[UUID, Preferences]:
    """What each of these members prefers; those without a row are left out: to them everything is as usual."""
    rows = compiled.rows_among("preferences.of", _rows, viewer=ANONYMOUS, ids=member_ids)
    return {row["member_id"]: as_preferences(row) for row in rows}


def _rows(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    return models.Preferences.objects.filter(pk__in=ids).values(
        "member_id",
        "choices",
        "frequency",
        "rate_limit_per_hour",
        "ranges",
        "timezone",
        of_profile=F("member__profile__timezone"),
    )


def preferences_of_one(member_id: UUID) -> Preferences:
    """What a member prefers."""
    found = preferences_of([member_id]).get(member_id)
    return found if found is not None else Preferences(zone=zone_of_profile(member_id))


def as_preferences(row: dict[str, Any]) -> Preferences:
    """A row as it is decided by."""
    zone = row["timezone"] or row["of_profile"] or USUAL.zone
    return Preferences(
        choices=row["choices"],
        digest=row["frequency"],
        rate_limit=row["rate_limit_per_hour"],
        ranges=as_ranges(row["ranges"]),
        zone=zone if is_zone(zone) else USUAL.zone,
    )


def as_ranges(written: Iterable[Mapping[str, Any]]) -> tuple[Range, ...]:
    """Quiet hours as clients write them, ready to be compared."""
    return tuple(
        Range(
            frozenset(DAYS.index(day) for day in each["days"]),
            time.fromisoformat(each["start"]),
            time.fromisoformat(each["end"]),
        )
        for each in written
    )


def zone_of_profile(member_id: UUID) -> str:
    """The time zone of a member's profile."""
    return str(own_settings(member_id)["timezone"])


def who_muted(member_ids: Iterable[UUID], threads: Iterable[tuple[str, UUID]]) -> set[UUID]:
    """Those of the members who have muted one of the threads."""
    found: set[UUID] = set()
    ids = list(member_ids)
    for kind, thing_id in threads:
        rows = MutedThread.objects.filter(member_id__in=ids, kind=kind, thing_id=thing_id)
        found |= set(rows.values_list("member_id", flat=True))
    return found


def muted_among(member_id: UUID, threads: Iterable[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Those of the threads that a member has muted, in one statement."""
    wanted = set(threads)
    if not wanted:
        return set()
    rows = MutedThread.objects.filter(member_id=member_id, thing_id__in={thing_id for _kind, thing_id in wanted})
    return wanted & set(rows.values_list("kind", "thing_id"))


def muted_threads(member_id: UUID) -> list[tuple[str, UUID]]:
    """The threads that a member has muted, newest first."""
    rows = MutedThread.objects.filter(member_id=member_id).order_by("-id")
    return list(rows.values_list("kind", "thing_id")[:MOST_THREADS])


def muted_people(member_id: UUID) -> list[str]:
    """The usernames of those whom a member has muted, newest first, and one more than are shown."""
    person = get_user_model()._default_manager.get(pk=member_id)
    rows = graph.mutes_of(person).order_by("-id")
    return list(rows.values_list("muted__username", flat=True)[: MOST_PEOPLE + 1])


def row_of(member_id: UUID) -> models.Preferences:
    """The member's row, or one as it would be, which is not saved and has version 0."""
    found = models.Preferences.objects.filter(pk=member_id).first()
    return found if found is not None else models.Preferences(member_id=member_id, version=0)


def matrix(preferences: Preferences) -> dict[str, dict[str, bool]]:
    """Every type, and whether it reaches by each channel."""
    return {type.name: {channel.value: preferences.wants(type, channel) for channel in Channel} for type in types()}


def fixed() -> list[str]:
    """The types that cannot be chosen away."""
    return [type.name for type in types() if type.is_mandatory]
