"""What is done to things and people, and when it ends: ids and words of a list, never a text."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from config.events import Event


class SanctionImposed(Event, wire="sanction.imposed", subject="member_id"):
    """Something was done to a member's thing or account; its reason and the way to appeal are in the row."""

    actor_id: UUID | None
    sanction_id: UUID
    decision_id: UUID
    member_id: UUID | None
    act: str
    kind: str
    thing_id: UUID
    until: datetime | None


class SanctionEnded(Event, wire="sanction.ended", subject="member_id"):
    """What was done is undone: `ended_as` is expired, lifted or overturned."""

    actor_id: UUID | None
    sanction_id: UUID
    member_id: UUID | None
    act: str
    kind: str
    thing_id: UUID
    ended_as: str
