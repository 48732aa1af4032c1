"""What becomes of open connections in exports and in erasure."""

from __future__ import annotations

from config.privacy import Delete, NotExported, register


def declare() -> None:
    register(
        "notifications.Socket",
        of="member",
        export=NotExported("how many connections are open now, so that they can be counted; gone when they close"),
        erase=Delete(),
    )
