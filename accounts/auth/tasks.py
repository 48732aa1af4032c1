"""What happens to sessions and tokens by the clock."""

from __future__ import annotations

from datetime import timedelta

from accounts.auth import services
from config.jobs import job


@job("accounts.auth.prune", every=timedelta(hours=1), queue="default")
def prune() -> dict[str, int]:
    """Drop what no token and no rule needs any more."""
    return services.prune()
