"""Deeds of presence: what is written behind, going invisible, sharing a place and withdrawing it."""

from accounts.presence.services.lasting import become_visible, go_invisible, keep_last_active, sweep
from accounts.presence.services.sharing import share_location, withdraw_location

__all__ = [
    "become_visible",
    "go_invisible",
    "keep_last_active",
    "share_location",
    "sweep",
    "withdraw_location",
]
