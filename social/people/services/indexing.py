"""Putting people into the search index, as their names and titles are; one transaction at a time does so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F

from config.db import wait_lock
from social.people.indexing import FORMAT, INDEX, document, standing
from social.people.models import PersonEntry

LOCK = "social.people.index"
_WRITTEN = ["username", "score", "version", "format"]


@transaction.atomic
def index_people(*, user_ids: Iterable[UUID]) -> int:
    """Have the index hold these members as they are; returns how many were written."""
    wanted = sorted(set(user_ids))
    wait_lock(LOCK)
    rows: dict[UUID, Any] = {
        row["pk"]: row
        for row in get_user_model()
        ._default_manager.filter(pk__in=wanted, profile__isnull=False)
        .values(
            "pk",
            "username",
            full_name=F("profile__full_name"),
            title=F("profile__title"),
            version=F("profile__version"),
            has_followers=F("profile__followers_count"),
            has_workbooks=F("profile__workbooks_count"),
        )
    }
    held = {entry.user_id: entry for entry in PersonEntry.objects.filter(user_id__in=wanted)}
    entries = [held.get(user_id) or PersonEntry(user_id=user_id) for user_id in rows]
    for entry in entries:
        row = rows[entry.user_id]
        entry.username, entry.version, entry.format = row["username"], row["version"], FORMAT
        entry.score = standing(row["has_followers"], row["has_workbooks"])
    INDEX.add([(entry, document(rows[entry.user_id])) for entry in entries if entry.pk is None])
    PersonEntry.objects.bulk_update([entry for entry in entries if entry.user_id in held], _WRITTEN, batch_size=100)
    INDEX.write({entry.pk: document(rows[entry.user_id]) for entry in held.values() if entry.user_id in rows})
    return len(entries)


@transaction.atomic
def unindex_person(*, user_id: UUID) -> int:
    """Take a member out of the index; returns how many entries there were."""
    wait_lock(LOCK)
    return PersonEntry.objects.filter(user_id=user_id).delete()[0]
