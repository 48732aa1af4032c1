"""Writing, changing and deleting comments. A comment counts while it is neither deleted nor hidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from config import clock, entities
from config.errors import FieldError, InvalidInput
from config.events import record
from config.roles import Viewer
from config.text import clean
from social.graph.queries import allowed_by, blocked_between
from social.people.queries import visible_people
from workbooks.catalog.queries import visible_workbook
from workbooks.catalog.services import bump_counts
from workbooks.engagement.errors import (
    CannotComment,
    CommentNotFound,
    CommentRejected,
    NotYourComment,
    TooDeep,
)
from workbooks.engagement.events import CommentCreated, CommentDeleted, CommentEdited, MentionedInComment
from workbooks.engagement.mentions import mentioned_names
from workbooks.engagement.models import Comment, CommentMention
from workbooks.engagement.queries import comments_on, comments_visible_to, visible_comment
from workbooks.engagement.services.hiding import hide


@transaction.atomic
def write_comment(*, author: Viewer, workbook_id: UUID, body: str, parent_id: UUID | None = None) -> Comment:
    """Comment on a published workbook that the author sees, or reply to a comment that begins a thread there."""
    workbook = visible_workbook(author, workbook_id)
    if not workbook.is_published:
        raise CannotComment
    body, names = _checked(body)
    parent = _parent(author, workbook_id, parent_id)
    author_id = cast(UUID, author.pk)
    comment = Comment(workbook=workbook, author_id=author_id, parent=parent, body=body)
    comment.thread = parent.pk if parent else comment.pk
    comment.created_at = clock.now()
    is_objected_to = _screen(comment)
    comment.save(force_insert=True)
    bump_counts(workbook_id=workbook_id, comments=1)
    record(
        CommentCreated(actor_id=author_id, comment_id=comment.pk, workbook_id=workbook_id, parent_id=comment.parent_id)
    )
    if is_objected_to:
        hide(comment)
    _mention(author, comment, names)
    return comment


def _parent(author: Viewer, workbook_id: UUID, parent_id: UUID | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = comments_on(author, workbook_id).filter(pk=parent_id, deleted_at__isnull=True).first()
    if parent is None:
        raise InvalidInput.of("parent", "not_found", _("There is no such comment on this workbook."))
    if parent.parent_id is not None:
        raise TooDeep(errors=[FieldError("parent", "too_deep", str(TooDeep.detail))])
    return parent


@transaction.atomic
def edit_comment(*, actor: Viewer, comment_id: UUID, body: str) -> Comment:
    """Change one's comment; whoever it mentions for the first time is told."""
    held = _hold_own(actor, comment_id)
    body, names = _checked(body)
    if body == held.body:
        return held
    held.body, held.edited_at = body, clock.now()
    is_objected_to = _screen(held)
    held.save(update_fields=["body", "edited_at"])
    record(CommentEdited(actor_id=held.author_id, comment_id=held.pk))
    if is_objected_to:
        hide(held)
    _mention(actor, held, names)
    return held


@transaction.atomic
def delete_comment(*, actor: Viewer, comment_id: UUID) -> None:
    """Delete one's comment. Its replies stay, under a comment that says nothing any more."""
    held = _hold_own(actor, comment_id)
    held.deleted_at = clock.now()
    held.save(update_fields=["deleted_at"])
    if held.hidden_at is None:
        bump_counts(workbook_id=held.workbook_id, comments=-1)
    record(CommentDeleted(actor_id=held.author_id, comment_id=held.pk, workbook_id=held.workbook_id))


def _hold_own(actor: Viewer, comment_id: UUID) -> Comment:
    seen = visible_comment(actor, comment_id)
    if seen.author_id != actor.pk:
        raise NotYourComment
    held = Comment.objects.select_for_update(no_key=True).filter(pk=comment_id, deleted_at__isnull=True).first()
    if held is None:
        raise CommentNotFound
    return held


def _checked(body: str) -> tuple[str, list[str]]:
    cleaned = clean(body, lines=True)
    if not cleaned:
        raise InvalidInput.of("body", "blank", _("Write something."))
    return cleaned, mentioned_names(cleaned)


def _screen(comment: Comment) -> bool:
    """Refuse what screening rejects, before the row is saved; whether it holds the comment, which is then hidden."""
    verdict = entities.screen("comment", comment.pk, comment.body, comment.author_id)
    if verdict.outcome == entities.Outcome.REJECT:
        raise CommentRejected(errors=[FieldError("body", "text_rejected", str(CommentRejected.detail))])
    return verdict.outcome == entities.Outcome.HOLD


def _mention(author: Viewer, comment: Comment, names: Sequence[str]) -> None:
    """Tell those of `names` who are new in the comment, may be spoken to by its author, and may see it."""
    if not names or comment.hidden_at is not None:
        return
    people = visible_people(author).filter(
        allowed_by(author, "pk", "profile__show_profile"), ~Q(pk=author.pk), username__in=names
    )
    known = set(CommentMention.objects.filter(comment=comment).values_list("member_id", flat=True))
    for person in people.exclude(blocked_between(author, "pk")).exclude(pk__in=known).order_by("pk"):
        if comments_visible_to(person).filter(pk=comment.pk).exists():
            CommentMention.objects.create(comment=comment, member_id=person.pk)
            record(
                MentionedInComment(
                    actor_id=comment.author_id,
                    comment_id=comment.pk,
                    workbook_id=comment.workbook_id,
                    member_id=person.pk,
                )
            )
