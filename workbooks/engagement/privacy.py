"""What becomes of favourites, views and comments in exports and in erasure."""

from __future__ import annotations

import secrets
from collections import Counter
from uuid import UUID

from django.db import transaction
from django.db.models import F

from config import clock
from config.privacy import By, Delete, Export, Person, register
from config.privacy.erasing import BATCH
from workbooks.catalog.services import bump_counts
from workbooks.engagement.models import Comment, CommentLike, CommentMention, Favorite, View

FIRST = 40


@transaction.atomic
def end_favorites(person: Person) -> int:
    """Take back a batch of marks, and count them off."""
    keys = list(Favorite.objects.filter(member_id=person.id).order_by("pk").values_list("pk", flat=True)[:BATCH])
    held = list(Favorite.objects.select_for_update().filter(pk__in=keys).order_by("workbook_id"))
    Favorite.objects.filter(pk__in=[row.pk for row in held]).delete()
    for row in held:
        bump_counts(workbook_id=row.workbook_id, favorites=-1)
    return len(keys)


@transaction.atomic
def end_likes(person: Person) -> int:
    """Take back a batch of likes, and count them off."""
    keys = list(CommentLike.objects.filter(member_id=person.id).order_by("pk").values_list("pk", flat=True)[:BATCH])
    held = list(CommentLike.objects.select_for_update().filter(pk__in=keys))
    CommentLike.objects.filter(pk__in=[row.pk for row in held]).delete()
    for comment_id, number in sorted(Counter(row.comment_id for row in held).items()):
        Comment.objects.filter(pk=comment_id).update(like_count=F("like_count") - number)
    return len(keys)


@transaction.atomic
def unname_views(person: Person) -> int:
    """Let a batch of views stand without whose they were, or from where, under keys that were never anyone's."""
    rows = list(View.objects.filter(member_id=person.id).order_by("pk")[:BATCH])
    for row in rows:
        row.member_id, row.referrer, row.viewer_key = None, None, f"g{secrets.token_hex(16)}"
    View.objects.bulk_update(rows, ["member", "referrer", "viewer_key"])
    return len(rows)


@transaction.atomic
def part_with_comments(person: Person) -> int:
    """Give a batch of comments away, or erase them; newest first, so that replies go before what they answer.

    What others have answered stays as a comment that says nothing, under the account of deleted members.
    """
    keys = list(Comment.objects.filter(author_id=person.id).order_by("-pk").values_list("pk", flat=True)[:BATCH])
    held = Comment.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("-pk")
    gone: Counter[UUID] = Counter()
    for row in held:
        stands = row.deleted_at is None and row.hidden_at is None
        if person.keeps_content and stands:
            Comment.objects.filter(pk=row.pk).update(author_id=person.heir)
            continue
        if stands:
            gone[row.workbook_id] += 1
        # Asked of each as it goes: their own replies to it have gone by now.
        if Comment.objects.filter(parent_id=row.pk).exists():
            CommentMention.objects.filter(comment_id=row.pk).delete()
            gone_at = row.deleted_at or clock.now()
            Comment.objects.filter(pk=row.pk).update(author_id=person.heir, body="", deleted_at=gone_at)
        else:
            Comment.objects.filter(pk=row.pk).delete()
    for workbook_id, number in sorted(gone.items()):
        bump_counts(workbook_id=workbook_id, comments=-number)
    return len(keys)


def declare() -> None:
    register(
        "workbooks.Favorite",
        of="member",
        export=Export(),
        erase=By(end_favorites, "deleted, and counted off"),
        place=FIRST,
    )
    register(
        "workbooks.View",
        of="member",
        export=Export(left_out={"viewer_key": "the member's id once more"}),
        erase=By(unname_views, "kept as somebody's, for the counts: whose they were is taken out"),
        place=FIRST,
    )
    register(
        "workbooks.Comment",
        of="author",
        export=Export(),
        erase=By(
            part_with_comments, "deleted, emptied where others answered, or given to the account of deleted members"
        ),
        place=FIRST,
    )
    register(
        "workbooks.CommentLike",
        of="member",
        export=Export(),
        erase=By(end_likes, "deleted, and counted off"),
        place=FIRST,
    )
    register("workbooks.CommentMention", of="member", export=Export(), erase=Delete(), place=FIRST)
