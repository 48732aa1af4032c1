"""Guessing codes ends after five: tries are counted before a code is looked at, as those of passwords are.

An account has one count for signing in and one for fresh proofs, so that a thief in a session cannot lock its owner out
of the door. Both lie in the table of failed sign-ins, under keyed digests that no name typed at the door can have.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.auth import lockout
from accounts.auth.errors import SecondStepLocked
from accounts.mfa.events import SecondStepFailed
from config.audit import note
from config.events import record

DOOR = "door"
FRESH = "fresh"


def key_of(user_id: UUID, where: str) -> str:
    """Under which key wrong codes of that account are counted."""
    return salted_hmac("accounts.mfa.guessing", f"{where}:{user_id}", algorithm="sha256").hexdigest()


def count_try(user_id: UUID, where: str) -> int:
    """Count a try, and return the how many-eth in a row it is; refused while there were too many."""
    try:
        return lockout.number_try(key_of(user_id, where))
    except lockout.SignInLocked as locked:
        raise SecondStepLocked(int(locked.headers["Retry-After"])) from None


@transaction.atomic
def was_wrong(user_id: UUID, where: str, number: int) -> None:
    """The try of that number was wrong: the fifth in a row is told to the account's owner."""
    if number == lockout.FREE_TRIES:
        note(action="mfa.locked", actor=None, target=("user", user_id), after={"where": where})
        record(SecondStepFailed(actor_id=None, user_id=user_id))


def forget(user_id: UUID, where: str) -> None:
    """A right code: the wrong ones before it do not count any more."""
    lockout.clear_keys(key_of(user_id, where))
