"""Who sends a key, from memory: a key that was found good is good until the revocations say something of it.

A key is looked up by its prefix and compared in constant time; what came of it is kept under the digest of the text.
The entry holds while neither the key nor its account has a newer `Revocation` than when it was read, and for a minute
at most, which is well within the time for which revocations are remembered. Of a request with a remembered key no row
is read.
"""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings

from accounts.api_keys import queries
from accounts.api_keys.errors import InvalidApiKey
from accounts.api_keys.limits import KeyLimits
from accounts.api_keys.minting import digest_of, prefix_of
from accounts.api_keys.principal import KeyPrincipal
from accounts.api_keys.queries import KeyFacts
from accounts.auth import revocation
from config import clock
from config.roles import SIGNED_IN_STATES, Role

REMEMBERED = 4_096
REMEMBERED_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Known:
    """A text that was looked up: whose it is, None where it is good for nothing, and what was known at the time."""

    principal: KeyPrincipal | None
    key_id: UUID
    user_id: UUID
    good_until: float
    mark: tuple[int, int]
    read_at: float
    day: date

    def still_holds(self) -> bool:
        return (
            time.monotonic() - self.read_at < REMEMBERED_SECONDS
            and revocation.memory.mark_of(self.key_id, self.user_id) == self.mark
            # With a new day, what was used before it is another sum.
            and self.day == clock.now().date()
        )


_known: dict[str, Known] = {}


def forget() -> None:
    """Look every key up anew."""
    _known.clear()


def principal_of(text: str) -> KeyPrincipal:
    """Who sends the key, as key and account are now; `InvalidApiKey` for everything that is not good."""
    digest = digest_of(text)
    revocation.memory.bring_up_to_date()
    known = _known.get(digest)
    if known is None or not known.still_holds():
        known = _look_up(text, digest)
    if known.principal is None or known.good_until <= clock.now().timestamp():
        raise InvalidApiKey()
    return known.principal


def _look_up(text: str, digest: str) -> Known:
    prefix = prefix_of(text)
    ids = queries.ids_behind(prefix) if prefix else None
    if ids is None:
        raise InvalidApiKey()
    # The mark is taken before the row is read: a change in between is then seen as one that came after.
    key_id, user_id = ids
    read_at, mark, today = time.monotonic(), revocation.memory.mark_of(key_id, user_id), clock.now().date()
    facts = queries.facts_of(key_id)
    good_until = _good_until(facts, digest) if facts else None
    if facts is None or good_until is None:
        raise InvalidApiKey()
    known = Known(_principal(key_id, user_id, facts, today), key_id, user_id, good_until, mark, read_at, today)
    if len(_known) >= REMEMBERED:
        _known.clear()
    _known[digest] = known
    return known


def _good_until(facts: KeyFacts, digest: str) -> float | None:
    """When this text stops being the key's; None where it never was, compared in a time that tells nothing."""
    is_new = hmac.compare_digest(facts.digest, digest)
    is_old = hmac.compare_digest(facts.old_digest or "-" * len(digest), digest)
    if is_new:
        return facts.expires_at.timestamp()
    if is_old and facts.old_until:
        return min(facts.old_until, facts.expires_at).timestamp()
    return None


def _principal(key_id: UUID, user_id: UUID, facts: KeyFacts, today: date) -> KeyPrincipal | None:
    if facts.revoked_at is not None or facts.status not in SIGNED_IN_STATES:
        return None
    return KeyPrincipal(
        user_id,
        facts.username,
        facts.role,
        facts.status,
        facts.email_verified_at is not None,
        key_id,
        scopes=frozenset(facts.scopes),
        limits=_limits(key_id, facts, today),
    )


def _limits(key_id: UUID, facts: KeyFacts, today: date) -> KeyLimits:
    monthly = settings.API_KEY_MONTHLY_QUOTA if facts.monthly_quota is None else facts.monthly_quota
    first, yesterday = today.replace(day=1), today - timedelta(days=1)
    return KeyLimits(
        key_id=key_id,
        replaces_client=facts.role == Role.API_USER,
        rate=f"{facts.rate_per_minute}/minute" if facts.rate_per_minute else None,
        daily=settings.API_KEY_DAILY_QUOTA if facts.daily_quota is None else facts.daily_quota,
        monthly=monthly,
        used_before=queries.used_between(key_id, first, yesterday) if monthly and first < today else 0,
    )
