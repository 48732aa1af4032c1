"""What becomes of appeals: ids and words of lists, never a text."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class AppealFiled(Event, wire="appeal.filed", subject="appeal_id"):
    """A member has something to say against a decision."""

    actor_id: UUID | None
    appeal_id: UUID
    decision_id: UUID


class AppealMessageWritten(Event, wire="appeal.message_written", subject="appeal_id"):
    """One side wrote to the other; `to_id` is the member where the staff wrote, None where the member did."""

    actor_id: UUID | None
    appeal_id: UUID
    message_id: UUID
    to_id: UUID | None


class AppealWithdrawn(Event, wire="appeal.withdrawn", subject="appeal_id"):
    """A member took their appeal back."""

    actor_id: UUID | None
    appeal_id: UUID


class AppealDecided(Event, wire="appeal.decided", subject="appeal_id"):
    """An appeal came to its end: `state` is upheld or overturned."""

    actor_id: UUID | None
    appeal_id: UUID
    decision_id: UUID
    appellant_id: UUID | None
    state: str
