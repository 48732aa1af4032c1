"""Which events call for which mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.auth.events import (
    EmailChanged,
    EmailChangeRequested,
    EmailVerificationRequested,
    EmailVerified,
    PasswordChanged,
    PasswordResetRequested,
    RefreshReused,
    RoleChanged,
    SignedInFromNewDevice,
    StatusChanged,
)
from accounts.mfa.events import MfaChanged, MfaCodeRequested, PasskeyCloned, SecondStepFailed
from accounts.mfa.services.mailed import LIFETIME
from accounts.privacy.events import DeletionRequested, ExportReady
from config.events import DomainEvent, Event, subscribe
from config.roles import Status
from notifications.addresses.events import AddressCodeRequested
from notifications.addresses.services import CODE_LIFETIME
from notifications.mail.services import ask
from notifications.types import NotificationType, accounts


@dataclass(frozen=True, slots=True)
class Call:
    """An event that calls for a mail. `name` is that of its subscriber, and stays."""

    event: type[Event]
    name: str
    type: NotificationType
    once_for_all: bool = False
    lifetime: timedelta | None = None
    unless: Callable[[Any], bool] = lambda event: False


def _by_themselves(event: StatusChanged) -> bool:
    """They deleted their account, and the mail about that says more."""
    return event.after == Status.DEACTIVATED and event.actor_id == event.user_id


CALLS = (
    Call(EmailVerificationRequested, "verify_email", accounts.VERIFY_EMAIL),
    Call(EmailVerified, "welcome", accounts.WELCOME, once_for_all=True),
    Call(PasswordResetRequested, "password_reset", accounts.PASSWORD_RESET),
    Call(EmailChangeRequested, "email_change_confirm", accounts.CONFIRM_EMAIL),
    Call(EmailChanged, "email_change_notice", accounts.EMAIL_CHANGED),
    Call(PasswordChanged, "password_changed", accounts.PASSWORD_CHANGED),
    Call(RefreshReused, "refresh_reused", accounts.REFRESH_REUSED),
    Call(SignedInFromNewDevice, "new_device", accounts.NEW_DEVICE),
    Call(MfaCodeRequested, "mfa_code", accounts.MFA_CODE, lifetime=LIFETIME),
    Call(AddressCodeRequested, "address_code", accounts.ADDRESS_CODE, lifetime=CODE_LIFETIME),
    Call(MfaChanged, "mfa_changed", accounts.MFA_CHANGED),
    Call(SecondStepFailed, "mfa_failed", accounts.MFA_FAILED),
    Call(PasskeyCloned, "passkey_cloned", accounts.PASSKEY_CLONED),
    Call(RoleChanged, "role_changed", accounts.ROLE_CHANGED),
    Call(StatusChanged, "status_changed", accounts.STATUS_CHANGED, unless=_by_themselves),
    Call(ExportReady, "export_ready", accounts.EXPORT_READY),
    Call(DeletionRequested, "deletion_requested", accounts.DELETION_REQUESTED),
)


def _asking(call: Call) -> Callable[..., None]:
    def heard(event: Any, *, cause: DomainEvent) -> None:
        if not call.unless(event):
            ask(
                call.type,
                user_id=event.user_id,
                cause=cause,
                once_for_all=call.once_for_all,
                lifetime=call.lifetime,
            )

    heard.__qualname__ = f"{_asking.__qualname__}.{call.name}"
    return heard


for _call in CALLS:
    subscribe(_call.event, as_=f"mail.{_call.name}")(_asking(_call))
