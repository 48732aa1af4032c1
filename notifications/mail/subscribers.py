"""Which events call for which mail."""

from __future__ import annotations

from functools import partial

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
from accounts.privacy.events import DeletionRequested, ExportReady
from config.events import DomainEvent, subscribe
from config.roles import Status
from notifications.addresses.events import AddressCodeRequested
from notifications.mail import errands, kinds, queries
from notifications.mail.services import send
from workbooks.framing.events import WorkbookEmbedBroken, WorkbookEmbedRestored


@subscribe(EmailVerificationRequested, as_="mail.verify_email")
def verify_email(event: EmailVerificationRequested, *, cause: DomainEvent) -> None:
    errand = partial(errands.prove_address, event.user_id)
    send(kind=kinds.VERIFY_EMAIL, user_id=event.user_id, cause_id=cause.pk, errand=errand)


@subscribe(EmailVerified, as_="mail.welcome")
def welcome(event: EmailVerified, *, cause: DomainEvent) -> None:
    send(kind=kinds.WELCOME, user_id=event.user_id, cause_id=cause.pk)


@subscribe(PasswordResetRequested, as_="mail.password_reset")
def password_reset(event: PasswordResetRequested, *, cause: DomainEvent) -> None:
    errand = partial(errands.reset_password, event.user_id)
    send(kind=kinds.PASSWORD_RESET, user_id=event.user_id, cause_id=cause.pk, errand=errand)


@subscribe(EmailChangeRequested, as_="mail.email_change_confirm")
def email_change_confirm(event: EmailChangeRequested, *, cause: DomainEvent) -> None:
    errand = partial(errands.confirm_address, event.user_id)
    send(kind=kinds.EMAIL_CHANGE_CONFIRM, user_id=event.user_id, cause_id=cause.pk, errand=errand)


@subscribe(EmailChanged, as_="mail.email_change_notice")
def email_change_notice(event: EmailChanged, *, cause: DomainEvent) -> None:
    errand = partial(errands.tell_old_address, event.change_id)
    values = {"moment": cause.occurred_at}
    send(kind=kinds.EMAIL_CHANGE_NOTICE, user_id=event.user_id, cause_id=cause.pk, errand=errand, values=values)


@subscribe(PasswordChanged, as_="mail.password_changed")
def password_changed(event: PasswordChanged, *, cause: DomainEvent) -> None:
    values = {"moment": cause.occurred_at}
    send(kind=kinds.PASSWORD_CHANGED, user_id=event.user_id, cause_id=cause.pk, values=values)


@subscribe(RefreshReused, as_="mail.refresh_reused")
def refresh_reused(event: RefreshReused, *, cause: DomainEvent) -> None:
    values = {"moment": cause.occurred_at}
    send(kind=kinds.REFRESH_REUSED, user_id=event.user_id, cause_id=cause.pk, values=values)


@subscribe(SignedInFromNewDevice, as_="mail.new_device")
def new_device(event: SignedInFromNewDevice, *, cause: DomainEvent) -> None:
    values = queries.device_values(event.user_id, event.session_id, cause.occurred_at)
    send(kind=kinds.NEW_DEVICE, user_id=event.user_id, cause_id=cause.pk, values=values)


@subscribe(MfaCodeRequested, as_="mail.mfa_code")
def mfa_code(event: MfaCodeRequested, *, cause: DomainEvent) -> None:
    errand = partial(errands.prove_by_code, event.request_id)
    send(kind=kinds.MFA_CODE, user_id=event.user_id, cause_id=cause.pk, errand=errand)


@subscribe(MfaChanged, as_="mail.mfa_changed")
def mfa_changed(event: MfaChanged, *, cause: DomainEvent) -> None:
    values = {"moment": cause.occurred_at, "change": event.change, "method": event.method, "left": event.left}
    send(kind=kinds.MFA_CHANGED, user_id=event.user_id, cause_id=cause.pk, values=values)


@subscribe(SecondStepFailed, as_="mail.mfa_failed")
def mfa_failed(event: SecondStepFailed, *, cause: DomainEvent) -> None:
    values = {"moment": cause.occurred_at}
    send(kind=kinds.MFA_FAILED, user_id=event.user_id, cause_id=cause.pk, values=values)


@subscribe(PasskeyCloned, as_="mail.passkey_cloned")
def passkey_cloned(event: PasskeyCloned, *, cause: DomainEvent) -> None:
    values = queries.passkey_values(event.user_id, event.passkey_id, cause.occurred_at)
    send(kind=kinds.PASSKEY_CLONED, user_id=event.user_id, cause_id=cause.pk, values=values)


@subscribe(RoleChanged, as_="mail.role_changed")
def role_changed(event: RoleChanged, *, cause: DomainEvent) -> None:
    send(kind=kinds.ROLE_CHANGED, user_id=event.user_id, cause_id=cause.pk, values={"role": event.after})


@subscribe(StatusChanged, as_="mail.status_changed")
def status_changed(event: StatusChanged, *, cause: DomainEvent) -> None:
    if event.after == Status.DEACTIVATED and event.actor_id == event.user_id:
        return  # they deleted their account, and the mail about that says more
    values = queries.status_values(event.user_id, event.after, event.until)
    send(kind=kinds.STATUS_CHANGED, user_id=event.user_id, cause_id=cause.pk, values=values)


@subscribe(ExportReady, as_="mail.export_ready")
def export_ready(event: ExportReady, *, cause: DomainEvent) -> None:
    values = {"moment": event.expires_at}
    send(kind=kinds.EXPORT_READY, user_id=event.user_id, cause_id=cause.pk, values=values)


@subscribe(DeletionRequested, as_="mail.deletion_requested")
def deletion_requested(event: DeletionRequested, *, cause: DomainEvent) -> None:
    values = {"moment": event.due_at}
    send(kind=kinds.DELETION_REQUESTED, user_id=event.user_id, cause_id=cause.pk, values=values)


@subscribe(AddressCodeRequested, as_="mail.address_code")
def address_code(event: AddressCodeRequested, *, cause: DomainEvent) -> None:
    errand = partial(errands.prove_further_address, event.address_id)
    send(kind=kinds.ADDRESS_CODE, user_id=event.user_id, cause_id=cause.pk, errand=errand)


@subscribe(WorkbookEmbedBroken, as_="mail.embed_broken")
def embed_broken(event: WorkbookEmbedBroken, *, cause: DomainEvent) -> None:
    errand = partial(errands.tell_of_frame, event.workbook_id, is_broken=True)
    values = queries.frame_values(event.workbook_id)
    send(kind=kinds.EMBED_BROKEN, user_id=event.author_id, cause_id=cause.pk, errand=errand, values=values)


@subscribe(WorkbookEmbedRestored, as_="mail.embed_restored")
def embed_restored(event: WorkbookEmbedRestored, *, cause: DomainEvent) -> None:
    errand = partial(errands.tell_of_frame, event.workbook_id, is_broken=False)
    values = queries.frame_values(event.workbook_id)
    send(kind=kinds.EMBED_RESTORED, user_id=event.author_id, cause_id=cause.pk, errand=errand, values=values)
