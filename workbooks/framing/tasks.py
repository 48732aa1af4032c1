"""Periodic work of framing."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from workbooks.framing import services


@job("workbooks.framing.enlist", every=timedelta(hours=1))
def enlist() -> dict[str, int]:
    """Plan probes of workbooks that came in bulk."""
    return {"enlisted": services.enlist()}
