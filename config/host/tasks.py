"""Measuring by schedule."""

from __future__ import annotations

from datetime import timedelta

from config.host import services
from config.jobs import job


@job("config.host.measure", every=timedelta(minutes=5), tries=1)
def measure() -> dict[str, int]:
    """Keep the machine's figures of now, and let go of those that are too old."""
    services.keep()
    return {"kept": 1, "pruned": services.prune()}
