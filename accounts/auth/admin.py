"""Sessions and what goes with them in the admin; digests of tokens stay where they are."""

from __future__ import annotations

from django.contrib import admin

from accounts.auth.models import OneTimeToken, RefreshToken, ResetRequest, Revocation, Session, SignInFailures
from config.readonly import ReadOnlyAdmin


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    """Device sessions, newest first."""

    list_display = ("user", "device", "address", "created_at", "last_used_at", "expires_at", "revoked_at", "reason")
    list_select_related = ("user",)
    list_filter = ("reason",)
    search_fields = ("user__username", "=address")
    ordering = ("-created_at", "-id")


@admin.register(RefreshToken)
class RefreshTokenAdmin(ReadOnlyAdmin):
    """The chain of each session, without the digests."""

    list_display = ("session", "generation", "created_at", "used_at", "expires_at")
    list_select_related = ("session",)
    search_fields = ("=session__id",)
    ordering = ("-id",)
    exclude = ("digest",)


@admin.register(Revocation)
class RevocationAdmin(ReadOnlyAdmin):
    """What processes were told of ended sessions and changed accounts."""

    list_display = ("id", "created_at", "session_id", "user_id", "username", "role", "status", "token_version")
    ordering = ("-id",)


@admin.register(OneTimeToken)
class OneTimeTokenAdmin(ReadOnlyAdmin):
    """Tokens that mails carry, without the digests."""

    list_display = ("user", "purpose", "created_at", "expires_at", "used_at")
    list_select_related = ("user",)
    list_filter = ("purpose",)
    search_fields = ("user__username",)
    ordering = ("-id",)
    exclude = ("digest", "bound_to", "payload")


@admin.register(ResetRequest)
class ResetRequestAdmin(ReadOnlyAdmin):
    """Wishes for a new password that have not been looked into yet."""

    list_display = ("id", "created_at")
    ordering = ("-created_at", "-id")


@admin.register(SignInFailures)
class SignInFailuresAdmin(ReadOnlyAdmin):
    """Names under which signing in fails, by digest."""

    list_display = ("key", "failures", "last_at", "locked_until")
    ordering = ("-last_at",)
