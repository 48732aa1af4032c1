"""Codes and passkeys as fresh proofs of who somebody is: in the place of the password, wherever that is asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.auth.errors import WrongCode
from accounts.auth.services.fresh import register_way
from accounts.mfa import guessing, methods, queries
from accounts.mfa.errors import MethodNotOn
from accounts.mfa.models import Purpose
from accounts.mfa.services import assertions, mailed, recovery, totp
from config.errors import NotSignedIn
from config.roles import Viewer


def _code(user_id: UUID, given: str) -> bool:
    """Six digits of the app or of a mail, or a recovery code; each is told from the others by its form."""
    if not queries.is_on(user_id):
        raise WrongCode()
    number = guessing.count_try(user_id, guessing.FRESH)
    with transaction.atomic():
        if recovery.looks_like_one(given):
            is_good = recovery.use(user_id, given)
        else:
            is_good = totp.use(user_id, given) or mailed.use(user_id, given, bound_to=user_id)
    if not is_good:
        guessing.was_wrong(user_id, guessing.FRESH, number)
        raise WrongCode()
    guessing.forget(user_id, guessing.FRESH)
    return True


def _passkey(user_id: UUID, given: str) -> bool:
    if assertions.use(given, Purpose.FRESH, user_id=user_id, bound_to=user_id) is None:
        raise WrongCode()
    return True


def register() -> None:
    """Let codes and passkeys stand in for the password; called when the app is ready."""
    register_way("code", _code)
    register_way("passkey", _passkey)


def fresh_challenge(*, actor: Viewer, method: str) -> dict[str, Any] | None:
    """What a way needs before it proves anew who somebody is: a mail, or what a passkey signs, which is returned."""
    user_id = actor.pk
    if user_id is None:
        raise NotSignedIn()
    if method not in queries.factors_of(user_id).methods:
        raise MethodNotOn()
    if method == methods.EMAIL:
        mailed.ask_fresh_code(actor=actor)
        return None
    return assertions.request_for(Purpose.FRESH, user_id=user_id, bound_to=user_id)
