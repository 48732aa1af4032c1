"""Guessing gets slower: after five failures under one name the next try waits, and each further one waits longer.

A try is counted before the password is looked at and forgotten when it was right, so that many at once count as many.
Names are counted as they are typed, known or not, each under a keyed digest: the count tells nothing about accounts.
"""

from __future__ import annotations

import math
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.auth.models import SignInFailures
from config import clock
from config.errors import TooMany

FREE_TRIES = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


class SignInLocked(TooMany):
    """Too many failures under this name."""

    code = "sign_in_locked"


def key_of(name: str) -> str:
    """The digest under which tries with this name are counted."""
    return salted_hmac("accounts.auth.lockout", name.strip().lower()[:254], algorithm="sha256").hexdigest()


def delay_after(failures: int) -> timedelta:
    """How long the next try waits after so many failures."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(failures - FREE_TRIES, 10))


def count_try(key: str, *, is_known_device: bool) -> int:
    """Count a try; refused while the name is locked, except from a known device.

    Returns the seconds that the lock still had, so that a wrong try from a known device is answered like any other.
    """
    return _count(key, is_known_device=is_known_device)[0]


def number_try(key: str) -> int:
    """Count a try, and return the how many-eth in a row it is; refused while there were too many."""
    return _count(key, is_known_device=False)[1]


@transaction.atomic
def _count(key: str, *, is_known_device: bool) -> tuple[int, int]:
    """The seconds that a lock still had, and how many tries there were with this one."""
    row = _held(key)
    now = clock.now()
    wait = math.ceil((row.locked_until - now).total_seconds()) if row.locked_until and row.locked_until > now else 0
    if wait and not is_known_device:
        raise SignInLocked(wait)
    if row.last_at < now - FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.last_at = now
    row.locked_until = now + delay_after(row.failures) if row.failures >= FREE_TRIES else None
    row.save(update_fields=["failures", "last_at", "locked_until"])
    return wait, row.failures


def _held(key: str) -> SignInFailures:
    """The row of that name, locked. A sign-in that succeeds meanwhile deletes it: then it is made again."""
    while True:
        SignInFailures.objects.bulk_create([SignInFailures(key=key)], ignore_conflicts=True)
        row = SignInFailures.objects.select_for_update(no_key=True).filter(pk=key).first()
        if row is not None:
            return row


def clear(*names: str) -> int:
    """Forget the failures under these names; how many of them had some."""
    gone, _rows = SignInFailures.objects.filter(pk__in=[key_of(name) for name in names]).delete()
    return gone


def clear_keys(*keys: str) -> None:
    """The same under keys that stand for something else than a name."""
    SignInFailures.objects.filter(pk__in=keys).delete()


def prune() -> int:
    """Drop counts that are a day old; returns how many."""
    gone, _rows = SignInFailures.objects.filter(last_at__lt=clock.now() - FORGOTTEN_AFTER).delete()
    return gone
