"""Accounts for programs: no password, no address, nothing but keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.api_keys.events import ServiceAccountCreated
from accounts.users import services as users
from accounts.users.errors import RankTooLow
from accounts.users.names import checked_username
from config.audit import note
from config.events import record
from config.roles import Role, Viewer

if TYPE_CHECKING:
    from accounts.users.models import User

_ADDRESS = "{}@service.invalid"


def create_service_account(*, actor: Viewer, username: str, full_name: str = "") -> User:
    """Make an account that acts by keys alone. Nobody can claim it, and its address leads nowhere (RFC 6761)."""
    if actor.role != Role.ADMIN:
        raise RankTooLow()
    name = checked_username(username)
    encoded = make_password(None)
    with transaction.atomic():
        made = users.create_user(
            username=name,
            email=_ADDRESS.format(name),
            encoded_password=encoded,
            role=Role.API_USER,
            full_name=full_name,
            is_claimed=False,
        )
        after = {"username": made.username, "role": Role.API_USER.value}
        note(action="service_account.created", actor=actor, target=("user", made.pk), after=after)
        record(ServiceAccountCreated(actor_id=actor.pk, user_id=made.pk))
    return made
