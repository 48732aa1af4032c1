"""Items go when they are old, unless they are flagged or pinned."""

from __future__ import annotations

from django.db import transaction

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
