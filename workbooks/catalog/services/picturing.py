"""Which files a workbook's thumbnail is made of. What the files are is the business of `workbooks.media`."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import clock
from config.errors import StaleVersion
from config.roles import Viewer
from workbooks.catalog.errors import NotYourWorkbook, WorkbookNotFound
from workbooks.catalog.models import Workbook
from workbooks.catalog.queries import visible_to
from workbooks.catalog.services.holding import hold_own


def check_own(*, actor: Viewer, workbook_id: UUID, expected_version: int | None = None) -> None:
    """Refuse what `set_thumbnail` would refuse, before any work is done for it."""
    row = visible_to(actor).filter(pk=workbook_id).values_list("author_id", "version").first()
    if row is None:
        raise WorkbookNotFound
    if row[0] != actor.pk:
        raise NotYourWorkbook
    if expected_version is not None and expected_version != row[1]:
        raise StaleVersion


@transaction.atomic
def set_thumbnail(*, actor: Viewer, workbook_id: UUID, stem: str, expected_version: int | None = None) -> str:
    """Give the actor's workbook the files of `stem`, or none; returns the stem that it had until then."""
    held = hold_own(actor, workbook_id, expected_version)
    return _put(held, stem)


@transaction.atomic
def replace_thumbnail(*, workbook_id: UUID, before: str, stem: str) -> bool:
    """Put `stem` in the place of `before`, whoever's workbook it is, deleted or not; False where it had another."""
    held = Workbook.objects.select_for_update(no_key=True).filter(pk=workbook_id, thumbnail=before).first()
    if held is None:
        return False
    _put(held, stem)
    return True


def _put(held: Workbook, stem: str) -> str:
    replaced = held.thumbnail
    if replaced != stem:
        held.thumbnail = stem
        held.version += 1
        held.updated_at = clock.now()
        held.save(update_fields=["thumbnail", "version", "updated_at"])
    return replaced
