"""What becomes of digests in exports and in erasure."""

from __future__ import annotations

from config.privacy import Delete, Export, register


def declare() -> None:
    register("notifications.Digest", of="member", export=Export(), erase=Delete())
