"""What the site itself tells its members."""

from __future__ import annotations

from notifications.rules.rule import Rule, register
from notifications.types import shipped as types

register(
    # Events of siblings: heard by their wire names, since slices of one floor form no circle.
    Rule(
        types.ADDRESS_SUPPRESSED,
        "address.suppressed",
        recipients=lambda event: [event.user_id],
        actor="",
        group=lambda event: f"{types.ADDRESS_SUPPRESSED.name}:{event.address}"[:140],
        data=lambda event: {"address": event.address, "reason": event.reason},
        stays=True,
    ),
    Rule(
        types.WEBHOOK_DISABLED,
        "webhook.disabled",
        recipients=lambda event: [event.maker_id],
        actor="",
        group=lambda event: f"{types.WEBHOOK_DISABLED.name}:{event.endpoint_id}",
        data=lambda event: {"host": event.host, "reason": event.reason},
        stays=True,
    ),
)
