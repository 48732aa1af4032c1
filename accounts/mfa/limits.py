"""What signing in and mails may cost, the same at the API and at pages."""

from __future__ import annotations

from accounts.auth.services.sessions import digest_of
from config import context
from config.api.throttles import spend
from config.roles import Viewer


def spend_address() -> None:
    """One try of the address that asks, out of the limit of all sign-ins."""
    spend("sign-in-address", context.current().address)


def spend_mail(token: str | None, viewer: Viewer) -> None:
    """One mail of the sign-in that waits, or of whoever is signed in."""
    spend_address() if token is not None else None
    spend("mail", f"mfa:{digest_of(token)}" if token is not None else f"user:{viewer.pk}")
