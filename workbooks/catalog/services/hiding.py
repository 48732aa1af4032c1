"""What moderation does to a workbook: hide it from all but its author and the staff, and show it again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import clock, context
from config.events import record
from workbooks.catalog.events import WorkbookHidden, WorkbookRestored
from workbooks.catalog.services.holding import hold, settle


@transaction.atomic
def hide_workbook(workbook_id: UUID) -> None:
    """Hide the workbook; who decided so, and why, is in the case."""
    held = hold(workbook_id)
    if held.hidden_at is not None:
        return
    was_listed = held.is_listed
    held.hidden_at = clock.now()
    held.save(update_fields=["hidden_at"])
    settle(held, was_listed=was_listed)
    record(WorkbookHidden(actor_id=context.current().actor_id, workbook_id=held.pk))


@transaction.atomic
def restore_workbook(workbook_id: UUID) -> None:
    """Show a hidden workbook again."""
    held = hold(workbook_id)
    if held.hidden_at is None:
        return
    was_listed = held.is_listed
    held.hidden_at = None
    held.save(update_fields=["hidden_at"])
    settle(held, was_listed=was_listed)
    record(WorkbookRestored(actor_id=context.current().actor_id, workbook_id=held.pk))
