"""Periodic work of discovery."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from workbooks.discovery import services

_A_RUN = 50_000


@job("workbooks.discovery.sweep", every=timedelta(minutes=10), queue="metrics")
def sweep() -> dict[str, int]:
    """Index what no event told of, and what is in an old form."""
    return {"indexed": services.sweep(most=_A_RUN)}


@job("workbooks.discovery.refresh_scores", every=timedelta(hours=1), queue="metrics")
def refresh_scores() -> dict[str, int]:
    """Bring the scores of entries up to what has become of their workbooks."""
    return {"written": services.refresh_scores()}
