"""Time passes for cases."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from moderation.cases import services


@job("moderation.cases.tend", every=timedelta(minutes=5))
def tend() -> dict[str, int]:
    """Let waiting cases grow older, tell of those that are overdue, and release claims that came to nothing."""
    return services.tend()
