"""Gateways and what they hold, on the desk, to be read. What is said in channels is shown nowhere."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config import clock
from config.desk import links
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.pages import ReadOnlyAdmin
from notifications.realtime.models import Gateway, Socket
from notifications.realtime.queries import DEAD_AFTER, with_sockets


@admin.register(Gateway)
class GatewayAdmin(ReadOnlyAdmin):
    """Processes that hold sockets: how many, and the oldest."""

    group = Group.OPERATIONS
    list_display = ("host", "state", "number", "since", "started")
    search_fields = ("id__exact", "host__exact")
    search_help_text = _("The id of a gateway, or its host.")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_sockets(super().get_queryset(request))

    @admin.display(description=_("state"))
    def state(self, row: Gateway) -> Any:
        return badge(_("alive"), "good") if row.beat_at > clock.now() - DEAD_AFTER else badge(_("late"), "bad")

    @admin.display(description=_("open connections"))
    def number(self, row: Any) -> Any:
        return links.to_rows("notifications.Socket", str(row.held), gateway__id__exact=row.pk)

    @admin.display(description=_("oldest"))
    def since(self, row: Any) -> Any:
        return moment(row.oldest) if row.oldest else links.NONE

    @admin.display(description=_("started"))
    def started(self, row: Gateway) -> Any:
        return moment(row.created_at)

    def facts(self, row: Any) -> list[tuple[Any, Any]]:
        return [
            (_("State"), self.state(row)),
            (_("Open connections"), self.number(row)),
            (_("Oldest"), self.since(row)),
            (_("Last beat"), moment(row.beat_at)),
            (_("Started"), self.started(row)),
        ]


@admin.register(Socket)
class SocketAdmin(ReadOnlyAdmin):
    """Open sockets and streams, newest first."""

    group = Group.OPERATIONS
    list_display = ("id", "of_member", "sort", "of_gateway", "opened")
    list_select_related = ("member", "gateway")
    list_filter = ("sort",)
    search_fields = ("member__username__exact", "gateway__id__exact")
    search_help_text = _("A username, or the id of a gateway.")
    ordering = ("-id",)

    @admin.display(description=_("member"))
    def of_member(self, row: Socket) -> Any:
        return links.to_row(row.member)

    @admin.display(description=_("gateway"))
    def of_gateway(self, row: Socket) -> Any:
        return links.to_row(row.gateway)

    @admin.display(description=_("opened"))
    def opened(self, row: Socket) -> Any:
        return moment(row.opened_at)
