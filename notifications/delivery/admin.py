"""The queue on the desk: deliveries and dead letters, attempts, reports, suppressed addresses, providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config import clock
from config.desk import links
from config.desk.deeds import Deed
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.inputs import told
from config.desk.marks import badge, moment
from config.desk.pages import ReadOnlyAdmin
from config.roles import Viewer
from notifications.delivery import services
from notifications.delivery.desk.marking import outcome_of, state_of
from notifications.delivery.models import Attempt, Delivery, ProviderHealth, Receipt, Suppression
from notifications.delivery.states import State
from notifications.types import types


class TypeFilter(admin.SimpleListFilter):
    """One of the types that there are."""

    title = _("type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(declared.name, declared.name) for declared in types()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(type=self.value()) if self.value() else queryset


def _resend(actor: Viewer, row: Delivery, data: Mapping[str, Any]) -> None:
    services.resend(delivery_id=row.pk, actor=actor)


def _redrive(actor: Viewer, row: Delivery, data: Mapping[str, Any]) -> None:
    services.redrive(delivery_id=row.pk, actor=actor)


def _lift(actor: Viewer, row: Suppression, data: Mapping[str, Any]) -> None:
    services.lift_suppression(suppression_id=row.pk, actor=actor)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Messages, newest first. Neither their words nor the addresses they went to are kept."""

    group = Group.MAIL
    audit_target = "delivery"
    list_display = ("kind", "to", "channel", "result", "tries", "provider", "next_try", "error")
    list_filter = ("state", "channel", TypeFilter, MadeFilter)
    list_select_related = ("recipient",)
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("recipient__username__exact", "id__exact", "provider_id__exact")
    search_help_text = _("A username, the id of the message, or the provider's name for it.")
    deeds = (
        Deed(
            name="redrive",
            label=_("Try again"),
            explains=_("It is tried at once, with all its attempts before it. Mend the cause first."),
            does=_redrive,
            fits=lambda row: row.state == State.DEAD,
        ),
        Deed(
            name="resend",
            label=_("Send again"),
            explains=_("The same message goes out anew. Whoever got the first one gets two."),
            does=_resend,
            fits=lambda row: row.state != State.WAITING,
        ),
    )

    def facts(self, row: Delivery) -> list[tuple[Any, Any]]:
        return [
            (_("To"), links.to_row(row.recipient)),
            (_("Type"), row.type),
            (_("State"), state_of(row)),
            (_("Provider"), row.provider or links.NONE),
            (_("Tries"), self.tries(row)),
            (_("Next try"), self.next_try(row)),
            (_("Error"), row.last_error or links.NONE),
            (_("Because of"), self.because_of(row)),
        ]

    def because_of(self, row: Delivery) -> Any:
        if row.cause_id is None:
            return links.NONE
        return links.to_key("events.DomainEvent", row.cause_id, f"#{row.cause_id}")

    @admin.display(description=_("type"))
    def kind(self, row: Delivery) -> str:
        return row.type

    @admin.display(description=_("to"))
    def to(self, row: Delivery) -> Any:
        return links.to_row(row.recipient)

    @admin.display(description=_("state"))
    def result(self, row: Delivery) -> Any:
        return state_of(row)

    @admin.display(description=_("tries"))
    def tries(self, row: Delivery) -> int:
        return row.attempts + row.crashes

    @admin.display(description=_("next try"))
    def next_try(self, row: Delivery) -> Any:
        if row.state != State.WAITING:
            return links.NONE
        return told(row.due_at) if row.due_at > clock.now() else _("now")

    @admin.display(description=_("error"))
    def error(self, row: Delivery) -> str:
        return row.last_error[:80]


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """Handings over to providers, newest first."""

    group = Group.MAIL
    list_display = ("id", "happened", "provider", "result", "status", "error")
    list_filter = ("outcome",)
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("delivery__id__exact",)
    search_help_text = _("The id of a message.")

    @admin.display(description=_("at"))
    def happened(self, row: Attempt) -> Any:
        return moment(row.at)

    @admin.display(description=_("outcome"))
    def result(self, row: Attempt) -> Any:
        return outcome_of(row)


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    """What providers reported, newest first."""

    group = Group.MAIL
    list_display = ("provider", "what", "told_at", "message")
    list_filter = (MadeFilter,)
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("delivery__id__exact", "event_id__exact")
    search_help_text = _("The id of a message, or of the provider's event.")

    @admin.display(description=_("at"))
    def told_at(self, row: Receipt) -> Any:
        return moment(row.at)

    @admin.display(description=_("message"))
    def message(self, row: Receipt) -> Any:
        if row.delivery_id is None:
            return _("unknown")
        return links.to_key("notifications.Delivery", row.delivery_id, str(row.delivery_id)[:8])


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    """Addresses that are written to no more."""

    group = Group.MAIL
    audit_target = "suppression"
    list_display = ("masked", "why", "whose", "begun")
    list_filter = ("reason", MadeFilter)
    list_select_related = ("user",)
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("user__username__exact",)
    search_help_text = _("A username.")
    deeds = (
        Deed(
            name="lift",
            label=_("Write to it again"),
            explains=_("The next messages go out to it. If it comes back again, it is suppressed anew."),
            does=_lift,
            ends=True,
        ),
    )

    @admin.display(description=_("reason"))
    def why(self, row: Suppression) -> Any:
        return badge(row.get_reason_display(), "warn")

    @admin.display(description=_("user"))
    def whose(self, row: Suppression) -> Any:
        return links.to_row(row.user) if row.user is not None else links.NONE

    @admin.display(description=_("since"))
    def begun(self, row: Suppression) -> Any:
        return moment(row.since)


@admin.register(ProviderHealth)
class ProviderHealthAdmin(ReadOnlyAdmin):
    """How providers fare that have failed once."""

    group = Group.MAIL
    list_display = ("name", "state", "failures", "last_error")
    ordering = ("name",)
    sortable_by = ()
    search_fields = ("name__exact",)

    @admin.display(description=_("state"))
    def state(self, row: ProviderHealth) -> Any:
        is_down = row.down_until is not None and row.down_until > clock.now()
        return badge(_("down"), "bad") if is_down else badge(_("up"), "good")
