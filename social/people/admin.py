"""The search index of people on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.groups import Group
from config.desk.pages import ReadOnlyAdmin
from social.people.models import PersonEntry


@admin.register(PersonEntry)
class PersonEntryAdmin(ReadOnlyAdmin):
    """Entries, the best placed first."""

    group = Group.OPERATIONS
    list_display = ("of_person", "score")
    list_select_related = ("user",)
    search_fields = ("username__startswith",)
    search_help_text = _("The beginning of a username.")
    ordering = ("-score", "-id")

    @admin.display(description=_("user"))
    def of_person(self, row: PersonEntry) -> Any:
        return links.to_row(row.user)
