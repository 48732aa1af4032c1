"""What the desk has of engagement: panels on members and workbooks, and what happens by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.figures import by_day, register_chart
from config.desk.groups import Group
from config.desk.marks import badge, moment, short
from config.desk.panels import MOST_ROWS, Panel, register_panel
from workbooks.engagement.models import Comment, Favorite, View

MEMBER, WORKBOOK = "accounts.User", "workbooks.Workbook"


def standing_of(row: Comment) -> Any:
    """Whether a comment stands."""
    if row.deleted_at is not None:
        return badge(_("deleted"), "bad")
    if row.removed_at is not None:
        return badge(_("removed"), "bad")
    return badge(_("hidden"), "bad") if row.hidden_at is not None else badge(_("stands"), "good")


def _comments_of(user_id: UUID) -> Iterable[Sequence[Any]]:
    rows = Comment.objects.filter(author_id=user_id).select_related("workbook").order_by("-pk")[:MOST_ROWS]
    for row in rows:
        yield links.to_row(row, short(row.body)), links.to_row(row.workbook), standing_of(row), moment(row.created_at)


def _comments_on(workbook_id: UUID) -> Iterable[Sequence[Any]]:
    rows = Comment.objects.filter(workbook_id=workbook_id).select_related("author").order_by("-pk")[:MOST_ROWS]
    for row in rows:
        yield links.to_row(row, short(row.body)), links.to_row(row.author), standing_of(row), moment(row.created_at)


def _favorites_of(user_id: UUID) -> Iterable[Sequence[Any]]:
    rows = Favorite.objects.filter(member_id=user_id).select_related("workbook").order_by("-pk")[:MOST_ROWS]
    for row in rows:
        yield links.to_row(row.workbook), moment(row.created_at)


def _favorites_on(workbook_id: UUID) -> Iterable[Sequence[Any]]:
    rows = Favorite.objects.filter(workbook_id=workbook_id).select_related("member").order_by("-pk")[:MOST_ROWS]
    for row in rows:
        yield links.to_row(row.member), moment(row.created_at)


def _happened(days: Sequence[date]) -> list[list[int]]:
    return [
        by_day(Favorite.objects.all(), "created_at", days),
        by_day(Comment.objects.filter(deleted_at__isnull=True), "created_at", days),
    ]


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    written = [_("Comment"), _("Workbook"), _("Standing"), _("Written")]
    register_panel(
        MEMBER,
        Panel("comments", _("Newest comments"), written, _comments_of, "workbooks.Comment",
              more=lambda pk: {"author__id__exact": pk}, place=20),
    )  # fmt: skip
    register_panel(
        MEMBER,
        Panel("favorites", _("Newest favourites"), [_("Workbook"), _("Marked")], _favorites_of, "workbooks.Favorite",
              more=lambda pk: {"member__id__exact": pk}, place=30),
    )  # fmt: skip
    received = [_("Comment"), _("Author"), _("Standing"), _("Written")]
    register_panel(
        WORKBOOK,
        Panel("comments", _("Newest comments"), received, _comments_on, "workbooks.Comment",
              more=lambda pk: {"workbook__id__exact": pk}, place=10),
    )  # fmt: skip
    register_panel(
        WORKBOOK,
        Panel("favorites", _("Newest favourites"), [_("Member"), _("Marked")], _favorites_on, "workbooks.Favorite",
              more=lambda pk: {"workbook__id__exact": pk}, place=20),
    )  # fmt: skip
    register_chart(
        "views",
        title=_("Views by day"),
        series=[_("views")],
        read=lambda days: [by_day(View.objects.all(), "created_at", days)],
        group=Group.CONTENT,
    )
    register_chart(
        "engagement",
        title=_("Favourites and comments by day"),
        series=[_("favourites"), _("comments")],
        read=_happened,
        group=Group.CONTENT,
    )
