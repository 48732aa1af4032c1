"""What is told: one event, as it will stand in inboxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.types import NotificationType

Thing = tuple[str, UUID]
"""The kind and the id of a thing."""

SOURCE = "notification"
"""Under what name the queue asks the inbox what its messages say."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event in the words of the inbox.

    `thing` is what the notification is about, `part` what the event itself was about (the thing, if nothing is said);
    unread notifications of one `group` are one row. `thread` orders messages that leave the platform, `threads` are
    what members mute to hear nothing of it. One that `stays` is shown whether or not its thing can be seen.
    """

    type: NotificationType
    cause_id: int
    at: datetime
    group: str
    actor_id: UUID | None = None
    thing: Thing | None = None
    part: Thing | None = None
    threads: tuple[Thing, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    stays: bool = False
    expires_at: datetime | None = None

    @property
    def own_part(self) -> Thing | None:
        """What the event itself was about."""
        return self.part or self.thing

    @property
    def thread(self) -> str:
        """What messages that leave the platform are kept in order by."""
        return f"{self.threads[0][0]}:{self.threads[0][1]}" if self.threads else self.group[:120]
