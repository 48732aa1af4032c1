"""Marking workbooks as favourites. The mark, the count and the fact are one transaction."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import transaction

from config.db import insert_once
from config.events import record
from config.roles import Viewer
from workbooks.catalog.queries import visible_workbook
from workbooks.catalog.services import bump_counts
from workbooks.engagement.events import WorkbookFavorited, WorkbookUnfavorited
from workbooks.engagement.models import Favorite


@transaction.atomic
def favorite(*, member: Viewer, workbook_id: UUID) -> bool:
    """Mark a workbook that the member sees; False where it was marked already."""
    workbook = visible_workbook(member, workbook_id)
    member_id = cast(UUID, member.pk)
    if not insert_once(Favorite(member_id=member_id, workbook=workbook)):
        return False
    bump_counts(workbook_id=workbook.pk, favorites=1)
    record(WorkbookFavorited(actor_id=member_id, workbook_id=workbook.pk))
    return True


@transaction.atomic
def unfavorite(*, member: Viewer, workbook_id: UUID) -> bool:
    """Take the mark back; False where there was none. It needs no leave: a mark on what is hidden by now goes too."""
    gone, _rows = Favorite.objects.filter(member_id=member.pk, workbook_id=workbook_id).delete()
    if not gone:
        return False
    bump_counts(workbook_id=workbook_id, favorites=-1)
    record(WorkbookUnfavorited(actor_id=cast(UUID, member.pk), workbook_id=workbook_id))
    return True
