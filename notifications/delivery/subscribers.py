"""An address that its owner has proved anew is written to again."""

from __future__ import annotations

from uuid import UUID

from accounts.auth.events import EmailChanged, EmailVerified
from accounts.users.queries import user_by_id
from config.events import DomainEvent, subscribe
from notifications.addresses.events import AddressVerified
from notifications.addresses.queries import targets
from notifications.delivery.services import forget_suppression


@subscribe(EmailVerified, as_="delivery.email_verified")
def email_verified(event: EmailVerified, *, cause: DomainEvent) -> None:
    _write_again(event.user_id)


@subscribe(EmailChanged, as_="delivery.email_changed")
def email_changed(event: EmailChanged, *, cause: DomainEvent) -> None:
    _write_again(event.user_id)


@subscribe(AddressVerified, as_="delivery.address_verified")
def address_verified(event: AddressVerified, *, cause: DomainEvent) -> None:
    for target in targets([event.address_id]).values():
        forget_suppression(address=target.value)


def _write_again(user_id: UUID) -> None:
    user = user_by_id(user_id)
    if user is not None and user.email_verified:
        forget_suppression(address=user.email)
