"""What preferences tell."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class PreferencesChanged(Event, wire="preferences.changed", subject="actor_id"):
    """A member changed how they are told of things; `fields` names what."""

    actor_id: UUID
    fields: list[str]
