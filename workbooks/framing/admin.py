"""Workbooks' frames on the desk: which of them are broken, and since when."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.pages import ReadOnlyAdmin
from workbooks.framing.models import Embedding


@admin.register(Embedding)
class EmbeddingAdmin(ReadOnlyAdmin):
    """Frames, the longest broken first."""

    group = Group.CONTENT
    list_display = ("of_workbook", "broken_as", "broken")
    list_filter = (("broken_since", admin.EmptyFieldListFilter),)
    list_select_related = ("workbook",)
    search_fields = ("workbook__id__exact",)
    search_help_text = _("The id or address of a workbook.")
    ordering = ("broken_since", "workbook_id")

    @admin.display(description=_("workbook"))
    def of_workbook(self, row: Embedding) -> Any:
        return links.to_row(row.workbook)

    @admin.display(description=_("broken since"), ordering="broken_since")
    def broken(self, row: Embedding) -> Any:
        return moment(row.broken_since)
