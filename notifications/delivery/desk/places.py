"""Where the queue stands on the desk: its page, panels, and the figures and charts of the start page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.figures import Value, by_day, register_chart, register_figure
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.desk.site import register_page
from config.roles import Role
from notifications.delivery import queries
from notifications.delivery.desk.marking import outcome_of, state_of
from notifications.delivery.desk.pages import queue_page
from notifications.delivery.models import Attempt, Delivery, Receipt
from notifications.delivery.states import State

OLD_SECONDS = 120
_CHARTED = (State.SENT, State.DELIVERED, State.OPENED, State.BOUNCED, State.DEAD)


def _newest(user_id: UUID) -> Iterable[Sequence[Any]]:
    for row in Delivery.objects.filter(recipient_id=user_id).order_by("-pk")[: MOST_ROWS + 1]:
        yield links.to_row(row, row.type), row.get_channel_display(), state_of(row), moment(row.created_at)


def _attempts(delivery_id: UUID) -> Iterable[Sequence[Any]]:
    for row in Attempt.objects.filter(delivery_id=delivery_id).order_by("-pk")[: MOST_ROWS + 1]:
        yield moment(row.at), row.provider, outcome_of(row), row.error or links.NONE


def _receipts(delivery_id: UUID) -> Iterable[Sequence[Any]]:
    for row in Receipt.objects.filter(delivery_id=delivery_id).order_by("-pk")[: MOST_ROWS + 1]:
        yield moment(row.at), row.provider, row.what


def _due() -> Value:
    state = queries.backlog()
    note = _("the oldest waits for %(seconds)d s") % {"seconds": state.oldest_seconds} if state.due else ""
    return Value(state.due, note=note, tone="warn" if state.oldest_seconds > OLD_SECONDS else "")


def _dead() -> Value:
    count = queries.backlog().dead
    return Value(count, tone="bad" if count else "good")


def _by_day(days: Sequence[date]) -> list[list[int]]:
    return [by_day(Delivery.objects.filter(state=state), "created_at", days) for state in _CHARTED]


def furnish() -> None:
    """Called when the app is ready."""
    register_page("queue/", "queue", queue_page, label=_("Queue"), group=Group.MAIL)
    _furnish_panels(Delivery._meta.label)
    _furnish_figures(Delivery._meta.label)


def _furnish_panels(label: str) -> None:
    """The newest messages on members; attempts and reports on a message."""
    register_panel(
        "accounts.User",
        Panel(
            "messages",
            _("Newest messages"),
            columns=[_("Type"), _("Channel"), _("State"), _("When")],
            rows=_newest,
            model=label,
            more=lambda user_id: {"recipient__id__exact": user_id},
            place=61,
        ),
    )
    register_panel(
        label,
        Panel(
            "attempts",
            _("Attempts"),
            columns=[_("When"), _("Provider"), _("Outcome"), _("Error")],
            rows=_attempts,
            model="notifications.Attempt",
            place=10,
        ),
    )
    register_panel(
        label,
        Panel(
            "receipts",
            _("What the provider reported"),
            columns=[_("When"), _("Provider"), _("Report")],
            rows=_receipts,
            model="notifications.Receipt",
            place=11,
        ),
    )


def _furnish_figures(label: str) -> None:
    """What is due and what is dead, and messages by day."""
    kept = timedelta(seconds=30)
    register_figure(
        "messages-due",
        label=_("Messages due"),
        read=_due,
        group=Group.MAIL,
        role=Role.MANAGER,
        link=(label, {"state__exact": State.WAITING.value}),
        kept=kept,
    )
    register_figure(
        "dead-letters",
        label=_("Dead letters"),
        read=_dead,
        group=Group.MAIL,
        role=Role.MANAGER,
        link=(label, {"state__exact": State.DEAD.value}),
        kept=kept,
    )
    register_chart(
        "messages",
        title=_("Messages by day"),
        series=[state.label for state in _CHARTED],
        read=_by_day,
        group=Group.MAIL,
        role=Role.MANAGER,
    )
