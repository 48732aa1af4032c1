"""What the slice does when it hears of its own requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.auth import services
from accounts.auth.events import PasswordResetAsked
from config.events import subscribe

if TYPE_CHECKING:
    from config.events import DomainEvent


@subscribe(PasswordResetAsked, as_="auth.resolve_reset")
def resolve_reset(event: PasswordResetAsked, *, cause: DomainEvent) -> None:
    """Find out whose address it was, away from the request, whose time would tell."""
    services.resolve_reset(request_id=event.request_id)
