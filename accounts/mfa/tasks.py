"""What happens to the second step by the clock."""

from __future__ import annotations

from datetime import timedelta

from accounts.mfa import services
from config.jobs import job


@job("accounts.mfa.prune", every=timedelta(hours=1), queue="default")
def prune() -> dict[str, int]:
    """Drop codes, challenges and sign-ins that have run out."""
    return services.prune()
