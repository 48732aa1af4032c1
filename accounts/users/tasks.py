"""What happens to accounts by the clock."""

from __future__ import annotations

from datetime import timedelta

from accounts.users import services
from config.jobs import job


@job("accounts.users.lift_expired", every=timedelta(seconds=30), queue="default")
def lift_expired() -> dict[str, int]:
    """End mutings and suspensions whose time is over."""
    return {"lifted": services.lift_expired()}


@job("accounts.users.prune_kept_usernames", every=timedelta(days=1), queue="default")
def prune_kept_usernames() -> dict[str, int]:
    """Let go of usernames kept for 90 days."""
    return {"released": services.prune_kept_usernames()}
