"""What happens to gateways by the clock."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from notifications.realtime import services


@job("notifications.realtime.prune", every=timedelta(minutes=1))
def prune() -> dict[str, int]:
    """Forget processes that died without saying so."""
    return services.prune()
