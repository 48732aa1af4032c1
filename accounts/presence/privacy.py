"""What becomes of presence and shared places in exports and in erasure."""

from __future__ import annotations

from config.privacy import Delete, Export, register


def declare() -> None:
    register("accounts.Presence", of="user", export=Export(), erase=Delete())
    register("accounts.SharedLocation", of="user", export=Export(), erase=Delete())
