"""What happens to sanctions by the clock."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from moderation.sanctions import services


@job("moderation.sanctions.expire", every=timedelta(seconds=30))
def expire() -> dict[str, int]:
    """End sanctions whose time is over."""
    return {"ended": services.expire_due()}
