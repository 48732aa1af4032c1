"""Reading keys and what they used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from accounts.api_keys.latency import COLUMNS
from accounts.api_keys.models import ApiKey, ApiKeyUsage
from config import clock
from config.roles import Role, Viewer

COUNTED = ("count", "errors_4xx", "errors_5xx", "total_us", *COLUMNS)


def live() -> QuerySet[ApiKey]:
    """Keys that are good, as far as their account is."""
    return ApiKey.objects.filter(revoked_at__isnull=True, expires_at__gt=clock.now())


def visible_to(viewer: Viewer) -> QuerySet[ApiKey]:
    """One's own keys; to admins all of them, because a key that has leaked must be found and ended."""
    keys = ApiKey.objects.select_related("user", "made_by")
    return keys if viewer.role == Role.ADMIN else keys.filter(user_id=cast(UUID, viewer.pk))


def managed_by(viewer: Viewer) -> QuerySet[ApiKey]:
    """One's own keys; to admins those of service accounts as well. Nobody gets a secret that acts as another person."""
    mine = Q(user_id=cast(UUID, viewer.pk))
    if viewer.role == Role.ADMIN:
        mine |= Q(user__role=Role.API_USER)
    return ApiKey.objects.filter(mine)


def of_account(keys: QuerySet[ApiKey], username: str) -> QuerySet[ApiKey]:
    """Those of `keys` that are keys of that account."""
    return keys.filter(user__username=username.lower())


def in_state(keys: QuerySet[ApiKey], state: str) -> QuerySet[ApiKey]:
    """Those of `keys` that are `live`, `expired` or `revoked`."""
    if state == "revoked":
        return keys.filter(revoked_at__isnull=False)
    alive = keys.filter(revoked_at__isnull=True)
    now = clock.now()
    return alive.filter(expires_at__gt=now) if state == "live" else alive.filter(expires_at__lte=now)


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What it takes to let a key in."""

    digest: str
    old_digest: str
    old_until: datetime | None
    scopes: list[str]
    rate_per_minute: int | None
    daily_quota: int | None
    monthly_quota: int | None
    expires_at: datetime
    revoked_at: datetime | None
    username: str
    role: str
    status: str
    email_verified_at: datetime | None


def ids_behind(prefix: str) -> tuple[UUID, UUID] | None:
    """The key of that prefix and its account."""
    return ApiKey.objects.filter(prefix=prefix).values_list("pk", "user_id").first()


def facts_of(key_id: UUID) -> KeyFacts | None:
    """The key and its account as they are now."""
    row = (
        ApiKey.objects.filter(pk=key_id)
        .values_list(
            *("digest", "old_digest", "old_until", "scopes", "rate_per_minute", "daily_quota", "monthly_quota"),
            *("expires_at", "revoked_at", "user__username", "user__role", "user__status", "user__email_verified_at"),
        )
        .first()
    )
    return KeyFacts(*row) if row else None


def used_between(key_id: UUID, first: date, last: date) -> int:
    """How many requests of the key have been written down for the days from `first` to `last`."""
    rows = ApiKeyUsage.objects.filter(key_id=key_id, day__gte=first, day__lte=last)
    return int(rows.aggregate(total=Sum("count"))["total"] or 0)


def usage_of(key_id: UUID, *, first: date | None = None, last: date | None = None) -> QuerySet[ApiKeyUsage]:
    """A key's use by day, endpoint and method."""
    rows = ApiKeyUsage.objects.filter(key_id=key_id)
    if first:
        rows = rows.filter(day__gte=first)
    return rows.filter(day__lte=last) if last else rows


def usage_by_day(key_id: UUID, days: int) -> list[dict[str, Any]]:
    """The sums of a key for each of the last `days` days, the oldest first; days without use are there as zeros."""
    today = clock.now().date()
    first = today - timedelta(days=days - 1)
    rows = usage_of(key_id, first=first).order_by().values("day").annotate(**{name: Sum(name) for name in COUNTED})
    by_day = {row["day"]: row for row in rows}
    nothing = dict.fromkeys(COUNTED, 0)
    return [
        {"day": day} | (by_day.get(day) or nothing)
        for day in (first + timedelta(days=number) for number in range(days))
    ]
