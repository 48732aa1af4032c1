"""Second steps on the desk, for looking at; secrets, digests and keys stay where they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.mfa.models import Ceremony, Enrolment, MailedCode, Passkey, PendingSignIn, RecoveryCode
from config.desk import links
from config.desk.filters import MadeFilter, SetFilter
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.pages import ReadOnlyAdmin


class UsedFilter(SetFilter):
    """Whether it was used up."""

    title = _("used")
    parameter_name = "used"
    field = "used_at"


class OfMember(ReadOnlyAdmin):
    """Rows of a member, found by name."""

    group = Group.SECURITY
    list_select_related = ("user",)
    search_fields = ("user__username__exact",)
    search_help_text = _("A username.")
    ordering = ("-pk",)

    @admin.display(description=_("member"))
    def member(self, row: Any) -> Any:
        return links.to_row(row.user)


@admin.register(Enrolment)
class EnrolmentAdmin(OfMember):
    """Who has an app or mailed codes on, and since when."""

    place = 16
    list_display = ("member", "app", "mail")
    exclude = ("totp_secret", "next_secret", "next_session_id", "totp_last_step")

    @admin.display(description=_("app since"))
    def app(self, row: Enrolment) -> Any:
        return moment(row.totp_since) if row.totp_since else links.NONE

    @admin.display(description=_("mail since"))
    def mail(self, row: Enrolment) -> Any:
        return moment(row.email_since) if row.email_since else links.NONE


@admin.register(Passkey)
class PasskeyAdmin(OfMember):
    """Passkeys by name, and when each was last used."""

    place = 17
    list_display = ("name", "member", "is_backed_up", "added", "used")
    list_filter = (MadeFilter,)
    exclude = ("credential_id", "public_key", "sign_count")

    @admin.display(description=_("added"), ordering="id")
    def added(self, row: Passkey) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("last used"))
    def used(self, row: Passkey) -> Any:
        return moment(row.last_used_at) if row.last_used_at else links.NONE


@admin.register(RecoveryCode)
class RecoveryCodeAdmin(OfMember):
    """Recovery codes, without the digests."""

    list_display = ("id", "member", "created_at", "used_at")
    list_filter = (UsedFilter,)
    exclude = ("digest",)


@admin.register(MailedCode)
class MailedCodeAdmin(OfMember):
    """Codes that went out by mail, without the digests."""

    list_display = ("id", "member", "created_at", "expires_at", "used_at")
    list_filter = (UsedFilter,)
    exclude = ("digest", "bound_to")


@admin.register(Ceremony)
class CeremonyAdmin(OfMember):
    """Challenges that no passkey has answered yet."""

    list_display = ("id", "purpose", "member", "created_at", "expires_at")
    list_filter = ("purpose",)
    exclude = ("digest", "bound_to")

    @admin.display(description=_("member"))
    def member(self, row: Ceremony) -> Any:
        return links.to_row(row.user) if row.user else links.NONE


@admin.register(PendingSignIn)
class PendingSignInAdmin(OfMember):
    """Right passwords that wait for their second step."""

    list_display = ("id", "member", "created_at", "expires_at", "used_at")
    list_filter = (UsedFilter,)
    exclude = ("digest", "bound_to")
