"""The queue as it is now: how much waits, how fast it goes, how providers fare; read anew each ten seconds."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config import clock
from config.desk import access, links
from config.desk.charts import Series, line_chart
from config.desk.site import desk_page
from notifications.delivery import providers, queries, services

PAGE = "page:queue"
ANEW_SECONDS = "10"


def queue_page(request: HttpRequest) -> HttpResponse:
    """How the queue stands; and, for whoever may, all dead letters tried again."""
    if request.method == "POST":
        return _redrive(request)
    state, lately, now = queries.backlog(), queries.sent_lately(), clock.now()
    chart = line_chart(
        "throughput",
        _("Messages handed over in each of the last minutes"),
        labels=[date_format(moment, "H:i") for moment, _count in lately],
        series=[Series(_("messages"), [float(count) for _moment, count in lately])],
        heading=_("Minute"),
    )
    known = {row.name: row for row in queries.providers()}
    names = [*providers.email_providers(), *providers.push_providers()]
    rows = [
        {
            "name": name,
            "is_down": bool((row := known.get(name)) and row.down_until and row.down_until > now),
            "failures": row.failures if row else 0,
            "error": row.last_error if row else "",
        }
        for name in names
    ]
    context = {
        "state": state,
        "chart": chart,
        "providers": rows,
        "dead": links.rows_url("notifications.Delivery", state__exact="dead"),
        "may_redrive": bool(state.dead) and access.may(request.user, PAGE, "redrive"),
    }
    answer = desk_page(request, _("Queue"), "admin/notifications/queue.html", context)
    answer["Refresh"] = ANEW_SECONDS
    return answer


def _redrive(request: HttpRequest) -> HttpResponse:
    if not access.may(request.user, PAGE, "redrive"):
        raise PermissionDenied
    count = services.redrive_all(actor=request.user)  # type: ignore[arg-type] # the desk's users are viewers
    text = ngettext("%d message is tried again.", "%d messages are tried again.", count) % count
    messages.success(request, text)
    return HttpResponseRedirect(request.path)
