"""Signing in to pages (the admin) by the same rules as to the API: one lockout, the same states, the same limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.auth import services
from accounts.auth.services import second_step
from accounts.users.queries import user_by_id
from config import context
from config.api.throttles import spend
from config.errors import DomainError

if TYPE_CHECKING:
    from accounts.users.models import User


class SignInBackend(BaseBackend):
    """Name or address and password; whoever may not sign in to the API may not here."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_other: Any
    ) -> User | None:
        """The user, or a refusal that ends the search for one; why is not told here."""
        if not username or not password:
            return None
        try:
            spend("sign-in-address", context.current().address)
            who = services.candidate(username)
            spend("sign-in-account", who.limit_key)
            user = services.check_credentials(who, password=password)
        except DomainError as refused:
            raise PermissionDenied(refused.code) from refused
        # This door has no place for a second step: whoever has one takes it on the sign-in page.
        if second_step.is_needed(user.pk):
            raise PermissionDenied("mfa_required")
        return user

    def get_user(self, user_id: UUID) -> User | None:
        """The user of a page's session; None as soon as the account is not active."""
        user = user_by_id(user_id)
        return user if user is not None and user.is_active else None
