"""What templates tell."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class TemplateChanged(Event, wire="template.changed", subject="template_id"):
    """A template was made, edited, published or retired: `state` is where it stands now."""

    actor_id: UUID | None
    template_id: UUID
    state: str
