"""What moderation and screening do to a workbook: hide it from all but its author and the staff, or from its author as
well; show it again; and put a word beside it.

What keeps a workbook hidden, and for how long, is known above: here each deed means one thing.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import clock, context
from config.events import record
from workbooks.catalog.events import WorkbookHidden, WorkbookRestored
from workbooks.catalog.models import Workbook
from workbooks.catalog.services.holding import hold, settle


def hide(held: Workbook, *, actor_id: UUID | None = None) -> None:
    """Hide the workbook in hand, which is saved and counted, and tell so; nobody did it where screening held it."""
    if held.hidden_at is not None:
        return
    was_listed = held.is_listed
    held.hidden_at = clock.now()
    held.save(update_fields=["hidden_at"])
    settle(held, was_listed=was_listed)
    tell_hidden(held, actor_id=actor_id)


def tell_hidden(held: Workbook, *, actor_id: UUID | None = None) -> None:
    """Tell that the workbook in hand was hidden."""
    record(WorkbookHidden(actor_id=actor_id, workbook_id=held.pk))


@transaction.atomic
def hide_workbook(workbook_id: UUID) -> None:
    """Hide the workbook; who decided so, and why, is in the case."""
    hide(hold(workbook_id), actor_id=context.current().actor_id)


@transaction.atomic
def restore_workbook(workbook_id: UUID) -> None:
    """Show a hidden workbook again; one that was removed stays so until it is put back."""
    held = hold(workbook_id)
    if held.hidden_at is None or held.removed_at is not None:
        return
    was_listed = held.is_listed
    held.hidden_at = None
    held.save(update_fields=["hidden_at"])
    settle(held, was_listed=was_listed)
    record(WorkbookRestored(actor_id=context.current().actor_id, workbook_id=held.pk))


@transaction.atomic
def remove_workbook(workbook_id: UUID) -> None:
    """Take the workbook from everyone's eyes but the staff's, its author's as well."""
    held = hold(workbook_id)
    if held.removed_at is not None:
        return
    was_hidden = held.hidden_at is not None
    hide(held, actor_id=context.current().actor_id)
    held.removed_at = clock.now() if was_hidden else held.hidden_at
    held.save(update_fields=["removed_at"])


@transaction.atomic
def put_back_workbook(workbook_id: UUID) -> None:
    """Give a removed workbook back to whom it was shown before; one that was hidden before stays hidden."""
    held = hold(workbook_id)
    if held.removed_at is None:
        return
    was_listed, was_shown = held.is_listed, held.hidden_at == held.removed_at
    held.hidden_at = None if was_shown else held.hidden_at
    held.removed_at = None
    held.save(update_fields=["removed_at", "hidden_at"])
    settle(held, was_listed=was_listed)
    if was_shown:
        record(WorkbookRestored(actor_id=context.current().actor_id, workbook_id=held.pk))


@transaction.atomic
def label_workbook(workbook_id: UUID, label: str) -> None:
    """Put a word beside the workbook, or with an empty one take it away."""
    held = hold(workbook_id)
    held.label = label
    held.save(update_fields=["label"])
