"""Workbooks, their versions and featured picks on the desk: what changes them also counts and tells, by services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter, SetFilter
from config.desk.groups import Group
from config.desk.marks import badge, moment, number, short
from config.desk.pages import ReadOnlyAdmin
from workbooks.catalog.desk import FEATURE, UNFEATURE, standing_of
from workbooks.catalog.models import FeaturedPick, Workbook, WorkbookVersion
from workbooks.tags.queries import names_of


class DeletedFilter(SetFilter):
    """Whether its author took the workbook away."""

    title = _("deleted")
    parameter_name = "deleted"
    field = "deleted_at"


@admin.register(Workbook)
class WorkbookAdmin(ReadOnlyAdmin):
    """Workbooks, newest first, hidden and deleted ones too."""

    group = Group.CONTENT
    place = 10
    audit_target = "workbook"
    deeds = (FEATURE, UNFEATURE)
    list_display = ("title", "by", "standing", "visibility", "views", "favorites", "comments", "made")
    list_filter = ("status", "visibility", DeletedFilter, MadeFilter, "source")
    list_select_related = ("author", "pick")
    search_fields = ("id__exact", "author__username__exact")
    search_newest = ("title__icontains",)
    search_help_text = _(
        "An id, the address of a page, or the author's username; words of a title are looked for among the newest "
        "10,000 workbooks."
    )
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workbook]:
        return super().get_queryset(request).select_related("author", "pick")

    @admin.display(description=_("author"))
    def by(self, row: Workbook) -> Any:
        return links.to_row(row.author)

    @admin.display(description=_("standing"))
    def standing(self, row: Workbook) -> Any:
        return standing_of(row)

    @admin.display(description=_("views"))
    def views(self, row: Workbook) -> str:
        return number(row.shown_views)

    @admin.display(description=_("favourites"))
    def favorites(self, row: Workbook) -> Any:
        return links.to_rows("workbooks.Favorite", number(row.shown_favorites), workbook__id__exact=row.pk)

    @admin.display(description=_("comments"))
    def comments(self, row: Workbook) -> Any:
        return links.to_rows("workbooks.Comment", number(row.comment_count), workbook__id__exact=row.pk)

    @admin.display(description=_("made"), ordering="id")
    def made(self, row: Workbook) -> Any:
        return moment(row.created_at)

    def facts(self, row: Workbook) -> list[tuple[Any, Any]]:
        pick = getattr(row, "pick", None)
        return [
            (_("Author"), links.to_row(row.author)),
            (_("Standing"), standing_of(row)),
            (_("Visibility"), row.get_visibility_display()),
            (_("Featured"), links.to_row(pick, badge(_("featured"), "good")) if pick else links.NONE),
            (_("Views"), links.to_rows("workbooks.View", self.views(row), workbook__id__exact=row.pk)),
            (_("Favourites"), self.favorites(row)),
            (_("Comments"), self.comments(row)),
            (_("Published"), moment(row.published_at)),
            (_("Source"), links.to_row(row.source)),
            (_("Tags"), ", ".join(names_of(row.pk)) or links.NONE),
            (_("Made from"), links.to_row(row.remix_of)),
        ]

    def told(self, row: Workbook) -> Any:
        return row.author.username

    def public_url(self, row: Workbook) -> str:
        return f"/w/{row.pk}"

    def api_url(self, row: Workbook) -> str:
        return f"/api/v1/workbooks/{row.pk}"


@admin.register(WorkbookVersion)
class WorkbookVersionAdmin(ReadOnlyAdmin):
    """What a workbook's text was before."""

    group = Group.CONTENT
    list_display = ("title", "number", "of_workbook", "by", "replaced")
    list_select_related = ("workbook", "replaced_by")
    search_fields = ("workbook__id__exact",)
    search_help_text = _("The id of a workbook, or the address of its page.")
    ordering = ("-id",)

    @admin.display(description=_("workbook"))
    def of_workbook(self, row: WorkbookVersion) -> Any:
        return links.to_row(row.workbook)

    @admin.display(description=_("replaced by"))
    def by(self, row: WorkbookVersion) -> Any:
        return links.to_row(row.replaced_by)

    @admin.display(description=_("replaced"))
    def replaced(self, row: WorkbookVersion) -> Any:
        return moment(row.replaced_at)


@admin.register(FeaturedPick)
class FeaturedPickAdmin(ReadOnlyAdmin):
    """Picks in the order they are shown in."""

    group = Group.CONTENT
    place = 15
    deeds = (UNFEATURE,)
    list_display = ("title", "position", "starts_at", "until", "by")
    list_select_related = ("workbook", "picked_by")
    ordering = ("position", "id")

    @admin.display(description=_("workbook"))
    def title(self, row: FeaturedPick) -> str:
        return short(row.workbook.title)

    @admin.display(description=_("picked by"))
    def by(self, row: FeaturedPick) -> Any:
        return links.to_row(row.picked_by)

    def facts(self, row: FeaturedPick) -> list[tuple[Any, Any]]:
        return [
            (_("Workbook"), links.to_row(row.workbook)),
            (_("Position"), row.position),
            (_("From"), moment(row.starts_at)),
            (_("Until"), moment(row.until)),
            (_("Picked by"), links.to_row(row.picked_by)),
        ]
