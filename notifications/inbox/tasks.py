"""Periodic work of the inbox."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from notifications.inbox import services


@job("notifications.inbox.settle", every=timedelta(minutes=10))
def settle() -> dict[str, int]:
    """Have the rows below watermarks say that they are read."""
    return {"settled": services.settle()}


@job("notifications.inbox.archive_old", every=timedelta(days=1))
def archive_old() -> dict[str, int]:
    """Archive notifications that nothing has happened to for 90 days, and delete the oldest."""
    return {"archived": services.archive_old(), "deleted": services.prune()}
