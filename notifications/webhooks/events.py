"""What webhooks tell inside the house: never a URL, never a secret."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class WebhookDisabled(Event, wire="webhook.disabled", subject="endpoint_id"):
    """The platform sends there no more: it answered 410 (`gone`), or failed for days (`failing`).

    `maker_id` registered it and is who is told; None where their account was erased. `host` is the machine it was sent
    to, as a person knows it.
    """

    endpoint_id: UUID
    maker_id: UUID | None
    host: str
    reason: str


class WebhookTested(Event, wire="webhook.tested", subject="endpoint_id"):
    """A manager asked for a message that tests the endpoint."""

    actor_id: UUID
    endpoint_id: UUID
