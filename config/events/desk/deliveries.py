"""What is owed: waiting, backing off or parked; tried again or given up by admins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config import clock
from config.desk import access, links, showing
from config.desk.deeds import Deed, ReasonForm
from config.desk.groups import Group
from config.desk.inputs import told
from config.desk.marks import Tone, badge
from config.desk.pages import ReadOnlyAdmin
from config.desk.site import desk_page
from config.events import mending, queue, subscriptions
from config.events.models import Delivery, DeliveryState
from config.roles import Viewer

STAGES = {"waiting": _("Waiting"), "backing_off": _("Backing off"), "parked": _("Parked")}
TONES: dict[str, Tone] = {"waiting": "", "backing_off": "warn", "parked": "bad"}
SUBSCRIBERS_SHOWN = 50


def stage_of(row: Delivery) -> str:
    """Where a delivery stands, as the tabs have it."""
    if row.state == DeliveryState.PARKED:
        return "parked"
    return "backing_off" if row.attempts or row.crashes else "waiting"


class Stage(admin.SimpleListFilter):
    """The tabs; drawn by the list's own template."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STAGES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queue.at_stage(queryset, str(self.value())) if self.value() else queryset


class Subscriber(admin.SimpleListFilter):
    """One of the subscribers that there are."""

    title = _("subscriber")
    parameter_name = "subscriber"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(one.name, one.name) for one in subscriptions.subscribers() if not one.is_live]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(subscriber=self.value()) if self.value() else queryset


def _try_again(actor: Viewer, row: Delivery, data: Mapping[str, Any]) -> None:
    mending.try_again(delivery_id=row.pk, actor=actor)


def _give_up(actor: Viewer, row: Delivery, data: Mapping[str, Any]) -> None:
    mending.give_up(delivery_id=row.pk, actor=actor, reason=data["reason"])


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """What is owed, oldest first."""

    group = Group.OPERATIONS
    audit_target = "delivery"
    change_list_template = "admin/events/deliveries.html"
    list_display = ("id", "happened", "subscriber", "about", "stage", "tries", "next_try", "error")
    list_display_links = ("id",)
    list_filter = (Stage, Subscriber)
    list_select_related = ("event",)
    search_fields = ("id__exact", "event__id__exact", "subscriber__exact", "subject__exact")
    search_help_text = _("Id of the delivery or the event, subscriber, or subject.")
    ordering = ("event_id", "id")
    sortable_by = ()
    fields = ("id", "happened", "subscriber", "about", "stage", "attempts", "crashes", "due_at", "leased_until")
    readonly_fields = ("happened", "about", "stage", "whole_error")
    deeds = (
        Deed(
            name="try_again",
            label=_("Try again"),
            explains=_("It is tried at once, with all its attempts before it. Mend the cause first."),
            does=_try_again,
            ends=True,
        ),
        Deed(
            name="give_up",
            label=_("Give up"),
            explains=_("It is taken away for good: the subscriber never hears of this event, unless it is replayed."),
            does=_give_up,
            form=ReasonForm,
            fits=lambda row: row.state == DeliveryState.PARKED,
            tone="bad",
            ends=True,
        ),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, "whole_error"]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.all_parked_view)
        return [path("parked/<str:subscriber>/", view, name="events_delivery_all_parked"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        stage, url = request.GET.get("stage", ""), reverse("admin:events_delivery_changelist")
        counts = queue.stages()
        tabs = [("", _("All"), sum(counts.values())), *((name, label, counts[name]) for name, label in STAGES.items())]
        parked = []
        if counts["parked"] and access.may(request.user, Delivery, "try_again"):
            found = Delivery.objects.filter(state=DeliveryState.PARKED).values_list("subscriber")
            for name, count in found.annotate(rows=Count("pk")).order_by("-rows", "subscriber")[:SUBSCRIBERS_SHOWN]:
                parked.append((name, count, reverse("admin:events_delivery_all_parked", args=[name])))
        context = {
            "tabs": [(f"{url}?stage={n}" if n else url, label, count, n == stage) for n, label, count in tabs],
            "parked_of": parked,
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def all_parked_view(self, request: HttpRequest, subscriber: str) -> HttpResponse:
        """Asks, and then has all that is parked of one subscriber tried again."""
        if not access.may(request.user, Delivery, "try_again"):
            raise PermissionDenied
        parked = Delivery.objects.filter(subscriber=subscriber, state=DeliveryState.PARKED)
        back = links.rows_url(Delivery, stage="parked")
        if request.method == "POST":
            count = mending.try_parked_again(subscriber=subscriber, actor=request.user)  # type: ignore[arg-type]
            text = ngettext("%d delivery will be tried again.", "%d deliveries will be tried again.", count) % count
            self.message_user(request, text, messages.SUCCESS)
            return HttpResponseRedirect(back)
        count = parked.count()
        if not count:
            raise Http404
        errors = {showing.last_line(text) for text in parked.order_by("-pk").values_list("last_error", flat=True)[:100]}
        context = {"subscriber": subscriber, "count": count, "errors": sorted(errors)[:5], "back": back, "page": self}
        return desk_page(request, _("Try all parked deliveries again"), "admin/events/all_parked.html", context)

    def facts(self, row: Delivery) -> list[tuple[Any, Any]]:
        return [
            (_("Event"), self.happened(row)),
            (_("Subscriber"), row.subscriber),
            (_("About"), self.about(row)),
            (_("Stage"), self.stage(row)),
            (_("Tries"), self.tries(row)),
            (_("Next try"), self.next_try(row)),
            (_("Error"), showing.last_line(row.last_error) or links.NONE),
        ]

    @admin.display(description=_("event"))
    def happened(self, row: Delivery) -> Any:
        return links.to_key("events.DomainEvent", row.event_id, str(row.event))

    @admin.display(description=_("subject"))
    def about(self, row: Delivery) -> Any:
        word, _colon, key = row.subject.partition(":")
        return showing.to_thing(word, key, row.subject)

    @admin.display(description=_("stage"))
    def stage(self, row: Delivery) -> Any:
        stage = stage_of(row)
        return badge(STAGES[stage], TONES[stage])

    @admin.display(description=_("tries"))
    def tries(self, row: Delivery) -> str:
        crashes = ngettext("%d crash", "%d crashes", row.crashes) % row.crashes
        return f"{row.attempts}, {crashes}" if row.crashes else str(row.attempts)

    @admin.display(description=_("next try"))
    def next_try(self, row: Delivery) -> Any:
        if row.state == DeliveryState.PARKED:
            return _("none")
        if row.leased_until and row.leased_until > clock.now():
            return _("under way")
        return told(row.due_at) if row.due_at > clock.now() else _("now")

    @admin.display(description=_("error"))
    def error(self, row: Delivery) -> str:
        return showing.last_line(row.last_error)

    @admin.display(description=_("error"))
    def whole_error(self, row: Delivery) -> Any:
        return showing.as_text(row.last_error)
