"""The types about accounts: proofs of addresses, security notices, what was done to an account. They go by mail.

All are mandatory: whoever could turn them off would have to be asked who they are first. Those that reach closed
accounts tell what was done to one, which may be all that its owner hears of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from notifications.types.registry import Category, Channel, NotificationType, Value, register

_MAIL = frozenset({Channel.EMAIL})
_THEN = datetime(2026, 11, 20, 16, 25, tzinfo=UTC)
_EXAMPLES: Mapping[str, tuple[Value, object]] = {
    "username": (Value.TEXT, "ana"),
    "token": (Value.TEXT, "k3Jd-example-token"),
    "days": (Value.NUMBER, 7),
    "hours": (Value.NUMBER, 1),
    "minutes": (Value.NUMBER, 10),
    "moment": (Value.MOMENT, _THEN),
    "device": (Value.TEXT, "Firefox on Linux"),
    "address": (Value.TEXT, "203.0.113.5"),
    "change": (Value.TEXT, "added"),
    "method": (Value.TEXT, "totp"),
    "left": (Value.NUMBER, 9),
    "passkey": (Value.TEXT, "My phone"),
    "role": (Value.TEXT, "moderator"),
    "status": (Value.TEXT, "muted"),
    "until": (Value.MOMENT, _THEN),
    "reason": (Value.TEXT, "Advertising in comments"),
}


def _account(
    name: str, *variables: str, category: Category = Category.SECURITY, reaches_closed: bool = False, required: str = ""
) -> NotificationType:
    return register(
        NotificationType(
            name,
            category,
            _MAIL,
            is_mandatory=True,
            reaches_closed=reaches_closed,
            variables={each: _EXAMPLES[each][0] for each in variables},
            required=frozenset(required.split()),
            example={each: _EXAMPLES[each][1] for each in variables},
        )
    )


VERIFY_EMAIL = _account("user.email_verification_requested", "username", "token", "days", required="link")
WELCOME = _account("user.email_verified", category=Category.ACCOUNT)
PASSWORD_RESET = _account("user.password_reset_requested", "token", "hours", reaches_closed=True, required="link")
CONFIRM_EMAIL = _account("user.email_change_requested", "username", "token", "hours", required="link")
EMAIL_CHANGED = _account("user.email_changed", "moment", reaches_closed=True)
PASSWORD_CHANGED = _account("user.password_changed", "moment", reaches_closed=True)
REFRESH_REUSED = _account("session.refresh_reused", "moment", reaches_closed=True)
NEW_DEVICE = _account("user.signed_in_from_new_device", "moment", "device", "address")
MFA_CODE = _account("user.mfa_code_requested", "token", "minutes", required="token")
ADDRESS_CODE = _account("address.code_requested", "token", "minutes", required="token")
MFA_CHANGED = _account("user.mfa_changed", "moment", "change", "method", "left", reaches_closed=True)
MFA_FAILED = _account("user.second_step_failed", "moment", reaches_closed=True)
PASSKEY_CLONED = _account("user.passkey_cloned", "moment", "passkey", reaches_closed=True)
ROLE_CHANGED = _account("user.role_changed", "role", category=Category.ACCOUNT)
STATUS_CHANGED = _account(
    "user.status_changed", "status", "until", "reason", category=Category.ACCOUNT, reaches_closed=True
)
EXPORT_READY = _account("data_export.ready", "moment", category=Category.ACCOUNT, reaches_closed=True)
DELETION_REQUESTED = _account("user.deletion_requested", "moment", category=Category.ACCOUNT, reaches_closed=True)
