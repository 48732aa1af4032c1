"""What signing in and mails may cost, the same at the API and at pages."""

from __future__ import annotations

from accounts.mfa.services.signing_in import waiting
from config import context
from config.api.throttles import spend
from config.roles import Viewer


def spend_address() -> None:
    """One try of the address that asks, out of the limit of all sign-ins."""
    spend("sign-in-address", context.current().address)


def spend_mail(token: str | None, viewer: Viewer) -> None:
    """One mail to whoever is signed in, or whose sign-in waits: however often it was begun, the mails are theirs."""
    if token is not None:
        spend_address()
    user_id = viewer.pk if token is None else waiting(token)[1].pk
    spend("mail", f"user:{user_id}")
