"""Tokens: who unsubscribes from what, signed so that nobody else can."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

from config.errors import NotFound
from notifications.types import NotificationType, find

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Named:
    """What a token names."""

    member_id: UUID
    type: NotificationType


def _signer() -> Signer:
    # The salt is the purpose: what is signed for anything else is no token here, nor the other way about.
    return Signer(salt="notifications.unsubscribe", sep=".")


def token_for(member_id: UUID, declared: NotificationType) -> str:
    """The token that turns mails of that type to that member off."""
    return _signer().sign_object([member_id.hex, declared.name])


def unsubscribe_url(member_id: UUID, declared: NotificationType) -> str:
    """Where one click turns mails of that type off; empty where they cannot be."""
    if declared.is_mandatory:
        return ""
    return f"{settings.BASE_URL}/unsubscribe/{token_for(member_id, declared)}"


def read_token(token: str) -> Named:
    """What the token names; `NotFound` where it is none of ours, or its type is gone or cannot be turned off."""
    if len(token) > _LONGEST:
        raise NotFound
    try:
        member, name = _signer().unsign_object(token)
    except (BadSignature, ValueError):
        raise NotFound from None
    declared = find(name)
    if declared is None or declared.is_mandatory:
        raise NotFound
    return Named(UUID(member), declared)
