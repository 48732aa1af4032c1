"""Facts about the second step. No code and no secret is ever in one."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from config.events import Event


class Change(StrEnum):
    """What can become of somebody's second step."""

    ADDED = "added"
    REMOVED = "removed"
    CODES_RENEWED = "codes_renewed"
    CODE_USED = "code_used"
    TURNED_OFF = "turned_off"
    TURNED_OFF_BY_STAFF = "turned_off_by_staff"


class MfaChanged(Event, wire="user.mfa_changed", subject="user_id"):
    """The second step of a member is another now. `method` says of which factor; `left` how many recovery codes are."""

    actor_id: UUID | None
    user_id: UUID
    change: str
    method: str
    left: int


class MfaCodeRequested(Event, wire="user.mfa_code_requested", subject="user_id"):
    """A member is to be sent a code; it is made when the mail is, for the request that the row names."""

    actor_id: UUID | None
    user_id: UUID
    request_id: UUID


class SecondStepFailed(Event, wire="user.second_step_failed", subject="user_id"):
    """Somebody with a member's password, or in their session, gave one wrong code too many."""

    actor_id: UUID | None
    user_id: UUID


class PasskeyCloned(Event, wire="user.passkey_cloned", subject="user_id"):
    """A passkey counted backwards: there may be a copy of it, so it was refused."""

    actor_id: UUID | None
    user_id: UUID
    passkey_id: UUID
