"""Keeping the figures, and letting the old ones go."""

from __future__ import annotations

import socket
from datetime import timedelta

from django.conf import settings

from config import clock
from config.host.measuring import measure
from config.host.models import HostFigures

DELETED_AT_ONCE = 5_000
# A share over a longer time would hide what happened in it, and over a restart it would be wrong.
NEIGHBOURS = timedelta(minutes=15)


def keep() -> HostFigures:
    """Measure, and keep what was found."""
    row = HostFigures(at=clock.now(), host=socket.gethostname()[:150], **measure())
    row.cpu_share = _share_since(row)
    row.save()
    return row


def _share_since(row: HostFigures) -> float | None:
    if row.cpu_busy is None or row.cpu_total is None:
        return None
    before = HostFigures.objects.filter(at__gte=row.at - NEIGHBOURS, host=row.host).order_by("-at").first()
    if before is None or before.cpu_busy is None or before.cpu_total is None or before.cpu_total >= row.cpu_total:
        return None
    share = (row.cpu_busy - before.cpu_busy) / (row.cpu_total - before.cpu_total)
    return round(min(max(share, 0.0), 1.0), 4)


def prune() -> int:
    """Delete figures that are older than `settings.HOST_FIGURES_DAYS`; how many."""
    old = HostFigures.objects.filter(at__lt=clock.now() - timedelta(days=settings.HOST_FIGURES_DAYS))
    ids = list(old.order_by("at").values_list("pk", flat=True)[:DELETED_AT_ONCE])
    gone, _rows = HostFigures.objects.filter(pk__in=ids).delete()
    return gone
