"""The counters and scores of workbooks, written for the slices that own what is counted, in their transactions."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, FloatField, Value, When

from workbooks.catalog.models import Workbook

_BATCH = 500


def bump_counts(*, workbook_id: UUID, favorites: int = 0, comments: int = 0) -> None:
    """Add to a workbook's counters; the caller's transaction holds what is counted."""
    Workbook.objects.filter(pk=workbook_id).update(
        favorite_count=F("favorite_count") + favorites, comment_count=F("comment_count") + comments
    )


def add_views(counted: Mapping[UUID, int]) -> None:
    """Add views to many workbooks, in the order of their ids."""
    for workbook_id in sorted(counted):
        Workbook.objects.filter(pk=workbook_id).update(view_count=F("view_count") + counted[workbook_id])


def set_trending_scores(scores: Mapping[UUID, float]) -> int:
    """Make these the trending scores, and 0 everyone else's; returns how many workbooks changed.

    A batch is a transaction of its own, so that nobody waits for the whole.
    """
    changed = 0
    for batch in _batches(sorted(scores)):
        whens = [When(pk=each, then=Value(scores[each])) for each in batch]
        with transaction.atomic():
            _hold(batch)
            changed += Workbook.objects.filter(pk__in=batch).update(
                trending_score=Case(*whens, output_field=FloatField())
            )
    fallen = [
        workbook_id
        for workbook_id in Workbook.objects.filter(trending_score__gt=0).values_list("pk", flat=True).order_by("pk")
        if workbook_id not in scores
    ]
    for batch in _batches(fallen):
        with transaction.atomic():
            _hold(batch)
            changed += Workbook.objects.filter(pk__in=batch).update(trending_score=0)
    return changed


def _hold(ids: list[UUID]) -> None:
    """Hold many rows in the order of their ids, as everyone does who writes more than one."""
    list(Workbook.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _batches(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]
