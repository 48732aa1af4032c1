"""Periodic work of engagement."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from workbooks.engagement import services


@job("workbooks.engagement.count_views", every=timedelta(seconds=10), queue="metrics")
def count_views() -> dict[str, int]:
    """Move new views into the workbooks' counters."""
    return {"counted": services.count_views()}


@job("workbooks.engagement.recompute_trending", every=timedelta(minutes=10), queue="metrics")
def recompute_trending() -> dict[str, int]:
    """Compute the trending scores anew."""
    return {"written": services.recompute_trending()}


@job("workbooks.engagement.prune", every=timedelta(hours=6))
def prune() -> dict[str, int]:
    """Erase what is not kept: comments deleted over 30 days ago, the salts of days gone by."""
    return {"comments": services.erase_deleted_comments(), "salts": services.prune_salts()}
