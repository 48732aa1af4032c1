"""What moderation and screening do to a comment: hide it from all but its author and the staff, or from its author as
well; show it again; and put a word beside it.

What keeps a comment hidden, and for how long, is known above: here each deed means one thing.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import clock, context
from config.events import record
from workbooks.catalog.services import bump_counts
from workbooks.engagement.errors import CommentNotFound
from workbooks.engagement.events import CommentHidden, CommentRestored
from workbooks.engagement.models import Comment


def hide(held: Comment, *, actor_id: UUID | None = None) -> None:
    """Hide the comment in hand, which is saved and counted, and tell so; nobody did it where screening held it."""
    if held.hidden_at is not None:
        return
    held.hidden_at = clock.now()
    held.save(update_fields=["hidden_at"])
    if held.deleted_at is None:
        bump_counts(workbook_id=held.workbook_id, comments=-1)
    record(CommentHidden(actor_id=actor_id, comment_id=held.pk))


@transaction.atomic
def hide_comment(comment_id: UUID) -> None:
    """Hide the comment; who decided so, and why, is in the case."""
    hide(_hold(comment_id), actor_id=context.current().actor_id)


@transaction.atomic
def restore_comment(comment_id: UUID) -> None:
    """Show a hidden comment again; one that was removed stays so until it is put back."""
    held = _hold(comment_id)
    if held.hidden_at is None or held.removed_at is not None:
        return
    held.hidden_at = None
    held.save(update_fields=["hidden_at"])
    if held.deleted_at is None:
        bump_counts(workbook_id=held.workbook_id, comments=1)
    record(CommentRestored(actor_id=context.current().actor_id, comment_id=held.pk))


@transaction.atomic
def remove_comment(comment_id: UUID) -> None:
    """Take the comment from everyone's eyes but the staff's, its author's as well."""
    held = _hold(comment_id)
    if held.removed_at is not None:
        return
    was_hidden = held.hidden_at is not None
    hide(held, actor_id=context.current().actor_id)
    held.removed_at = clock.now() if was_hidden else held.hidden_at
    held.save(update_fields=["removed_at"])


@transaction.atomic
def put_back_comment(comment_id: UUID) -> None:
    """Give a removed comment back to whom it was shown before; one that was hidden before stays hidden."""
    held = _hold(comment_id)
    if held.removed_at is None:
        return
    was_shown = held.hidden_at == held.removed_at
    held.hidden_at = None if was_shown else held.hidden_at
    held.removed_at = None
    held.save(update_fields=["removed_at", "hidden_at"])
    if not was_shown:
        return
    if held.deleted_at is None:
        bump_counts(workbook_id=held.workbook_id, comments=1)
    record(CommentRestored(actor_id=context.current().actor_id, comment_id=held.pk))


@transaction.atomic
def label_comment(comment_id: UUID, label: str) -> None:
    """Put a word beside the comment, or with an empty one take it away."""
    held = _hold(comment_id)
    held.label = label
    held.save(update_fields=["label"])


def _hold(comment_id: UUID) -> Comment:
    held = Comment.objects.select_for_update(no_key=True).filter(pk=comment_id).first()
    if held is None:
        raise CommentNotFound
    return held
