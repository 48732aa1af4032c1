"""The search index on the desk: which workbooks it has, and the words of its lexicon."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.groups import Group
from config.desk.marks import moment, number
from config.desk.pages import ReadOnlyAdmin
from workbooks.discovery.models import SearchEntry, SearchVariant, SearchWord


@admin.register(SearchEntry)
class SearchEntryAdmin(ReadOnlyAdmin):
    """Entries, the best placed first."""

    group = Group.OPERATIONS
    list_display = ("of_workbook", "score", "is_public", "listed")
    list_filter = ("is_public",)
    list_select_related = ("workbook",)
    search_fields = ("workbook__id__exact",)
    search_help_text = _("The id or address of a workbook.")
    ordering = ("-score", "-id")

    @admin.display(description=_("workbook"))
    def of_workbook(self, row: SearchEntry) -> Any:
        return links.to_row(row.workbook)

    @admin.display(description=_("listed at"), ordering="listed_at")
    def listed(self, row: SearchEntry) -> Any:
        return moment(row.listed_at)


@admin.register(SearchWord)
class SearchWordAdmin(ReadOnlyAdmin):
    """Words, by the alphabet: how many public workbooks have each."""

    group = Group.OPERATIONS
    list_display = ("word", "in_workbooks")
    search_fields = ("word__startswith",)
    search_help_text = _("The beginning of a word, without accents.")
    ordering = ("word",)

    @admin.display(description=_("workbooks"), ordering="documents")
    def in_workbooks(self, row: SearchWord) -> Any:
        return number(row.documents)


@admin.register(SearchVariant)
class SearchVariantAdmin(ReadOnlyAdmin):
    """Variants of words, as they were written."""

    group = Group.OPERATIONS
    list_display = ("variant", "of_word")
    list_select_related = ("word",)
    search_fields = ("word__word__exact",)
    search_help_text = _("A word, without accents.")
    ordering = ("pk",)

    @admin.display(description=_("word"))
    def of_word(self, row: SearchVariant) -> Any:
        return links.to_row(row.word)
