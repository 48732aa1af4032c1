"""What managers see of the queue, and do to it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from config import clock
from config.api import AtLeast, Endpoint, Filters, Page, Request, operation
from config.errors import InvalidInput
from config.roles import Role
from notifications.delivery import queries, services, shapes
from notifications.delivery.api.bodies import (
    CHANNELS,
    OneDelivery,
    OneSuppression,
    RedriveBody,
    Redriven,
    Stats,
)
from notifications.delivery.errors import DeliveryNotFound, StillWaiting, SuppressionNotFound
from notifications.delivery.keys import first_id_of
from notifications.delivery.models import Delivery, Reason
from notifications.delivery.states import State

MOST_DAYS = 31
MANAGERS = [AtLeast(Role.MANAGER)]


class DeadLetterFilters(Filters):
    """Narrows a list of deliveries."""

    channel = django_filters.ChoiceFilter(choices=[(name, name) for name in CHANNELS])
    type = django_filters.CharFilter(max_length=80)
    provider = django_filters.CharFilter(max_length=20)
    recipient = django_filters.CharFilter(method="of_recipient", max_length=30)
    since = django_filters.IsoDateTimeFilter(method="from_moment")
    until = django_filters.IsoDateTimeFilter(method="to_moment")

    def of_recipient(self, queryset: QuerySet[Delivery], name: str, value: str) -> QuerySet[Delivery]:
        """Only those to the member of that username."""
        return queryset.filter(recipient__username=value.lower())

    def from_moment(self, queryset: QuerySet[Delivery], name: str, value: object) -> QuerySet[Delivery]:
        """Only those that were asked for then or later."""
        return queryset.filter(pk__gte=first_id_of(value))  # type: ignore[arg-type] # the filter's form made a moment

    def to_moment(self, queryset: QuerySet[Delivery], name: str, value: object) -> QuerySet[Delivery]:
        """Only those that were asked for before."""
        return queryset.filter(pk__lt=first_id_of(value))  # type: ignore[arg-type] # as above


class DeliveryFilters(DeadLetterFilters):
    """The same, and by state."""

    state = django_filters.ChoiceFilter(choices=State.choices)


class Deliveries(Endpoint):
    """Every message that was asked for, newest first. Neither addresses nor words are kept."""

    permissions = MANAGERS
    tag = "administration"

    @operation("List deliveries", answer=Page(OneDelivery), filters=DeliveryFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, DeliveryFilters, queries.administered())
        return self.page(request, rows, order=("-id",), shape=shapes.deliveries)


class Resending(Endpoint):
    """Sends a message anew, as a delivery of its own."""

    permissions = MANAGERS
    tag = "administration"

    @operation(
        "Send a message again",
        answer=OneDelivery,
        status=201,
        errors=[DeliveryNotFound, StillWaiting],
        idempotent=True,
    )
    def post(self, request: Request, delivery_id: UUID) -> Response:
        """Its source is asked again: what nobody wants any more is withheld."""
        made = services.resend(delivery_id=delivery_id, actor=request.user)
        return Response(shapes.delivery(queries.administered().get(pk=made.pk)), status=201)


class DeadLetters(Endpoint):
    """Messages that were given up: after eight attempts in a day, or at once where they were refused for good."""

    permissions = MANAGERS
    tag = "administration"

    @operation("List dead letters", answer=Page(OneDelivery), filters=DeadLetterFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, DeadLetterFilters, queries.dead_letters())
        return self.page(request, rows, order=("-id",), shape=shapes.deliveries)


class Redriving(Endpoint):
    """Gives dead letters all their attempts back: ten thousand at a time, oldest first."""

    permissions = MANAGERS
    tag = "administration"

    @operation("Try dead letters again", body=RedriveBody, answer=Redriven)
    def post(self, request: Request) -> Response:
        """Those whose source says no are withheld. Again is no error: what waits already is no dead letter."""
        data = self.read(request, RedriveBody)
        return Response({"redriven": services.redrive_all(actor=request.user, **data)})


class StatsFilters(Filters):
    """Which days, both included; the last seven where nothing is said."""

    since = django_filters.DateFilter(label="since")
    until = django_filters.DateFilter(label="until")


class Statistics(Endpoint):
    """What became of messages, by day, type, channel and provider: 31 days at most."""

    permissions = MANAGERS
    tag = "administration"

    @operation("Count messages", answer=Stats, filters=StatsFilters)
    def get(self, request: Request) -> Response:
        said = StatsFilters.values(request)
        until: date = said["until"] or clock.now().date()
        since: date = said["since"] or until - timedelta(days=6)
        if not timedelta() <= until - since < timedelta(days=MOST_DAYS):
            raise InvalidInput.of("since", "out_of_range", _("Ask for 1 to 31 days."))
        return Response({"as_of": clock.now(), "results": [shapes.tally(row) for row in queries.tallies(since, until)]})


class SuppressionFilters(Filters):
    """Narrows the list of suppressed addresses."""

    reason = django_filters.ChoiceFilter(choices=Reason.choices)
    username = django_filters.CharFilter(field_name="user__username", max_length=30)


class Suppressions(Endpoint):
    """Addresses that are written to no more, newest first."""

    permissions = MANAGERS
    tag = "administration"

    @operation("List suppressed addresses", answer=Page(OneSuppression), filters=SuppressionFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, SuppressionFilters, queries.suppressions())
        return self.page(request, rows, order=("-id",), shape=shapes.suppressions)


class OneSuppressed(Endpoint):
    """One suppressed address."""

    permissions = MANAGERS
    tag = "administration"

    @operation("Write to an address again", answer=None, status=204, errors=[SuppressionNotFound])
    def delete(self, request: Request, suppression_id: UUID) -> Response:
        services.lift_suppression(suppression_id=suppression_id, actor=request.user)
        return Response(status=204)


_ROOT = "admin/notifications"
urlpatterns: list[URLPattern] = [
    path(f"{_ROOT}/deliveries", Deliveries.as_view(), name="deliveries"),
    path(f"{_ROOT}/deliveries/<uuid:delivery_id>/resend", Resending.as_view(), name="delivery-resend"),
    path(f"{_ROOT}/dead-letters", DeadLetters.as_view(), name="dead-letters"),
    path(f"{_ROOT}/dead-letters/redrive", Redriving.as_view(), name="dead-letters-redrive"),
    path(f"{_ROOT}/stats", Statistics.as_view(), name="delivery-stats"),
    path(f"{_ROOT}/suppressions", Suppressions.as_view(), name="suppressions"),
    path(f"{_ROOT}/suppressions/<uuid:suppression_id>", OneSuppressed.as_view(), name="suppression"),
]
