"""What becomes of avatars by the clock."""

from __future__ import annotations

from datetime import timedelta

from accounts.profiles import avatars, queries
from config.jobs import job
from config.storage.sweeping import sweep


@job("accounts.profiles.sweep_avatars", every=timedelta(days=1))
def sweep_avatars() -> dict[str, int]:
    """Remove files that are nobody's avatar, and uploads that nobody confirmed."""
    return sweep(avatars.KIND, queries.avatars_in_use)
