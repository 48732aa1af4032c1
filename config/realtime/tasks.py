"""What happens to frames by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from config import clock
from config.jobs import job
from config.realtime.models import Frame

BATCH = 5_000


@job("config.realtime.prune", every=timedelta(minutes=15))
def prune() -> dict[str, int]:
    """Drop frames that are kept no longer, a batch at a time; the heads stay, and count on."""
    old = Frame.objects.filter(created_at__lt=clock.now() - timedelta(hours=settings.REALTIME_KEPT_HOURS))
    count = 0
    while batch := list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH]):
        count += Frame.objects.filter(pk__in=batch).delete()[0]
        if len(batch) < BATCH:
            break
    return {"frames": count}
