"""The texts of profiles as screening reads them again: for hosted analysers, and for trials of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.profiles.models import Profile
from config.desk.filters import first_key_at
from config.entities import Written

_TEXTS = ("user__username", "full_name", "bio", "title", "website", "location")


def written(user_ids: Iterable[UUID]) -> dict[UUID, Written]:
    """What these members say of themselves, their names included."""
    return {each.id: each for each in _texts(Profile.objects.filter(pk__in=list(user_ids)))}


def newest(since: datetime, most: int) -> Iterator[Written]:
    """The profiles of the newest accounts that were made since then, a few in memory at a time."""
    return _texts(Profile.objects.filter(pk__gte=first_key_at(since)).order_by("-pk"), most)


def _texts(rows: QuerySet[Profile], most: int | None = None) -> Iterator[Written]:
    found = rows.values_list("pk", "updated_at", *_TEXTS)[:most]
    for pk, at, *texts in found.iterator(chunk_size=500):
        yield Written("profile", pk, pk, "\n".join(text for text in texts if text), at)
