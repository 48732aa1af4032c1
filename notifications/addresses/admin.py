"""Addresses on the desk, to find why somebody is not reached."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter, SetFilter
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.pages import ReadOnlyAdmin
from notifications.addresses.models import Address, AddressCode
from notifications.addresses.shapes import channel


class VerifiedFilter(SetFilter):
    """Whether it was proved."""

    title = _("verified")
    parameter_name = "verified"
    field = "verified_at"


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    """Further e-mail addresses, browsers and apps, newest first. A browser's own address and keys are not shown."""

    group = Group.MAIL
    exclude = ("value", "digest", "p256dh", "auth")
    list_display = ("kind", "whose", "shown", "label", "verified_at")
    list_filter = ("kind", VerifiedFilter, MadeFilter)
    list_select_related = ("user",)
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("user__username__exact",)
    search_help_text = _("A username.")

    @admin.display(description=_("user"))
    def whose(self, row: Address) -> Any:
        return links.to_row(row.user)

    @admin.display(description=_("address"))
    def shown(self, row: Address) -> Any:
        return channel(row)["address"]


@admin.register(AddressCode)
class AddressCodeAdmin(ReadOnlyAdmin):
    """Codes under way, without the codes."""

    group = Group.MAIL
    exclude = ("digest",)
    list_display = ("address", "tries", "asked", "ends")
    list_select_related = ("address",)
    ordering = ("-asked_at",)
    sortable_by = ()
    search_fields = ("address__user__username__exact",)
    search_help_text = _("A username.")

    @admin.display(description=_("asked at"))
    def asked(self, row: AddressCode) -> Any:
        return moment(row.asked_at)

    @admin.display(description=_("expires at"))
    def ends(self, row: AddressCode) -> Any:
        return moment(row.expires_at)
