"""The edges on the desk: to look at and to find, not to edit, since counts and events hang on the services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.pages import ReadOnlyAdmin
from social.graph.models import Block, Follow, FollowRequest, Friendship, Mute


class EdgeAdmin(ReadOnlyAdmin):
    """One edge a line, newest first, found by the username at either end."""

    group = Group.SOCIAL
    ends: tuple[str, str]
    list_filter = (MadeFilter,)
    search_help_text = _("The username at either end.")
    ordering = ("-id",)

    @admin.display(description=_("since"), ordering="id")
    def since(self, row: Any) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("who"))
    def first(self, row: Any) -> Any:
        return links.to_row(getattr(row, self.ends[0]))

    @admin.display(description=_("whom"))
    def second(self, row: Any) -> Any:
        return links.to_row(getattr(row, self.ends[1]))

    def facts(self, row: Any) -> list[tuple[Any, Any]]:
        return [(_("Who"), self.first(row)), (_("Whom"), self.second(row)), (_("Since"), self.since(row))]


@admin.register(Follow)
class FollowAdmin(EdgeAdmin):
    """Who follows whom."""

    ends = ("follower", "followee")
    list_display = ("since", "first", "second")
    list_select_related = ends
    search_fields = ("follower__username__exact", "followee__username__exact")


@admin.register(FollowRequest)
class FollowRequestAdmin(EdgeAdmin):
    """Who asks to follow whom, and waits for an answer."""

    ends = ("requester", "followee")
    list_display = ("since", "first", "second")
    list_select_related = ends
    search_fields = ("requester__username__exact", "followee__username__exact")


@admin.register(Friendship)
class FriendshipAdmin(EdgeAdmin):
    """Who has whom as a friend; each friendship stands here twice."""

    ends = ("member", "friend")
    list_display = ("since", "first", "second")
    list_select_related = ends
    search_fields = ("member__username__exact",)


@admin.register(Block)
class BlockAdmin(EdgeAdmin):
    """Who blocks whom."""

    ends = ("blocker", "blocked")
    list_display = ("since", "first", "second")
    list_select_related = ends
    search_fields = ("blocker__username__exact", "blocked__username__exact")


@admin.register(Mute)
class MuteAdmin(EdgeAdmin):
    """Who mutes whom."""

    ends = ("muter", "muted")
    list_display = ("since", "first", "second")
    list_select_related = ends
    search_fields = ("muter__username__exact", "muted__username__exact")
