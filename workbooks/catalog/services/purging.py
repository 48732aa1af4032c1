"""Taking deleted workbooks out of the database, with all that belongs to them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from config import clock
from workbooks.catalog.models import Workbook

KEPT_FOR = timedelta(days=30)
_BATCH = 100


def purge_deleted() -> int:
    """Remove workbooks that were deleted over 30 days ago, a batch a transaction; returns how many went."""
    gone = 0
    while True:
        with transaction.atomic():
            due = Workbook.objects.filter(deleted_at__lt=clock.now() - KEPT_FOR).order_by("deleted_at")
            batch = list(due.values_list("pk", flat=True)[:_BATCH])
            Workbook.objects.filter(pk__in=batch).delete()
        gone += len(batch)
        if len(batch) < _BATCH:
            return gone
