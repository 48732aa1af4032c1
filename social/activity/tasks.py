"""Periodic work of activity."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from social.activity import services


@job("social.activity.prune", every=timedelta(days=1))
def prune() -> dict[str, int]:
    """Delete items that are older than they are kept."""
    return {"deleted": services.prune()}


@job("social.activity.prune_what_is_gone", every=timedelta(days=7))
def prune_what_is_gone() -> dict[str, int]:
    """Delete items about things that are gone for good."""
    return {"deleted": services.prune_what_is_gone()}
