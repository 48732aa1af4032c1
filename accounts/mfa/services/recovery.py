"""Recovery codes: ten at a time, shown once, kept as digests, each good once.

A code has 120 random bits, so that a plain digest of it cannot be guessed back.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from accounts.auth.services.fresh import fresh_authentication
from accounts.mfa import methods, queries
from accounts.mfa.errors import MfaNotOn
from accounts.mfa.events import Change
from accounts.mfa.models import RecoveryCode
from accounts.mfa.services.changing import end_others, tell
from accounts.users import services as users
from accounts.users.queries import user_by_id
from config import clock
from config.errors import NotSignedIn
from config.roles import Viewer

HOW_MANY = 10
GROUPS, LETTERS = 4, 6
# Crockford's base 32 in lower case: no letter that looks like a digit.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_MEANT = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))


def digest_of(code: str) -> str:
    """What is kept of a code, however its owner writes it."""
    return hashlib.sha256(code.strip().lower().translate(_MEANT).encode()).hexdigest()


def looks_like_one(code: str) -> bool:
    """Whether the text has the length of a recovery code, which no other code has."""
    return len(code.strip().translate(_MEANT)) == GROUPS * LETTERS


def make(user_id: UUID) -> list[str]:
    """Ten new codes for the member, in the caller's transaction; those from before are dead with this."""
    RecoveryCode.objects.filter(user_id=user_id).delete()
    codes = [_new_code() for _ in range(HOW_MANY)]
    RecoveryCode.objects.bulk_create([RecoveryCode(user_id=user_id, digest=digest_of(code)) for code in codes])
    return codes


def use(user_id: UUID, code: str) -> bool:
    """Use a code up, in the caller's transaction; whether it was good. Of many at once one wins, by the UPDATE."""
    good = RecoveryCode.objects.filter(user_id=user_id, digest=digest_of(code), used_at__isnull=True)
    if not looks_like_one(code) or not good.update(used_at=clock.now()):
        return False
    tell(actor=user_by_id(user_id), user_id=user_id, change=Change.CODE_USED, method=methods.RECOVERY)
    return True


def renew_recovery_codes(*, actor: Viewer, proof: Mapping[str, str]) -> list[str]:
    """Ten new codes, shown this once, after a fresh proof; other sessions end."""
    user_id = actor.pk
    if user_id is None:
        raise NotSignedIn()
    if not queries.is_on(user_id):
        raise MfaNotOn()
    fresh_authentication(user_id=user_id, proof=proof)
    with transaction.atomic():
        users.held_user(user_id)
        if not queries.is_on(user_id):
            raise MfaNotOn()
        codes = make(user_id)
        end_others(actor, user_id)
        tell(actor=actor, user_id=user_id, change=Change.CODES_RENEWED, method=methods.RECOVERY)
    return codes
