"""Accounts on the desk: found, seen at a glance, and acted on by the services that the API calls."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.users.desk import DEEDS
from accounts.users.models import EmailChange, KeptUsername, User
from config.desk import access, links
from config.desk.groups import Group
from config.desk.marks import Tone, badge, moment, number
from config.desk.pages import ReadOnlyAdmin
from config.roles import Role, Status

_TONES: dict[str, Tone] = {
    Status.ACTIVE: "good",
    Status.MUTED: "warn",
    Status.SUSPENDED: "bad",
    Status.BANNED: "bad",
    Status.DEACTIVATED: "",
}


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Everything about an account but its password's hash. Addresses are for those who administer accounts."""

    group = Group.PEOPLE
    place = 10
    audit_target = "user"
    deeds = DEEDS
    list_display = ("username", "full_name", "standing", "role_mark", "workbooks", "email", "created")
    list_filter = ("status", "role", ("created_at", admin.DateFieldListFilter))
    list_select_related = ("profile",)
    search_fields = ("username__exact", "email__exact", "id__exact", "username__startswith")
    search_help_text = _("A username or its beginning, an id, or an address of a page; for managers an e-mail address.")
    ordering = ("-created_at", "-id")
    exclude = ("password",)

    @admin.display(description=_("name"))
    def full_name(self, row: User) -> str:
        return row.profile.full_name or links.NONE

    @admin.display(description=_("standing"), ordering="status")
    def standing(self, row: User) -> Any:
        return badge(row.get_status_display(), _TONES[row.status])

    @admin.display(description=_("role"), ordering="role")
    def role_mark(self, row: User) -> Any:
        return row.get_role_display() if row.role == Role.MEMBER else badge(row.get_role_display())

    @admin.display(description=_("workbooks"))
    def workbooks(self, row: User) -> Any:
        text = number(row.profile.workbooks_count)
        return links.to_rows("workbooks.Workbook", text, author__id__exact=row.pk)

    @admin.display(description=_("joined"), ordering="-created_at")
    def created(self, row: User) -> Any:
        return moment(row.created_at)

    def facts(self, row: User) -> list[tuple[Any, Any]]:
        profile = row.profile
        told: list[tuple[str, Any, Any]] = [
            ("status", _("Standing"), self.standing(row)),
            ("status_until", _("Until"), moment(row.status_until) if row.status_until else None),
            ("status_reason", _("Reason"), row.status_reason or None),
            ("role", _("Role"), badge(row.get_role_display())),
            ("", _("Name"), profile.full_name or None),
            ("email", _("E-mail address"), row.email),
            ("email_verified_at", _("Address proven"), moment(row.email_verified_at)),
            ("", _("Joined"), moment(row.created_at)),
            ("last_login", _("Last signed in"), moment(row.last_login)),
            ("", _("Workbooks"), self.workbooks(row)),
            ("", _("Followers"), _edges("followee", row, profile.followers_count)),
            ("", _("Following"), _edges("follower", row, profile.following_count)),
            ("", _("Profile"), links.to_row(profile, _("Texts and choices"))),
        ]
        hidden = access.hidden_fields(access.viewer(), User)
        return [(label, value) for field, label, value in told if value is not None and field not in hidden]

    def told(self, row: User) -> Any:
        return f"{row.get_role_display()}, {row.get_status_display()}"

    def public_url(self, row: User) -> str:
        return f"/u/{row.username}"

    def api_url(self, row: User) -> str:
        return f"/api/v1/users/{row.username}"


def _edges(end: str, row: User, count: int) -> Any:
    return links.to_rows("social.Follow", number(count), **{f"{end}__id__exact": row.pk})


@admin.register(KeptUsername)
class KeptUsernameAdmin(ReadOnlyAdmin):
    """Names that are kept for whoever gave them up."""

    group = Group.PEOPLE
    list_display = ("username", "member", "until")
    list_filter = (("until", admin.DateFieldListFilter),)
    list_select_related = ("user",)
    search_fields = ("username__exact", "user__username__exact")
    search_help_text = _("A kept name, or the name that its owner has now.")
    ordering = ("-until", "-id")

    @admin.display(description=_("member"))
    def member(self, row: KeptUsername) -> Any:
        return links.to_row(row.user)


@admin.register(EmailChange)
class EmailChangeAdmin(ReadOnlyAdmin):
    """Changes of address, wished for and fulfilled."""

    group = Group.SECURITY
    list_display = ("id", "member", "old_email", "new_email", "created_at", "confirmed_at")
    list_select_related = ("user",)
    search_fields = ("user__username__exact",)
    search_help_text = _("A username.")
    ordering = ("-id",)

    @admin.display(description=_("member"))
    def member(self, row: EmailChange) -> Any:
        return links.to_row(row.user)
