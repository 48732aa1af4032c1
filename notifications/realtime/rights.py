"""Facts after which rights to channels are asked again, in every process that holds sockets."""

from __future__ import annotations

from typing import Any

from config.events import Event
from config.realtime import post_many
from config.realtime.channels import channels
from notifications.realtime.hub import CONTROL


def concerns_rights(cls: type[Event]) -> bool:
    """Whether some channel asks again after events of this kind."""
    return any(each.wire == cls.wire for channel in channels() for each in channel.rechecks())


def ask_again(event: Event) -> None:
    """Have every gateway ask again, of whom the fact is about and in which channels."""
    post_many(
        (CONTROL, "recheck", {"name": channel.name, "member": _of(event, each.member), "id": _of(event, each.id)})
        for channel in channels()
        for each in channel.rechecks()
        if each.wire == event.wire
    )


def _of(event: Event, field: str) -> Any:
    value = getattr(event, field) if field else None
    return None if value is None else str(value)
