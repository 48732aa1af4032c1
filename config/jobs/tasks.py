"""The upkeep of runs, itself by schedule."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import upkeep
from config.jobs.registry import job


@job("config.jobs.recover", every=timedelta(seconds=15))
def recover() -> dict[str, int]:
    """Find runs that died and messages that were lost."""
    return {"lost": upkeep.recover_lost(), "posted": upkeep.post_missed()}


@job("config.jobs.prune", every=timedelta(hours=1))
def prune() -> dict[str, int]:
    """Delete old runs."""
    return {"deleted": upkeep.prune()}
