"""Items go when they are old, unless they are flagged or pinned; and when what they are about is gone for good."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import entities
from social.activity.causes import PERSON
from social.activity.keys import item_id
from social.activity.models import ActivityEvent
from social.activity.services.keeping import oldest_kept

BATCH = 1_000


def prune(*, batch: int = BATCH) -> int:
    """Delete the items that are older than they are kept, a batch a transaction; how many that were."""
    old = ActivityEvent.objects.filter(pk__lt=item_id(oldest_kept(), 0), is_pinned=False, flag_count=0).order_by("pk")
    last, count = None, 0
    while True:
        with transaction.atomic():
            rows = old if last is None else old.filter(pk__gt=last)
            keys = list(rows.values_list("pk", flat=True)[:batch])
            ActivityEvent.objects.filter(pk__in=keys, is_pinned=False, flag_count=0).delete()
        count += len(keys)
        if len(keys) < batch:
            return count
        last = keys[-1]


def prune_what_is_gone(*, batch: int = BATCH) -> int:
    """Delete the items about things that are gone for good (purged, not only deleted); how many that were.

    Nobody has seen them since the thing was deleted. People are left out: what is about them goes with their erasure.
    """
    last, count = UUID(int=0), 0
    while True:
        rows = ActivityEvent.objects.exclude(kind=PERSON).filter(pk__gt=last).order_by("pk")
        held = list(rows.values_list("pk", "kind", "thing_id")[:batch])
        gone = [pk for kind in {kind for _, kind, _ in held} for pk in _gone(kind, held)]
        count += ActivityEvent.objects.filter(pk__in=gone).delete()[1].get(ActivityEvent._meta.label, 0) if gone else 0
        if len(held) < batch:
            return count
        last = held[-1][0]


def _gone(kind: str, held: list[tuple[UUID, str, UUID]]) -> list[UUID]:
    things = {pk: thing_id for pk, named, thing_id in held if named == kind}
    there = entities.kind(kind).summaries(set(things.values()))
    return [pk for pk, thing_id in things.items() if thing_id not in there]
