"""Sessions and what goes with them on the desk; digests of tokens stay where they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.auth.desk import REVOKE, state_of
from accounts.auth.models import (
    OneTimeToken,
    RefreshToken,
    ResetRequest,
    Revocation,
    Session,
    SignInFailures,
    SocketTicket,
)
from config.desk import links
from config.desk.filters import MadeFilter, SetFilter
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.pages import ReadOnlyAdmin


class EndedFilter(SetFilter):
    """Whether a session was ended before its time."""

    title = _("state")
    parameter_name = "ended"
    field = "revoked_at"
    yes, no = _("Ended"), _("Not ended")


class UsedFilter(SetFilter):
    """Whether a token was used up."""

    title = _("used")
    parameter_name = "used"
    field = "used_at"


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    """Device sessions, newest first."""

    group = Group.SECURITY
    place = 10
    deeds = (REVOKE,)
    list_display = ("shown_device", "member", "address", "state", "opened", "used")
    list_select_related = ("user",)
    list_filter = (EndedFilter, MadeFilter)
    search_fields = ("id__exact", "user__username__exact")
    search_help_text = _("A username, or the id of a session.")
    ordering = ("-id",)

    @admin.display(description=_("device"))
    def shown_device(self, row: Session) -> str:
        return row.device or str(_("unknown device"))

    @admin.display(description=_("member"))
    def member(self, row: Session) -> Any:
        return links.to_row(row.user)

    @admin.display(description=_("state"))
    def state(self, row: Session) -> Any:
        return state_of(row)

    @admin.display(description=_("opened"), ordering="id")
    def opened(self, row: Session) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("last used"))
    def used(self, row: Session) -> Any:
        return moment(row.last_used_at)

    def facts(self, row: Session) -> list[tuple[Any, Any]]:
        return [
            (_("Member"), links.to_row(row.user)),
            (_("State"), state_of(row)),
            (_("Device"), row.device or links.NONE),
            (_("Address"), row.address or links.NONE),
            (_("Opened"), moment(row.created_at)),
            (_("Last used"), moment(row.last_used_at)),
            (_("Runs out"), moment(row.expires_at)),
            (_("Refresh tokens"), links.to_rows("accounts.RefreshToken", _("The chain"), session__id__exact=row.pk)),
        ]

    def told(self, row: Session) -> Any:
        return f"{row.user}, {row.device}"


@admin.register(RefreshToken)
class RefreshTokenAdmin(ReadOnlyAdmin):
    """The chain of each session, without the digests."""

    group = Group.SECURITY
    list_display = ("id", "of_session", "generation", "created_at", "used_at", "expires_at")
    list_select_related = ("session",)
    list_filter = (UsedFilter,)
    search_fields = ("session__id__exact",)
    search_help_text = _("The id of a session.")
    ordering = ("-id",)
    exclude = ("digest",)

    @admin.display(description=_("session"))
    def of_session(self, row: RefreshToken) -> Any:
        return links.to_row(row.session)


@admin.register(Revocation)
class RevocationAdmin(ReadOnlyAdmin):
    """What processes were told of ended sessions and changed accounts."""

    group = Group.SECURITY
    list_display = ("id", "created_at", "of_session", "of_member", "role", "status", "token_version")
    list_filter = (("created_at", admin.DateFieldListFilter),)
    ordering = ("-id",)

    @admin.display(description=_("session"))
    def of_session(self, row: Revocation) -> Any:
        return links.to_key("accounts.Session", row.session_id, row.session_id)

    @admin.display(description=_("member"))
    def of_member(self, row: Revocation) -> Any:
        return links.to_key("accounts.User", row.user_id, row.username or row.user_id)


@admin.register(OneTimeToken)
class OneTimeTokenAdmin(ReadOnlyAdmin):
    """Tokens that mails carry, without the digests."""

    group = Group.SECURITY
    list_display = ("id", "member", "purpose", "created_at", "expires_at", "used_at")
    list_select_related = ("user",)
    list_filter = ("purpose", UsedFilter)
    search_fields = ("user__username__exact",)
    search_help_text = _("A username.")
    ordering = ("-id",)
    exclude = ("digest", "bound_to", "payload")

    @admin.display(description=_("member"))
    def member(self, row: OneTimeToken) -> Any:
        return links.to_row(row.user)


@admin.register(SocketTicket)
class SocketTicketAdmin(ReadOnlyAdmin):
    """Tickets for sockets, without the digests."""

    group = Group.SECURITY
    list_display = ("id", "of_session", "member", "created_at", "expires_at", "used_at")
    list_select_related = ("user",)
    list_filter = (UsedFilter,)
    search_fields = ("user__username__exact", "session_id__exact")
    search_help_text = _("A username, or the id of a session.")
    ordering = ("-id",)
    exclude = ("digest",)

    @admin.display(description=_("session"))
    def of_session(self, row: SocketTicket) -> Any:
        return links.to_key("accounts.Session", row.session_id, row.session_id)

    @admin.display(description=_("member"))
    def member(self, row: SocketTicket) -> Any:
        return links.to_row(row.user)


@admin.register(ResetRequest)
class ResetRequestAdmin(ReadOnlyAdmin):
    """Wishes for a new password that have not been looked into yet."""

    group = Group.SECURITY
    list_display = ("id", "created_at")
    ordering = ("-id",)


@admin.register(SignInFailures)
class SignInFailuresAdmin(ReadOnlyAdmin):
    """Names under which signing in fails, by digest."""

    group = Group.SECURITY
    list_display = ("shown_key", "failures", "last_at", "locked")
    list_filter = (("last_at", admin.DateFieldListFilter),)
    ordering = ("-last_at",)

    @admin.display(description=_("name, as a digest"))
    def shown_key(self, row: SignInFailures) -> str:
        return f"{row.key[:16]}…"

    @admin.display(description=_("locked until"))
    def locked(self, row: SignInFailures) -> Any:
        return badge(moment(row.locked_until), "warn") if row.locked_until else links.NONE
