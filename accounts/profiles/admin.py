"""Profiles on the desk, to be read: their owners write them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.profiles.models import Profile
from config.desk import links
from config.desk.groups import Group
from config.desk.marks import badge, number, short
from config.desk.pages import ReadOnlyAdmin


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    """What members say of themselves, and the counts kept for them."""

    group = Group.PEOPLE
    place = 20
    audit_target = "profile"
    list_display = ("member", "full_name", "about", "location", "followers", "workbooks", "hidden")
    list_select_related = ("user",)
    list_filter = ("locale",)
    search_fields = ("user__username__exact", "user_id__exact", "user__username__startswith")
    search_newest = ("full_name__icontains",)
    search_help_text = _("A username or its beginning; a part of a name is looked for among the newest 10,000.")
    ordering = ("-user_id",)

    @admin.display(description=_("member"))
    def member(self, row: Profile) -> str:
        return str(row.user)

    @admin.display(description=_("about"))
    def about(self, row: Profile) -> str:
        return short(row.bio or row.title)

    @admin.display(description=_("followers"))
    def followers(self, row: Profile) -> str:
        return number(row.followers_count)

    @admin.display(description=_("workbooks"))
    def workbooks(self, row: Profile) -> str:
        return number(row.workbooks_count)

    @admin.display(description=_("hidden"))
    def hidden(self, row: Profile) -> Any:
        return badge(_("hidden"), "bad") if row.hidden_at else links.NONE

    def facts(self, row: Profile) -> list[tuple[Any, Any]]:
        return [
            (_("Member"), links.to_row(row.user)),
            (_("Name"), row.full_name or links.NONE),
            (_("Followers"), number(row.followers_count)),
            (_("Following"), number(row.following_count)),
            (_("Workbooks"), number(row.workbooks_count)),
            (_("Hidden"), self.hidden(row)),
        ]

    def public_url(self, row: Profile) -> str:
        return f"/u/{row.user.username}"

    def api_url(self, row: Profile) -> str:
        return f"/api/v1/users/{row.user.username}"
