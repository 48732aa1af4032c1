"""Facts about accounts: who came, what they are called, and what they may do."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from config.events import Event


class UserRegistered(Event, wire="user.registered", subject="user_id"):
    """Someone has an account of their own now, by registering or by an administrator's hand."""

    actor_id: UUID | None
    user_id: UUID


class UsernameChanged(Event, wire="user.username_changed", subject="user_id"):
    """A member goes by another name; the old one is kept for them and redirects."""

    actor_id: UUID | None
    user_id: UUID
    before: str
    after: str


class EmailVerificationRequested(Event, wire="user.email_verification_requested", subject="user_id"):
    """A member's address is to be proven by a token sent to it."""

    actor_id: UUID | None
    user_id: UUID


class EmailChanged(Event, wire="user.email_changed", subject="user_id"):
    """A member's address is another one now; the old one lies in the row `change_id` names."""

    actor_id: UUID | None
    user_id: UUID
    change_id: UUID


class RoleChanged(Event, wire="user.role_changed", subject="user_id"):
    """A member stands on another rung of the ladder of roles."""

    actor_id: UUID | None
    user_id: UUID
    before: str
    after: str


class StatusChanged(Event, wire="user.status_changed", subject="user_id"):
    """An account is in another state; `until` says when that ends by itself."""

    actor_id: UUID | None
    user_id: UUID
    before: str
    after: str
    until: datetime | None
