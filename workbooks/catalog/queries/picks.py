"""Featured workbooks: the picks that are made, and those that run."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from config import clock
from config.roles import Viewer
from workbooks.catalog.errors import PickNotFound
from workbooks.catalog.models import FeaturedPick, Workbook
from workbooks.catalog.queries.seeing import listed


def running_picks(at: datetime) -> QuerySet[FeaturedPick]:
    """The picks that are shown at that moment."""
    return FeaturedPick.objects.filter(Q(until__isnull=True) | Q(until__gt=at), starts_at__lte=at)


def featured(viewer: Viewer) -> QuerySet[Workbook]:
    """Featured workbooks that `viewer` may see in a list, with `pick_position` to order them by."""
    return listed(viewer).filter(pick__in=running_picks(clock.now())).annotate(pick_position=F("pick__position"))


def picks() -> QuerySet[FeaturedPick]:
    """Every pick, past and to come, for those who make them."""
    return FeaturedPick.objects.select_related("workbook")


def pick_by_id(pick_id: UUID) -> FeaturedPick:
    """The pick, or `PickNotFound`."""
    found = picks().filter(pk=pick_id).first()
    if found is None:
        raise PickNotFound
    return found
