"""Favourites, views and comments on the desk, to be read: what changes them also counts and tells."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter, SetFilter
from config.desk.groups import Group
from config.desk.marks import moment, number, short
from config.desk.pages import ReadOnlyAdmin
from workbooks.engagement.desk import standing_of
from workbooks.engagement.models import Comment, CommentLike, CommentMention, DailySalt, Favorite, View


class DeletedFilter(SetFilter):
    """Whether its author took the comment away."""

    title = _("deleted")
    parameter_name = "deleted"
    field = "deleted_at"


class OnWorkbook(ReadOnlyAdmin):
    """Columns that rows on workbooks share."""

    group = Group.CONTENT

    @admin.display(description=_("workbook"))
    def on_workbook(self, row: Any) -> Any:
        return links.to_row(row.workbook)

    @admin.display(description=_("member"))
    def by_member(self, row: Any) -> Any:
        return links.to_row(row.member)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: Any) -> Any:
        return moment(row.created_at)


@admin.register(Favorite)
class FavoriteAdmin(OnWorkbook):
    """Who marked what."""

    list_display = ("at", "by_member", "on_workbook")
    list_select_related = ("member", "workbook")
    list_filter = (MadeFilter,)
    search_fields = ("member__username__exact", "workbook__id__exact")
    search_help_text = _("A member's username, or the id or address of a workbook.")
    ordering = ("-id",)


@admin.register(View)
class ViewAdmin(OnWorkbook):
    """Views, counted and to be counted. What tells visitors apart is not shown."""

    list_display = ("at", "on_workbook", "by_member", "referrer", "is_counted")
    list_select_related = ("member", "workbook")
    list_filter = ("is_counted", ("created_at", admin.DateFieldListFilter))
    search_fields = ("workbook__id__exact",)
    search_help_text = _("The id of a workbook, or the address of its page.")
    exclude = ("viewer_key",)
    ordering = ("-id",)


@admin.register(DailySalt)
class DailySaltAdmin(ReadOnlyAdmin):
    """The days whose visitors can still be told apart; the salts themselves are not shown."""

    group = Group.SECURITY
    list_display = ("day",)
    exclude = ("salt",)
    ordering = ("-day",)


@admin.register(Comment)
class CommentAdmin(OnWorkbook):
    """Comments, newest first, hidden and deleted ones too."""

    place = 20
    audit_target = "comment"
    list_display = ("text", "by", "on_workbook", "standing", "likes", "at")
    list_select_related = ("author", "workbook")
    list_filter = (DeletedFilter, MadeFilter)
    search_fields = ("id__exact", "author__username__exact", "workbook__id__exact")
    search_newest = ("body__icontains",)
    search_help_text = _(
        "An id, the author's username, or the address of a workbook; words are looked for among the newest 10,000 "
        "comments."
    )
    ordering = ("-id",)

    @admin.display(description=_("comment"))
    def text(self, row: Comment) -> str:
        return short(row.body)

    @admin.display(description=_("author"))
    def by(self, row: Comment) -> Any:
        return links.to_row(row.author)

    @admin.display(description=_("standing"))
    def standing(self, row: Comment) -> Any:
        return standing_of(row)

    @admin.display(description=_("likes"))
    def likes(self, row: Comment) -> Any:
        return links.to_rows("workbooks.CommentLike", number(row.like_count), comment__id__exact=row.pk)

    def facts(self, row: Comment) -> list[tuple[Any, Any]]:
        return [
            (_("Author"), links.to_row(row.author)),
            (_("Workbook"), links.to_row(row.workbook)),
            (_("Standing"), standing_of(row)),
            (_("Written"), moment(row.created_at)),
            (_("Changed"), moment(row.edited_at)),
            (_("Answers"), links.to_key(Comment, row.parent_id, _("another comment"))),
            (_("Thread"), links.to_rows(Comment, _("All of it"), thread__exact=row.thread)),
            (_("Likes"), self.likes(row)),
            (_("Text"), row.body),
        ]

    def public_url(self, row: Comment) -> str:
        return f"/w/{row.workbook_id}"


class OnComment(OnWorkbook):
    """Columns that rows on comments share."""

    list_select_related = ("member", "comment")
    search_fields = ("member__username__exact", "comment__id__exact")
    search_help_text = _("A member's username, or the id of a comment.")
    ordering = ("-id",)

    @admin.display(description=_("comment"))
    def on_comment(self, row: Any) -> Any:
        comment: Model = row.comment
        return links.to_row(comment, short(row.comment.body, 60))


@admin.register(CommentLike)
class CommentLikeAdmin(OnComment):
    """Who likes which comment."""

    list_display = ("at", "by_member", "on_comment")


@admin.register(CommentMention)
class CommentMentionAdmin(OnComment):
    """Who was mentioned where."""

    list_display = ("id", "by_member", "on_comment")
