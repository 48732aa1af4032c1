"""Holding a workbook's row, and counting it where it begins or ends to be listed.

Order of locks: the workbook, then its tags, then its author's profile.
"""

from __future__ import annotations

from uuid import UUID

from accounts.profiles import services as profiles
from config.db import EditableThing
from config.errors import StaleVersion
from config.roles import Viewer
from workbooks.catalog.errors import NotYourWorkbook, WorkbookNotFound
from workbooks.catalog.models import Workbook
from workbooks.catalog.queries import visible_to
from workbooks.tags import services as tags


def hold_own(actor: Viewer, workbook_id: UUID, expected_version: int | None = None) -> Workbook:
    """The actor's workbook, its row held until the transaction ends.

    Another's that the actor sees is a `NotYourWorkbook`; one they do not see is not found. A version that is not the
    newest is stale, whatever the state.
    """
    if not visible_to(actor).filter(pk=workbook_id).exists():
        raise WorkbookNotFound
    held = hold(workbook_id)
    if held.author_id != actor.pk:
        raise NotYourWorkbook
    expect(held, expected_version)
    return held


def hold(workbook_id: UUID) -> Workbook:
    """The workbook's row, held until the transaction ends; rows that point at it may still be written."""
    held = Workbook.objects.select_for_update(no_key=True).filter(pk=workbook_id, deleted_at__isnull=True).first()
    if held is None:
        raise WorkbookNotFound
    return held


def expect(held: EditableThing, version: int | None) -> None:
    """Refuse a version that is not the newest."""
    if version is not None and version != held.version:
        raise StaleVersion


def settle(held: Workbook, *, was_listed: bool) -> None:
    """Count the workbook, or count it no longer, where saving it changed whether it is listed."""
    if held.is_listed == was_listed:
        return
    tags.list_tags(workbook_id=held.pk, is_listed=held.is_listed)
    profiles.bump_counts({held.author_id: {"workbooks": 1 if held.is_listed else -1}})
