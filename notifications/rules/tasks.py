"""Work of rules that is not done at once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from config.jobs import job
from notifications.inbox import services as inbox
from notifications.rules import services


@job("notifications.rules.fan_out")
def fan_out(fan_out_id: str) -> dict[str, int]:
    """Tell everybody whom one event concerns, piece by piece."""
    return {"told": services.go_on(fan_out_id=UUID(fan_out_id))}


@job("notifications.rules.finish_fan_outs", every=timedelta(minutes=10))
def finish_fan_outs() -> dict[str, int]:
    """Go on with tellings that no job is left for."""
    return {"told": sum(services.go_on(fan_out_id=each) for each in services.unfinished())}


@job("notifications.rules.forget_actor")
def forget_actor(user_id: str) -> dict[str, int]:
    """Take back what somebody did whose account is closed."""
    return {"taken_back": inbox.forget_actor(UUID(user_id))}
