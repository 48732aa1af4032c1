"""Periodic work of digests."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from notifications.digests import services


@job("notifications.digests.make_due", every=timedelta(minutes=1))
def make_due() -> dict[str, int]:
    """Make digests of what is due, and put them on the queue."""
    return {"made": services.make_due()}


@job("notifications.digests.prune", every=timedelta(days=1))
def prune() -> dict[str, int]:
    """Delete digests that were made longer ago than notifications are kept."""
    return {"deleted": services.prune()}
