"""Periodic work of people."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from social.people import services

_A_RUN = 50_000


@job("social.people.sweep", every=timedelta(minutes=10), queue="metrics")
def sweep() -> dict[str, int]:
    """Index whom no event told of."""
    return {"indexed": services.sweep(most=_A_RUN)}


@job("social.people.refresh_scores", every=timedelta(hours=1), queue="metrics")
def refresh_scores() -> dict[str, int]:
    """Bring the scores of people up to what has become of their followers and workbooks."""
    return {"written": services.refresh_scores()}
