"""What becomes of presence by the clock."""

from __future__ import annotations

from datetime import timedelta

from accounts.presence import services
from config.jobs import job


@job("accounts.presence.sweep", every=timedelta(days=1), queue="default")
def sweep() -> dict[str, int]:
    """Forget when members were last here who have not been here for long."""
    return {"forgotten": services.sweep()}
