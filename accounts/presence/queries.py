"""Reading presence and shared places. Whose eyes may see them is the caller's business: `social.people` for others'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Q, QuerySet, Subquery

from accounts.presence.models import Presence, SharedLocation
from config import clock
from config.roles import SIGNED_IN_STATES

ONLINE_FOR = timedelta(minutes=5)
"""How long after their last request a member counts as online."""

_PLACE = ("country", "region", "latitude_tenths", "longitude_tenths", "last_shared_at")


def is_online(last_active_at: datetime | None) -> bool:
    """Whether someone who was last here then is here now."""
    return last_active_at is not None and last_active_at > clock.now() - ONLINE_FOR


def presence_columns(prefix: str = "") -> dict[str, F]:
    """What a query over members says of presence, for `.values()`; `prefix` leads to the member: `"user__"`.

    Of somebody invisible there is no time. Accounts that are closed keep theirs: such a query leaves them out itself.
    """
    return {
        "last_active_at": F(f"{prefix}presence__last_active_at"),
        "invisible_since": F(f"{prefix}presence__invisible_since"),
    }


def place_columns(prefix: str = "") -> dict[str, F]:
    """What a query over members says of the places that they share, as `place_of_row` reads it."""
    return {f"shared_{name}": F(f"{prefix}shared_location__{name}") for name in _PLACE}


def place_of_row(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The place in a row with `place_columns`, as clients see it; None where none is shared."""
    return None if row["shared_country"] is None else _place({name: row[f"shared_{name}"] for name in _PLACE})


def online_among(user_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these members are online, in one query; closed accounts never are."""
    since = clock.now() - ONLINE_FOR
    here = Presence.objects.filter(
        user_id__in=list(user_ids), last_active_at__gt=since, user__status__in=SIGNED_IN_STATES
    )
    return set(here.values_list("user_id", flat=True))


def own_presence(user_id: UUID) -> dict[str, Any]:
    """`is_online`, `last_active_at` and `is_invisible` as the member sees it; the time is None where none is kept."""
    row = Presence.objects.filter(pk=user_id).values("last_active_at", "invisible_since").first()
    return presence_of_row(row or {"last_active_at": None, "invisible_since": None})


def presence_of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with `presence_columns` as the member sees it themselves."""
    return {
        "is_online": is_online(row["last_active_at"]),
        "last_active_at": row["last_active_at"],
        "is_invisible": row["invisible_since"] is not None,
    }


def own_location(user_id: UUID) -> dict[str, Any] | None:
    """The place that the member shares, with `consented_at` and `words_version`; None where they share none."""
    row = SharedLocation.objects.filter(pk=user_id).values(*_PLACE, "consented_at", "words_version").first()
    if row is None:
        return None
    return _place(row) | {"consented_at": row["consented_at"], "words_version": row["words_version"]}


def sharing_place_with(user_id: UUID) -> QuerySet[SharedLocation]:
    """The others who share the member's region, or where the member names none, their country."""
    own = SharedLocation.objects.filter(pk=user_id)
    there = Q(country=Subquery(own.values("country"))) & (
        Q(region=Subquery(own.values("region"))) | Q(Exists(own.filter(region="")))
    )
    return SharedLocation.objects.filter(there).exclude(pk=user_id)


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    place = {"country": row["country"], "region": row["region"], "last_shared_at": row["last_shared_at"]}
    if row["latitude_tenths"] is not None:
        place |= {"latitude": row["latitude_tenths"] / 10, "longitude": row["longitude_tenths"] / 10}
    return place
