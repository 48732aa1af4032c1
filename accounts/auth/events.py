"""Facts about signing in, passwords and addresses. Those about accounts themselves are offered here as well."""

from __future__ import annotations

from uuid import UUID

from accounts.users.events import (
    EmailChanged,
    EmailVerificationRequested,
    RoleChanged,
    StatusChanged,
    UsernameChanged,
    UserRegistered,
)
from config.events import Event

__all__ = [
    "EmailChangeRequested",
    "EmailChanged",
    "EmailVerificationRequested",
    "EmailVerified",
    "PasswordChanged",
    "PasswordResetAsked",
    "PasswordResetRequested",
    "RefreshReused",
    "RoleChanged",
    "SessionRevoked",
    "SignedInFromNewDevice",
    "StatusChanged",
    "UserRegistered",
    "UsernameChanged",
]


class EmailVerified(Event, wire="user.email_verified", subject="user_id"):
    """A member has proven their address."""

    actor_id: UUID | None
    user_id: UUID


class EmailChangeRequested(Event, wire="user.email_change_requested", subject="user_id"):
    """A member wants another address; a token goes to the new one."""

    actor_id: UUID | None
    user_id: UUID


class PasswordResetAsked(Event, wire="password_reset.asked", subject="request_id"):
    """Somebody asked for a new password for an address; whether it is anyone's is looked up later, out of sight."""

    actor_id: UUID | None
    request_id: UUID


class PasswordResetRequested(Event, wire="user.password_reset_requested", subject="user_id"):
    """A reset token is to be sent to a member."""

    actor_id: UUID | None
    user_id: UUID


class PasswordChanged(Event, wire="user.password_changed", subject="user_id"):
    """A member has a new password; `by_reset` says that it came by a token from a mail."""

    actor_id: UUID | None
    user_id: UUID
    by_reset: bool


class RefreshReused(Event, wire="session.refresh_reused", subject="user_id"):
    """A refresh token was used a second time: somebody else may hold it, so its session has ended."""

    actor_id: UUID | None
    user_id: UUID
    session_id: UUID


class SessionRevoked(Event, wire="session.revoked", subject="user_id"):
    """A session of a member has ended before its time; without `session_id`, all of them."""

    actor_id: UUID | None
    user_id: UUID
    session_id: UUID | None
    reason: str


class SignedInFromNewDevice(Event, wire="user.signed_in_from_new_device", subject="user_id"):
    """A member signed in from an address and a program that were not seen together in the last 30 days."""

    actor_id: UUID | None
    user_id: UUID
    session_id: UUID
