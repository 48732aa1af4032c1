"""What becomes of broadcasts in exports and in erasure: they are the platform's; who made one is forgotten."""

from __future__ import annotations

from config.privacy import Clear, NotExported, register


def declare() -> None:
    register(
        "notifications.Broadcast",
        of="made_by",
        export=NotExported("announcements are the installation's, whoever wrote them down"),
        erase=Clear(because="members were told it, and read it still", values={"made_by": None}),
    )
