"""What becomes of preferences in exports and in erasure."""

from __future__ import annotations

from config.privacy import Delete, Export, register


def declare() -> None:
    register("notifications.Preferences", of="member", export=Export(), erase=Delete())
    register("notifications.MutedThread", of="member", export=Export(), erase=Delete())
