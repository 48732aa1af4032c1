"""Periodic work of activity."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from social.activity import services


@job("social.activity.prune", every=timedelta(days=1))
def prune() -> dict[str, int]:
    """Delete items that are older than they are kept."""
    return {"deleted": services.prune()}
