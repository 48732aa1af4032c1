"""What the site itself tells its members."""

from __future__ import annotations

from notifications.rules.rule import Rule, register
from notifications.types import shipped as types

register(
    # A sibling's event: heard by its wire name, since slices of one floor form no circle.
    Rule(
        types.ADDRESS_SUPPRESSED,
        "address.suppressed",
        recipients=lambda event: [event.user_id],
        actor="",
        group=lambda event: f"{types.ADDRESS_SUPPRESSED.name}:{event.address}"[:140],
        data=lambda event: {"address": event.address, "reason": event.reason},
        stays=True,
    ),
)
