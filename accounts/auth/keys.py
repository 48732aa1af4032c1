"""The keys that access tokens are signed with: `settings.JWT_KEYS`, or one derived from the installation's secret."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LEAST_BYTES = 32
_KID = re.compile(r"[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True, slots=True)
class Key:
    """A secret under its public name."""

    kid: str
    secret: str


def read_keys(words: Sequence[str], signing_secret: str) -> list[Key]:
    """The keys in order; the first signs, the others are retired and only verify. Refuses what is too weak to sign."""
    if not words:
        secret = hmac.new(signing_secret.encode(), b"accounts.auth.access-token", hashlib.sha256).hexdigest()
        return [Key("derived-" + hashlib.sha256(secret.encode()).hexdigest()[:8], secret)]
    keys = []
    for word in words:
        kid, colon, secret = word.partition(":")
        if not colon or not _KID.fullmatch(kid):
            raise ImproperlyConfigured("JWT_KEYS must be a list of kid:secret, as in 2027a:6f1c…,2026b:90aa….")
        if len(secret.encode()) < LEAST_BYTES or len(set(secret)) < 8:
            raise ImproperlyConfigured(
                f"JWT_KEYS: the secret of {kid!r} must be at least {LEAST_BYTES} random bytes, "
                "as `openssl rand -hex 32` makes."
            )
        keys.append(Key(kid, secret))
    if len({key.kid for key in keys}) < len(keys):
        raise ImproperlyConfigured("JWT_KEYS names a kid twice.")
    return keys


def configured_keys() -> list[Key]:
    """The keys of this installation."""
    return read_keys(settings.JWT_KEYS, settings.SIGNING_SECRET)
