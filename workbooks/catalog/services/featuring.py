"""Featured picks: what moderators show first."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from config.audit import note
from config.errors import InvalidInput
from config.events import record
from config.roles import Viewer
from workbooks.catalog.errors import AlreadyFeatured, NotPublished, PickNotFound
from workbooks.catalog.events import WorkbookFeatured, WorkbookUnfeatured
from workbooks.catalog.models import FeaturedPick
from workbooks.catalog.queries import pick_by_id, visible_workbook


@transaction.atomic
def feature_workbook(
    *,
    actor: Viewer,
    workbook_id: UUID,
    position: int = 0,
    starts_at: datetime | None = None,
    until: datetime | None = None,
) -> FeaturedPick:
    """Pick a listed workbook, from now or from `starts_at` on, for good or until `until`."""
    workbook = visible_workbook(actor, workbook_id)
    if not workbook.is_listed:
        raise NotPublished
    starts_at = starts_at or clock.now()
    if until is not None and until <= starts_at:
        raise InvalidInput.of("until", "before_start", _("A pick ends after it starts."))
    pick = FeaturedPick(workbook=workbook, position=position, starts_at=starts_at, until=until, picked_by_id=actor.pk)
    FeaturedPick.objects.bulk_create([pick], ignore_conflicts=True)
    if not FeaturedPick.objects.filter(pk=pick.pk).exists():
        raise AlreadyFeatured
    record(WorkbookFeatured(actor_id=cast(UUID, actor.pk), workbook_id=workbook.pk))
    note(action="workbook.featured", actor=actor, target=("workbook", workbook.pk), after={"position": position})
    return pick


@transaction.atomic
def unfeature_workbook(*, actor: Viewer, pick_id: UUID) -> None:
    """Take a pick back."""
    pick = pick_by_id(pick_id)
    if not FeaturedPick.objects.filter(pk=pick_id).delete()[0]:
        raise PickNotFound
    record(WorkbookUnfeatured(actor_id=cast(UUID, actor.pk), workbook_id=pick.workbook_id))
    note(action="workbook.unfeatured", actor=actor, target=("workbook", pick.workbook_id))
