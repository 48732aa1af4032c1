"""What is not kept: the text of comments that were deleted, and what visitors' hashes are made with."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from config import clock
from workbooks.engagement.models import Comment, DailySalt

COMMENTS_KEPT_FOR = timedelta(days=30)
SALTS_KEPT_FOR = timedelta(days=2)


@transaction.atomic
def erase_deleted_comments() -> int:
    """Remove comments deleted over 30 days ago; of those that replies need, the text. Returns how many it touched."""
    due = Comment.objects.filter(deleted_at__lt=clock.now() - COMMENTS_KEPT_FOR)
    replies = Comment.objects.filter(parent_id=OuterRef("pk"))
    alone = list(due.exclude(Exists(replies)).values_list("pk", flat=True)[:5_000])
    Comment.objects.filter(pk__in=alone).delete()
    return len(alone) + due.exclude(body="").update(body="")


def prune_salts() -> int:
    """Remove the salts of days gone by; returns how many."""
    return DailySalt.objects.filter(day__lt=(clock.now() - SALTS_KEPT_FOR).date()).delete()[0]
