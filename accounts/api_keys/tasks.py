"""What happens to keys by the clock."""

from __future__ import annotations

from datetime import timedelta

from accounts.api_keys import services
from config.jobs import job


@job("accounts.api_keys.prune", every=timedelta(days=1), queue="default")
def prune() -> dict[str, int]:
    """Drop old use, and keys that ended long ago."""
    return services.prune()
