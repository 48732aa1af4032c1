"""The edges in the admin: to look at and to find, not to edit, since counts and events hang on the services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from social.graph.models import Block, Follow, Friendship, Mute


class EdgeAdmin(admin.ModelAdmin):
    """One edge a line, newest first, found by the username at either end."""

    ordering = ("-id",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Follow)
class FollowAdmin(EdgeAdmin):
    list_display = ("follower", "followee", "created_at")
    list_select_related = ("follower", "followee")
    search_fields = ("follower__username", "followee__username")


@admin.register(Friendship)
class FriendshipAdmin(EdgeAdmin):
    list_display = ("member", "friend", "created_at")
    list_select_related = ("member", "friend")
    search_fields = ("member__username", "friend__username")


@admin.register(Block)
class BlockAdmin(EdgeAdmin):
    list_display = ("blocker", "blocked", "created_at")
    list_select_related = ("blocker", "blocked")
    search_fields = ("blocker__username", "blocked__username")


@admin.register(Mute)
class MuteAdmin(EdgeAdmin):
    list_display = ("muter", "muted", "created_at")
    list_select_related = ("muter", "muted")
    search_fields = ("muter__username", "muted__username")
