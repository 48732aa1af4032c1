"""What happens to flags."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class FlagChanged(Event, wire="flag.changed", subject="name"):
    """Somebody decided anew for whom a flag is on."""

    actor_id: UUID | None
    name: str


class FlagGroupChanged(Event, wire="flag_group.changed", subject="name"):
    """Members came into a group of flags, or left it."""

    actor_id: UUID | None
    name: str
