"""The sweep: what the index misses, has too much of, or has in an old form, found by the rows themselves.

Imports and seeds write workbooks without telling of each; an event may be lost to a repair. The sweep needs no word of
any of it. It holds the lock for one batch at a time, so the site runs on, and begins wherever it was broken off.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, FloatField, OuterRef, QuerySet
from django.db.models.functions import Abs, Cast, Ln

from config import bulk
from config.db import unhurried, wait_lock
from workbooks.catalog import queries as catalog
from workbooks.discovery.documents import FORMAT, standing
from workbooks.discovery.models import SearchEntry, SearchVariant, SearchWord
from workbooks.discovery.services.indexing import LOCK, index_workbooks

BATCH = 1_000
_NIL = UUID(int=0)
# How far a score may lie beside what it should be before it is written: a write costs the whole entry.
_WORTH_WRITING = 0.1

Tell = Callable[[int], None]


def missing() -> QuerySet[SearchEntry]:
    """The workbooks that the index has not, or not as they are."""
    current = SearchEntry.objects.filter(workbook_id=OuterRef("pk"), version=OuterRef("version"), format=FORMAT)
    rows: QuerySet[SearchEntry] = catalog.standing().filter(~Exists(current))  # type: ignore[assignment]
    return rows


def superfluous() -> QuerySet[SearchEntry]:
    """The entries whose workbook is not to be found any more."""
    return SearchEntry.objects.filter(~Exists(catalog.standing().filter(pk=OuterRef("workbook_id"))))


def sweep(*, most: int = 1_000_000_000, tell: Tell = lambda done: None) -> int:
    """Index what is missing and remove what is too much, up to `most` workbooks; returns how many were dealt with."""
    done = 0
    with unhurried():
        for rows, column in ((superfluous(), "workbook_id"), (missing(), "pk")):
            last = _NIL
            while done < most:
                ids = list(
                    rows.filter(**{f"{column}__gt": last}).order_by(column).values_list(column, flat=True)[:BATCH]
                )
                if not ids:
                    break
                last = ids[-1]
                index_workbooks(workbook_ids=ids)
                done += len(ids)
                tell(done)
        if done > BATCH:
            bulk.analyse([SearchEntry, SearchWord, SearchVariant])
    return done


def begin_anew() -> int:
    """Have the next sweep make all entries anew; they are found as they are until then, by words that are right."""
    with transaction.atomic():
        wait_lock(LOCK)
        SearchVariant.objects.all().delete()
        SearchWord.objects.all().delete()
        return SearchEntry.objects.update(format=0, is_counted=False)


def refresh_scores() -> int:
    """Bring the scores up to what views, favourites, comments and the trend have become; returns how many changed."""
    popular, trending = (Cast(F(f"workbook__{name}_score"), FloatField()) + 1.0 for name in ("popular", "trending"))
    wanted = F("fresh") + 1.5 * Ln(popular) + 2.0 * Ln(trending)
    rows = SearchEntry.objects.annotate(off=Abs(wanted - F("score"))).filter(off__gt=_WORTH_WRITING)
    changed, last = 0, 0
    with unhurried():
        while True:
            found = rows.filter(pk__gt=last).order_by("pk")
            batch = list(
                found.values_list("pk", "fresh", "workbook__popular_score", "workbook__trending_score")[:BATCH]
            )
            for pk, fresh, popular_score, trending_score in batch:
                score = round(fresh + standing(popular_score, trending_score), 4)
                changed += SearchEntry.objects.filter(pk=pk).update(score=score)
            if len(batch) < BATCH:
                return changed
            last = batch[-1][0]
