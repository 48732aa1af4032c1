"""Secrets at rest: sealed before they are stored, opened only where they are used.

A sealed text is Fernet's (AES-CBC with an HMAC), under a key that is derived for its purpose, so that what was sealed
for one use, or for one row, opens nowhere else: `purpose` is the slice and the column, with the row's id after a colon
where rows must not be exchangeable (`accounts.mfa.totp:<user id>`).

The keys are `settings.ENCRYPTION_KEYS`, which do not depend on `SECRET_KEY`: the first seals, all of them open. To
change them, put a new one in front, run `manage.py reseal_secrets`, and take the old one out.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

LONGEST_PURPOSE = 200

_resealers: dict[str, Callable[[], int]] = {}


class CannotBeOpened(Exception):
    """The text was sealed for another purpose, or under a key that this installation no longer has, or is damaged."""


@lru_cache(maxsize=256)
def _box(keys: Sequence[str], purpose: str) -> MultiFernet:
    if not purpose or len(purpose) > LONGEST_PURPOSE:
        raise ValueError("a purpose has 1 to 200 characters")
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sigma-playground.secrets:" + purpose.encode())
    return base64.urlsafe_b64encode(made.derive(base64.urlsafe_b64decode(key)))


def _boxed(purpose: str) -> MultiFernet:
    return _box(tuple(settings.ENCRYPTION_KEYS), purpose)


def seal(text: str, *, purpose: str) -> str:
    """`text` as it may be stored: ASCII, about a third longer than its bytes and 100 characters more."""
    return _boxed(purpose).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """What was sealed for `purpose`; `CannotBeOpened` where that cannot be had."""
    try:
        return _boxed(purpose).decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        raise CannotBeOpened(purpose.partition(":")[0]) from None


def reseal(sealed: str, *, purpose: str) -> str:
    """The same secret under the first key."""
    try:
        return _boxed(purpose).rotate(sealed.encode()).decode("ascii")
    except (InvalidToken, ValueError):
        raise CannotBeOpened(purpose.partition(":")[0]) from None


def register_resealing(name: str, reseal_all: Callable[[], int]) -> None:
    """Have `manage.py reseal_secrets` call `reseal_all`, which puts every secret of a table under the first key.

    It returns how many there were. Called from an app's `ready()`; `name` is the slice's.
    """
    _resealers[name] = reseal_all


def resealers() -> dict[str, Callable[[], int]]:
    """What is registered, by name."""
    return dict(sorted(_resealers.items()))


def make_key() -> str:
    """A new key, as `ENCRYPTION_KEYS` takes it."""
    return Fernet.generate_key().decode("ascii")
