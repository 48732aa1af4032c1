"""What becomes of the names in flags and groups of flags in exports and in erasure."""

from __future__ import annotations

from config.privacy import Delete, Export, register


def declare() -> None:
    register("flags.Group_members", of="user", export=Export(), erase=Delete())
    register("flags.Flag_users", of="user", export=Export(), erase=Delete())
