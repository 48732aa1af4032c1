"""Audiences: whom a broadcast is for, as one query that is walked by keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from config import clock
from config.roles import SIGNED_IN_STATES

MOST_PEOPLE = 1_000


def members_of(audience: Mapping[str, Any], *, before: UUID | None = None) -> QuerySet[Any]:
    """The members of an audience whose accounts are open; with `before`, those who were here before that id was made.

    `audience` names `people` (ids), a `role`, a segment (`is_verified`, `active_days`, `locale`), or nothing: then all.
    """
    rows = get_user_model()._default_manager.filter(is_claimed=True, status__in=sorted(SIGNED_IN_STATES))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if "people" in audience:
        rows = rows.filter(pk__in=audience["people"])
    if "role" in audience:
        rows = rows.filter(role=audience["role"])
    if "is_verified" in audience:
        rows = rows.filter(email_verified_at__isnull=not audience["is_verified"])
    if "active_days" in audience:
        rows = rows.filter(presence__last_active_at__gte=clock.now() - timedelta(days=audience["active_days"]))
    if "locale" in audience:
        rows = rows.filter(profile__locale=audience["locale"])
    return rows.order_by("pk")
