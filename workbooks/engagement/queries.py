"""Who sees which favourite and which comment, as rows for lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import BaseExpression

from config import compiled
from config.entities import Summary
from config.roles import ANONYMOUS, SIGNED_IN_STATES, Role, Viewer, at_least
from social.graph import queries as graph
from social.people.queries import person_or_404, visible_people
from workbooks.catalog import queries as catalog
from workbooks.engagement.errors import CommentNotFound, FavoritesNotShown
from workbooks.engagement.models import Comment, CommentLike, CommentMention, Favorite

# How many members and marks are looked at for what was favourited together, and how many must have done so.
_MEMBERS, _MARKS, _OTHERS, _AT_LEAST = 50, 2_000, 50, 2

COMMENT = (
    "id",
    "body",
    "author_id",
    "workbook_id",
    "parent_id",
    "thread",
    "like_count",
    "created_at",
    "edited_at",
    "deleted_at",
    "hidden_at",
    "label",
)


def is_favorited(viewer: Viewer) -> BaseExpression:
    """The viewer's flag on a card."""
    return catalog.flag_of(viewer, lambda: Favorite.objects.filter(workbook_id=OuterRef("pk"), member_id=viewer.pk))


def favorite_state(viewer: Viewer, workbook_id: UUID) -> dict[str, Any]:
    """What a member is told of their mark and of the count."""
    marked = Favorite.objects.filter(workbook_id=workbook_id, member_id=viewer.pk).exists()
    return {"is_favorited": marked, "favorite_count": catalog.shown_favorites(workbook_id)}


def favorited_by(viewer: Viewer, workbook_id: UUID) -> QuerySet[Favorite, Any]:
    """The people who favourited a workbook and let the viewer know."""
    shown = graph.allowed_by(viewer, "member_id", "member__profile__show_favorites")
    rows = Favorite.objects.filter(shown, graph.stands(viewer, "member__"), workbook_id=workbook_id)
    if viewer.pk is not None:
        rows = rows.exclude(graph.blocked_between(viewer, "member_id"))
    return rows.values("id", "member_id", "created_at")


def favorites_of(viewer: Viewer, username: str) -> QuerySet[Any]:
    """A member's favourites that the viewer may see in a list, with `favorite_id` to order them by.

    One's own hold what one reached by its link, too.
    """
    person = person_or_404(viewer, username)
    shown = visible_people(viewer).filter(graph.allowed_by(viewer, "pk", "profile__show_favorites"), pk=person.pk)
    if not shown.exclude(graph.blocked_between(viewer, "pk")).exists():
        raise FavoritesNotShown
    rows = catalog.reachable(viewer) if viewer.pk == person.pk else catalog.listed(viewer)
    return rows.filter(favorites__member_id=person.pk).annotate(favorite_id=F("favorites__id"))


def favorited_with(workbook_id: UUID) -> list[tuple[UUID, int]]:
    """What those who favourited a workbook lately favourited besides, with how many of them did: two at least.

    Only the marks of members who show theirs to everyone count, so that nobody's are told by what is like what.
    """
    everyone = {"member__status__in": sorted(SIGNED_IN_STATES), "member__profile__show_favorites": graph.EVERYONE}
    marks = Favorite.objects.filter(workbook_id=workbook_id, **everyone).order_by("-id")
    members = list(marks.values_list("member_id", flat=True)[:_MEMBERS])
    if len(members) < _AT_LEAST:
        return []
    theirs = Favorite.objects.filter(member_id__in=members).order_by("-id").values_list("workbook_id", flat=True)
    counts = Counter(theirs[:_MARKS])
    counts.pop(workbook_id, None)
    return [(other, people) for other, people in counts.most_common(_OTHERS) if people >= _AT_LEAST]


def newest_favorites(member_id: UUID, most: int) -> list[UUID]:
    """The workbooks that a member favourited last."""
    marks = Favorite.objects.filter(member_id=member_id).order_by("-id")
    return list(marks.values_list("workbook_id", flat=True)[:most])


def comments_visible_to(viewer: Viewer) -> QuerySet[Comment]:
    """Comments that `viewer` may see: on workbooks and by people they see; deleted ones while replies need them."""
    rows = Comment.objects.filter(
        author__status__in=sorted(SIGNED_IN_STATES),
        workbook__in=catalog.visible_to(viewer).values("pk"),
    )
    replies = Comment.objects.filter(parent_id=OuterRef("pk"), deleted_at__isnull=True, hidden_at__isnull=True)
    rows = rows.filter(Q(deleted_at__isnull=True) | Q(Exists(replies)))
    if viewer.pk is None:
        return rows.filter(hidden_at__isnull=True)
    rows = rows.exclude(graph.blocked_between(viewer, "author_id"))
    if at_least(viewer, Role.MODERATOR):
        return rows
    return rows.filter(Q(hidden_at__isnull=True) | Q(author_id=viewer.pk, removed_at__isnull=True))


def comments_in_feeds(viewer: Viewer) -> QuerySet[Comment]:
    """Comments that may stand in feeds: neither deleted nor hidden, on workbooks that stand in lists."""
    rows = Comment.objects.filter(deleted_at__isnull=True, hidden_at__isnull=True)
    return rows.filter(workbook__in=catalog.listed(viewer).values("pk"))


def was_public_comment(comment_id: UUID) -> bool:
    """Whether everyone would find the comment, were neither it nor its workbook hidden, archived or deleted."""
    workbook_id = Comment.objects.filter(pk=comment_id).values_list("workbook_id", flat=True).first()
    return workbook_id is not None and catalog.was_public(workbook_id)


def visible_comment(viewer: Viewer, comment_id: UUID) -> Comment:
    """The comment, if `viewer` may see it and it is not deleted; `CommentNotFound` otherwise."""
    found = comments_visible_to(viewer).filter(pk=comment_id, deleted_at__isnull=True).first()
    if found is None:
        raise CommentNotFound
    return found


def comments_on(viewer: Viewer, workbook_id: UUID) -> QuerySet[Comment]:
    """The comments on one workbook that `viewer` may see."""
    return comments_visible_to(viewer).filter(workbook_id=workbook_id)


def comment_cards(rows: QuerySet[Comment], viewer: Viewer) -> QuerySet[Comment, dict[str, Any]]:
    """`rows` as plain dicts with the viewer's flag."""
    liked = catalog.flag_of(viewer, lambda: CommentLike.objects.filter(comment_id=OuterRef("pk"), member_id=viewer.pk))
    return rows.annotate(is_liked=liked).values(*COMMENT, "is_liked")


def comment_summaries(comment_ids: Iterable[UUID]) -> dict[UUID, Summary]:
    """How other floors name and link comments: by the workbook they are on."""
    rows = compiled.rows_among("comments.summaries", _summaries, viewer=ANONYMOUS, ids=comment_ids)
    return {row["id"]: _summary(row["id"], row["workbook_id"], row["workbook__title"]) for row in rows}


def _summaries(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    return Comment.objects.filter(pk__in=ids).values("id", "workbook_id", "workbook__title")


def _summary(comment_id: UUID, workbook_id: UUID, title: str) -> Summary:
    return Summary("comment", comment_id, title, f"{catalog.path_of(workbook_id)}#comment-{comment_id}")


def comment_author(comment_id: UUID) -> UUID | None:
    """Whose comment it is; None where there is none."""
    return Comment.objects.filter(pk=comment_id).values_list("author_id", flat=True).first()


def mentioned_in(comment_id: UUID) -> set[UUID]:
    """The members whom the comment has mentioned and told so."""
    return set(CommentMention.objects.filter(comment_id=comment_id).values_list("member_id", flat=True))


def commented_workbook(comment_id: UUID) -> UUID | None:
    """The workbook that the comment stands below; None where there is no such comment."""
    return Comment.objects.filter(pk=comment_id).values_list("workbook_id", flat=True).first()


def comment_reach(comment_id: UUID) -> int:
    """As many people as look at the workbook that it stands below may read it; 0 where there is no such comment."""
    found = Comment.objects.filter(pk=comment_id).values_list("workbook__shown_views", flat=True).first()
    return found or 0


def has_any() -> bool:
    """Whether anybody has favourited anything or commented on it."""
    return Favorite.objects.exists() or Comment.objects.exists()
