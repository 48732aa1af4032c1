"""The counters and scores of workbooks, written for the slices that own what is counted, in their transactions."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from config.db import is_postgres
from workbooks.catalog.models import Workbook

_BATCH = 1_000


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
    """Make these the trending scores, and 0 everyone else's; returns how many workbooks' scores changed.

    A batch is a transaction of its own, so that nobody waits for the whole, and only what is different is written.
    """
    changed = sum(_set_scores({each: scores[each] for each in batch}) for batch in _batches(sorted(scores)))
    scored = Workbook.objects.filter(trending_score__gt=0).order_by("pk").values_list("pk", flat=True)
    fallen = [workbook_id for workbook_id in scored.iterator(chunk_size=2_000) if workbook_id not in scores]
    return changed + sum(_set_scores(dict.fromkeys(batch, 0.0)) for batch in _batches(fallen))


def _set_scores(wanted: Mapping[UUID, float]) -> int:
    kept = Workbook.objects.filter(pk__in=wanted).values_list("pk", "trending_score")
    new = {workbook_id: wanted[workbook_id] for workbook_id, score in kept if score != wanted[workbook_id]}
    if new:
        with transaction.atomic():
            _hold(list(new))
            _write_scores(new)
    return len(new)


def _write_scores(new: Mapping[UUID, float]) -> None:
    """Past Django, whose one CASE for many rows takes longer to write than the rows."""
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(
                "UPDATE workbooks_workbook SET trending_score = new.score FROM unnest(%s::uuid[], %s::float8[])"
                " AS new (id, score) WHERE workbooks_workbook.id = new.id",
                [list(new), list(new.values())],
            )
        else:
            rows = [(score, workbook_id.hex) for workbook_id, score in new.items()]
            cursor.executemany("UPDATE workbooks_workbook SET trending_score = %s WHERE id = %s", rows)


def _hold(ids: list[UUID]) -> None:
    """Hold many rows in the order of their ids, as everyone does who writes more than one."""
    list(Workbook.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _batches(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]
