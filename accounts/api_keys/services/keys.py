"""Keys are made, narrowed, rotated and revoked. Every change reaches all processes by a row of `Revocation`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.api_keys import queries
from accounts.api_keys.errors import AccountClosed, ApiKeyEnded, ApiKeyNotFound, TooManyApiKeys
from accounts.api_keys.events import ApiKeyCreated, ApiKeyRevoked, ApiKeyRotated
from accounts.api_keys.minting import mint
from accounts.api_keys.models import ApiKey
from accounts.auth import revocation
from accounts.auth.services.fresh import fresh_authentication
from accounts.users import services as users
from accounts.users.changes import AccountChange
from accounts.users.errors import RankTooLow
from accounts.users.queries import user_by_username
from config import clock
from config.audit import note
from config.errors import InvalidInput
from config.events import record
from config.roles import SIGNED_IN_STATES, Role, Viewer

if TYPE_CHECKING:
    from accounts.users.models import User

MOST_KEYS = 20
LONGEST_OVERLAP = timedelta(days=7)
_A_MINUTE = {"second": 60.0, "minute": 1.0, "hour": 1 / 60, "day": 1 / 1440}
LIMITS = ("rate_per_minute", "daily_quota", "monthly_quota")


@dataclass(frozen=True, slots=True)
class Issued:
    """A key, and its text that is shown this once."""

    key: ApiKey
    text: str


def create_key(
    *,
    maker: Viewer,
    name: str,
    scopes: Sequence[str],
    proof: Mapping[str, str],
    account: str | None = None,
    expires_at: datetime | None = None,
    **limits: int | None,
) -> Issued:
    """Make a key for oneself or, as an admin, for a service account. `proof` is for `fresh_authentication`."""
    owner_id = _owner_id(maker, account)
    ends_at = _checked_end(expires_at)
    maker_id = _id_of(maker)
    fresh_authentication(user_id=maker_id, proof=proof)
    minted = mint()
    with transaction.atomic():
        owner = users.held_user(owner_id)
        _check_owner(owner)
        _check_count(owner)
        _check_limits(owner, limits)
        key = ApiKey.objects.create(
            user=owner,
            made_by_id=maker_id,
            name=name,
            prefix=minted.prefix,
            digest=minted.digest,
            scopes=sorted(set(scopes)),
            expires_at=ends_at,
            **limits,
        )
        note(action="api_key.created", actor=maker, target=("api_key", key.pk), after=_told(key))
        record(ApiKeyCreated(actor_id=maker_id, user_id=owner.pk, key_id=key.pk))
    return Issued(key, minted.text)


@transaction.atomic
def edit_key(*, actor: Viewer, key_id: UUID, name: str | None = None, scopes: Sequence[str] | None = None) -> ApiKey:
    """Give a key another name or fewer scopes. More of them need another key: who has this one was not asked."""
    key = _held(actor, key_id)
    before = _told(key)
    if scopes is not None:
        if not set(scopes) <= set(key.scopes):
            raise InvalidInput.of("scopes", "wider", _("A key is only narrowed; make another one for more."))
        key.scopes = sorted(set(scopes))
    key.name = name if name is not None else key.name
    if _told(key) == before:
        return key
    key.save(update_fields=["name", "scopes"])
    revocation.key_changed(key.pk)
    note(action="api_key.changed", actor=actor, target=("api_key", key.pk), before=before, after=_told(key))
    return key


def rotate_key(
    *,
    actor: Viewer,
    key_id: UUID,
    proof: Mapping[str, str],
    overlap_seconds: int,
    expires_at: datetime | None = None,
) -> Issued:
    """Give a key another secret; the old one is good for `overlap_seconds` more. One still older dies at once."""
    ends_at = _checked_end(expires_at)
    if overlap_seconds > LONGEST_OVERLAP.total_seconds():
        raise InvalidInput.of("overlap_seconds", "too_long", _("The old secret is good for 7 days at most."))
    # Absence is told before the password is looked at, as everywhere.
    if not queries.managed_by(actor).filter(pk=key_id).exists():
        raise ApiKeyNotFound()
    fresh_authentication(user_id=_id_of(actor), proof=proof)
    with transaction.atomic():
        key = _held(actor, key_id)
        _check_owner(users.held_user(key.user_id))
        now, minted = clock.now(), mint(key.prefix)
        key.old_digest, key.old_until = "", None
        if overlap_seconds:
            key.old_digest = key.digest
            key.old_until = min(now + timedelta(seconds=overlap_seconds), key.expires_at)
        key.digest, key.rotated_at, key.expires_at = minted.digest, now, ends_at
        key.save(update_fields=["digest", "old_digest", "old_until", "rotated_at", "expires_at"])
        revocation.key_changed(key.pk)
        after = {"old_until": key.old_until, "expires_at": key.expires_at}
        note(action="api_key.rotated", actor=actor, target=("api_key", key.pk), after=after)
        record(ApiKeyRotated(actor_id=actor.pk, user_id=key.user_id, key_id=key.pk))
    return Issued(key, minted.text)


@transaction.atomic
def revoke_key(*, actor: Viewer, key_id: UUID, why: str = "") -> None:
    """End a key; again is no error. `why` is kept in the audit."""
    key = queries.visible_to(actor).select_for_update(of=("self",), no_key=True).filter(pk=key_id).first()
    if key is None:
        raise ApiKeyNotFound()
    if key.revoked_at is None:
        _revoke(key, actor=actor, reason="revoked", why=why)


@transaction.atomic
def on_account_change(change: AccountChange) -> None:
    """A password set by mail or by an operator is how an account is taken back: no key from before lives on.

    Whatever else changes about an account reaches its keys by the account's own row of `Revocation`.
    """
    if change.reason == "password_reset":
        revoke_all(user_id=change.user.pk, actor=change.user, reason="password_reset")


@transaction.atomic
def revoke_all(*, user_id: UUID, actor: Viewer | None, reason: str) -> None:
    """Revoke every key of an account, for good; `actor` is None for the operator."""
    for key in queries.live().filter(user_id=user_id).select_for_update(no_key=True).order_by("pk"):
        _revoke(key, actor=actor, reason=reason)


def _revoke(key: ApiKey, *, actor: Viewer | None, reason: str, why: str = "") -> None:
    key.revoked_at, key.revoked_reason = clock.now(), reason
    key.save(update_fields=["revoked_at", "revoked_reason"])
    revocation.key_changed(key.pk)
    after = {"user": key.user_id, "reason": reason}
    note(action="api_key.revoked", actor=actor, target=("api_key", key.pk), after=after, reason=why)
    record(ApiKeyRevoked(actor_id=actor.pk if actor else None, user_id=key.user_id, key_id=key.pk, reason=reason))


def _owner_id(maker: Viewer, account: str | None) -> UUID:
    """Whose key it will be: one's own, or a service account's."""
    if account is None:
        return _id_of(maker)
    if maker.role != Role.ADMIN:
        raise RankTooLow()
    found = user_by_username(account)
    if found is None or found.role != Role.API_USER:
        raise InvalidInput.of("account", "not_a_service_account", _("There is no service account of that name."))
    return found.pk


def _id_of(viewer: Viewer) -> UUID:
    if viewer.pk is None:
        raise TypeError("nobody has no keys")
    return viewer.pk


def _checked_end(expires_at: datetime | None) -> datetime:
    now, longest = clock.now(), timedelta(days=settings.API_KEY_MAX_DAYS)
    if expires_at is None:
        return now + longest
    if expires_at <= now:
        raise InvalidInput.of("expires_at", "past", _("The end must lie in the future."))
    if expires_at > now + longest:
        raise InvalidInput.of(
            "expires_at", "too_far", _("A key lives %(days)s days at most.") % {"days": settings.API_KEY_MAX_DAYS}
        )
    return expires_at


def _check_owner(owner: User) -> None:
    if owner.status not in SIGNED_IN_STATES:
        raise AccountClosed()


def _check_count(owner: User) -> None:
    if queries.live().filter(user_id=owner.pk).count() >= MOST_KEYS:
        raise TooManyApiKeys(most=MOST_KEYS)


def _check_limits(owner: User, limits: Mapping[str, Any]) -> None:
    """A person's key may be held to less than the installation's limits; a service account's to anything."""
    if unknown := set(limits) - set(LIMITS):
        raise TypeError(f"no such limits: {unknown}")
    if owner.role == Role.API_USER:
        return
    usual = {
        "rate_per_minute": _usual_rate(),
        "daily_quota": settings.API_KEY_DAILY_QUOTA,
        "monthly_quota": settings.API_KEY_MONTHLY_QUOTA,
    }
    for name, most in usual.items():
        asked = limits.get(name)
        if asked is not None and most and not 0 < asked <= most:
            raise InvalidInput.of(name, "too_many", _("At most %(most)s.") % {"most": most})


def _usual_rate() -> int:
    """How many requests a minute the installation lets a key have."""
    count, _slash, unit = settings.THROTTLE_RATES["api-key"].partition("/")
    return max(1, int(int(count) * _A_MINUTE[unit]))


def _held(actor: Viewer, key_id: UUID) -> ApiKey:
    """A live key that the actor may change, locked."""
    key = queries.managed_by(actor).select_for_update(of=("self",), no_key=True).filter(pk=key_id).first()
    if key is None:
        raise ApiKeyNotFound()
    if key.revoked_at is not None or key.expires_at <= clock.now():
        raise ApiKeyEnded()
    return key


def _told(key: ApiKey) -> dict[str, Any]:
    """What the audit keeps of a key."""
    return {
        "user": key.user_id,
        "name": key.name,
        "scopes": key.scopes,
        "expires_at": key.expires_at,
        **{name: getattr(key, name) for name in LIMITS if getattr(key, name) is not None},
    }
