"""What the slice tells: never a secret, never a prefix."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class ApiKeyCreated(Event, wire="api_key.created", subject="key_id"):
    """A key was made for an account, by its owner or by an admin."""

    actor_id: UUID | None
    user_id: UUID
    key_id: UUID


class ApiKeyRotated(Event, wire="api_key.rotated", subject="key_id"):
    """A key has another secret; the old one is good for a while."""

    actor_id: UUID | None
    user_id: UUID
    key_id: UUID


class ApiKeyRevoked(Event, wire="api_key.revoked", subject="key_id"):
    """A key is good for nothing any more."""

    actor_id: UUID | None
    user_id: UUID
    key_id: UUID
    reason: str


class ServiceAccountCreated(Event, wire="service_account.created", subject="user_id"):
    """An admin made an account for programs."""

    actor_id: UUID | None
    user_id: UUID
