"""What moderation does to a comment: hide it from all but its author and the staff, and show it again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import clock, context
from config.events import record
from workbooks.catalog.services import bump_counts
from workbooks.engagement.errors import CommentNotFound
from workbooks.engagement.events import CommentHidden, CommentRestored
from workbooks.engagement.models import Comment


@transaction.atomic
def hide_comment(comment_id: UUID) -> None:
    """Hide the comment; who decided so, and why, is in the case."""
    held = _hold(comment_id)
    if held.hidden_at is not None:
        return
    held.hidden_at = clock.now()
    held.save(update_fields=["hidden_at"])
    if held.deleted_at is None:
        bump_counts(workbook_id=held.workbook_id, comments=-1)
    record(CommentHidden(actor_id=context.current().actor_id, comment_id=held.pk))


@transaction.atomic
def restore_comment(comment_id: UUID) -> None:
    """Show a hidden comment again."""
    held = _hold(comment_id)
    if held.hidden_at is None:
        return
    held.hidden_at = None
    held.save(update_fields=["hidden_at"])
    if held.deleted_at is None:
        bump_counts(workbook_id=held.workbook_id, comments=1)
    record(CommentRestored(actor_id=context.current().actor_id, comment_id=held.pk))


def _hold(comment_id: UUID) -> Comment:
    held = Comment.objects.select_for_update(no_key=True).filter(pk=comment_id).first()
    if held is None:
        raise CommentNotFound
    return held
