"""Reading sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from accounts.auth.models import Session
from config import clock
from config.roles import SIGNED_IN_STATES

if TYPE_CHECKING:
    from accounts.users.models import User

KNOWN_FOR = timedelta(days=30)


def live_sessions(user_id: UUID) -> QuerySet[Session]:
    """The sessions of a member that can still be refreshed."""
    return Session.objects.filter(user_id=user_id, revoked_at__isnull=True, expires_at__gt=clock.now())


def is_known_address(user_id: UUID, address: str) -> bool:
    """Whether the member signed in or stayed signed in from there in the last 30 days."""
    since = clock.now() - KNOWN_FOR
    return bool(address) and Session.objects.filter(user_id=user_id, address=address, last_used_at__gt=since).exists()


def has_signed_in(user_id: UUID) -> bool:
    """Whether there was a session of the member in the last 30 days, from anywhere."""
    return Session.objects.filter(user_id=user_id, last_used_at__gt=clock.now() - KNOWN_FOR).exists()


def is_known_device(user_id: UUID, address: str, user_agent: str) -> bool:
    """Whether the member was seen at that address with that program in the last 30 days."""
    return Session.objects.filter(
        user_id=user_id, address=address, user_agent=user_agent, last_used_at__gt=clock.now() - KNOWN_FOR
    ).exists()


def member_of_session(session_id: UUID, user_id: UUID) -> User | None:
    """The member of that session as they are now; None where it has ended, is another's, or the account is closed."""
    session = live_sessions(user_id).filter(pk=session_id, user__status__in=SIGNED_IN_STATES).select_related("user")
    found = session.first()
    return found.user if found is not None else None
