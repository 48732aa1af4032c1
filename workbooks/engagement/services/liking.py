"""Liking comments."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import F

from config.db import insert_once
from config.events import record
from config.roles import Viewer
from workbooks.engagement.events import CommentLiked, CommentUnliked
from workbooks.engagement.models import Comment, CommentLike
from workbooks.engagement.queries import visible_comment


@transaction.atomic
def like_comment(*, member: Viewer, comment_id: UUID) -> bool:
    """Like a comment that the member sees; False where they did already."""
    comment = visible_comment(member, comment_id)
    member_id = cast(UUID, member.pk)
    if not insert_once(CommentLike(comment=comment, member_id=member_id)):
        return False
    Comment.objects.filter(pk=comment_id).update(like_count=F("like_count") + 1)
    record(CommentLiked(actor_id=member_id, comment_id=comment_id))
    return True


@transaction.atomic
def unlike_comment(*, member: Viewer, comment_id: UUID) -> bool:
    """Like a comment no longer; False where they did not."""
    gone, _rows = CommentLike.objects.filter(comment_id=comment_id, member_id=member.pk).delete()
    if not gone:
        return False
    Comment.objects.filter(pk=comment_id).update(like_count=F("like_count") - 1)
    record(CommentUnliked(actor_id=cast(UUID, member.pk), comment_id=comment_id))
    return True
