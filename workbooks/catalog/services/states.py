"""The life of a workbook: published, archived, deleted. Doing a deed again changes nothing and tells nothing."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import clock
from config.events import record
from config.roles import Viewer
from workbooks.catalog.errors import NotPublished
from workbooks.catalog.events import WorkbookArchived, WorkbookDeleted, WorkbookPublished, WorkbookRepublished
from workbooks.catalog.models import State, Workbook
from workbooks.catalog.services.hiding import hide
from workbooks.catalog.services.holding import hold_own, settle
from workbooks.catalog.services.writing import screen_text
from workbooks.embeds.queries import check_url
from workbooks.tags.queries import names_of


@transaction.atomic
def publish_workbook(*, actor: Viewer, workbook_id: UUID, expected_version: int | None = None) -> Workbook:
    """Show the workbook to those its visibility allows. Its URL is checked once more: a source may be out of use."""
    held = hold_own(actor, workbook_id, expected_version)
    if held.status == State.PUBLISHED:
        return held
    check_url(held.embed_url)
    # What was written long ago is judged by the rules of today.
    is_objected_to = screen_text(held, names_of(held.pk))
    is_first = held.published_at is None
    if is_first:
        held.published_at = held.listed_at = clock.now()
    _turn(held, State.PUBLISHED)
    told = WorkbookPublished if is_first else WorkbookRepublished
    record(told(actor_id=held.author_id, workbook_id=held.pk))
    if is_objected_to:
        hide(held)
    return held


@transaction.atomic
def archive_workbook(*, actor: Viewer, workbook_id: UUID, expected_version: int | None = None) -> Workbook:
    """Withdraw a published workbook; its author keeps it, with all that belongs to it."""
    held = hold_own(actor, workbook_id, expected_version)
    if held.status == State.ARCHIVED:
        return held
    if held.status != State.PUBLISHED:
        raise NotPublished
    _turn(held, State.ARCHIVED)
    record(WorkbookArchived(actor_id=held.author_id, workbook_id=held.pk))
    return held


def _turn(held: Workbook, state: State) -> None:
    was_listed = held.is_listed
    held.status = state
    held.version += 1
    held.updated_at = clock.now()
    held.save(update_fields=["status", "published_at", "listed_at", "version", "updated_at"])
    settle(held, was_listed=was_listed)


@transaction.atomic
def delete_workbook(*, actor: Viewer, workbook_id: UUID, expected_version: int | None = None) -> None:
    """Take the workbook off every surface at once; `purge_deleted` takes it out of the database later."""
    held = hold_own(actor, workbook_id, expected_version)
    was_listed = held.is_listed
    held.deleted_at = clock.now()
    held.version += 1
    held.save(update_fields=["deleted_at", "version"])
    settle(held, was_listed=was_listed)
    record(WorkbookDeleted(actor_id=held.author_id, workbook_id=held.pk))
