"""Telling broadcasts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from config.jobs import job
from notifications.broadcasts import queries, services


@job("notifications.broadcasts.tell")
def tell(broadcast_id: str) -> dict[str, int]:
    """Tell one broadcast, piece by piece."""
    return {"told": services.go_on(broadcast_id=UUID(broadcast_id))}


@job("notifications.broadcasts.finish", every=timedelta(minutes=10))
def finish() -> dict[str, int]:
    """Go on with broadcasts that no job is left for."""
    return {"told": sum(services.go_on(broadcast_id=each) for each in queries.unfinished())}
