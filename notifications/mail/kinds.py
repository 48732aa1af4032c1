"""The kinds of mail: what each is called, to whom it may go, and where its link leads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of mail. `name` is that of its templates and of its rows, and stays.

    `page` is the path its link leads to. `reaches_closed` says that it goes to accounts that may not sign in as well:
    so do notices of what was done to an account, since they may be all that its owner hears of it. One that comes
    `once_for_all` is sent to nobody twice, whatever calls for it.
    """

    name: str
    page: str = ""
    reaches_closed: bool = False
    once_for_all: bool = False


VERIFY_EMAIL = Kind("verify_email", page="/verify-email")
WELCOME = Kind("welcome", page="/", once_for_all=True)
PASSWORD_RESET = Kind("password_reset", page="/reset-password", reaches_closed=True)
EMAIL_CHANGE_CONFIRM = Kind("email_change_confirm", page="/verify-email")
EMAIL_CHANGE_NOTICE = Kind("email_change_notice", reaches_closed=True)
PASSWORD_CHANGED = Kind("password_changed", page="/reset-password", reaches_closed=True)
REFRESH_REUSED = Kind("refresh_reused", page="/reset-password", reaches_closed=True)
NEW_DEVICE = Kind("new_device", page="/reset-password")
MFA_CODE = Kind("mfa_code")
MFA_CHANGED = Kind("mfa_changed", page="/settings/security", reaches_closed=True)
MFA_FAILED = Kind("mfa_failed", page="/reset-password", reaches_closed=True)
PASSKEY_CLONED = Kind("passkey_cloned", page="/settings/security", reaches_closed=True)
ROLE_CHANGED = Kind("role_changed")
STATUS_CHANGED = Kind("status_changed", reaches_closed=True)
EXPORT_READY = Kind("export_ready", page="/settings/privacy", reaches_closed=True)
DELETION_REQUESTED = Kind("deletion_requested", page="/sign-in", reaches_closed=True)
ADDRESS_CODE = Kind("address_code")
EMBED_BROKEN = Kind("embed_broken")
EMBED_RESTORED = Kind("embed_restored")

KINDS = (
    VERIFY_EMAIL,
    WELCOME,
    PASSWORD_RESET,
    EMAIL_CHANGE_CONFIRM,
    EMAIL_CHANGE_NOTICE,
    PASSWORD_CHANGED,
    REFRESH_REUSED,
    NEW_DEVICE,
    MFA_CODE,
    MFA_CHANGED,
    MFA_FAILED,
    PASSKEY_CLONED,
    ROLE_CHANGED,
    STATUS_CHANGED,
    EXPORT_READY,
    DELETION_REQUESTED,
    ADDRESS_CODE,
    EMBED_BROKEN,
    EMBED_RESTORED,
)
