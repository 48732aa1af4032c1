"""Proving what engagement counts: favourites, comments and counted views of workbooks, likes of comments."""

from __future__ import annotations

from django.db.models import OuterRef

from workbooks.catalog.services import prove_counter
from workbooks.counted import Discrepancy, number_of, prove
from workbooks.engagement.models import Comment, CommentLike, Favorite, View


def prove_counters(*, repair: bool = False) -> list[Discrepancy]:
    """Every counter that is not what the rows say. Views that wait for the job are in neither."""
    comments = Comment.objects.filter(deleted_at__isnull=True, hidden_at__isnull=True)
    likes = number_of(CommentLike.objects.filter(comment_id=OuterRef("pk")), "comment_id")
    return [
        *prove_counter(column="favorite_count", rows=Favorite.objects.all(), repair=repair),
        *prove_counter(column="comment_count", rows=comments, repair=repair),
        *prove_counter(column="view_count", rows=View.objects.filter(is_counted=True), repair=repair),
        *prove(Comment, "like_count", likes, repair=repair),
    ]
