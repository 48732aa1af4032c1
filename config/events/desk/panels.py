"""The log on other pages: what an event still owes, what happened to and by a member; and the start page's figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.desk import links, showing
from config.desk.figures import Value, register_figure
from config.desk.groups import Group
from config.desk.inputs import told
from config.desk.marks import badge
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.events import queue
from config.events.desk.deliveries import STAGES, TONES, stage_of
from config.events.models import Delivery, DomainEvent
from config.roles import Role

OLD_SECONDS = 60


def _deliveries(event_id: int) -> list[Sequence[Any]]:
    owed = Delivery.objects.filter(event_id=event_id).order_by("id")[: MOST_ROWS + 1]
    return [
        (
            links.to_row(row, row.subscriber),
            badge(STAGES[stage_of(row)], TONES[stage_of(row)]),
            row.attempts,
            showing.last_line(row.last_error) or links.NONE,
        )
        for row in owed
    ]


def _about(user_id: Any) -> list[Sequence[Any]]:
    rows = DomainEvent.objects.filter(subject=f"user:{user_id}").order_by("-id")[: MOST_ROWS + 1]
    return [(told(row.occurred_at), links.to_row(row, row.name)) for row in rows]


def _by(user_id: Any) -> list[Sequence[Any]]:
    rows = DomainEvent.objects.filter(actor_id=user_id).order_by("-id")[: MOST_ROWS + 1]
    return [(told(row.occurred_at), links.to_row(row, row.name), row.subject) for row in rows]


def _owed() -> Value:
    state = queue.backlog()
    note = _("the oldest waits for %(seconds)d s") % {"seconds": state.oldest_seconds} if state.owed else ""
    return Value(state.owed, note=note, tone="warn" if state.oldest_seconds > OLD_SECONDS else "")


def _parked() -> Value:
    count = queue.stages()["parked"]
    return Value(count, tone="bad" if count else "good")


def register() -> None:
    """Put panels and figures in their places; called when the app is ready."""
    log, owed = DomainEvent._meta.label, Delivery._meta.label
    columns = [_("Subscriber"), _("Stage"), _("Tries"), _("Error")]
    register_panel(log, Panel("owed", _("Owed deliveries"), columns=columns, rows=_deliveries, model=owed, place=10))
    register_panel(
        "accounts.User",
        Panel(
            "events-about",
            _("Events about them"),
            columns=[_("When"), _("Event")],
            rows=_about,
            model=log,
            more=lambda pk: {"subject": f"user:{pk}"},
            place=80,
        ),
    )
    register_panel(
        "accounts.User",
        Panel(
            "events-by",
            _("What they did"),
            columns=[_("When"), _("Event"), _("Subject")],
            rows=_by,
            model=log,
            more=lambda pk: {"actor": str(pk)},
            place=81,
        ),
    )
    kept = timedelta(seconds=30)
    register_figure(
        "owed-deliveries",
        label=_("Owed deliveries"),
        read=_owed,
        group=Group.OPERATIONS,
        role=Role.ADMIN,
        link=(owed, {}),
        kept=kept,
    )
    register_figure(
        "parked-deliveries",
        label=_("Parked deliveries"),
        read=_parked,
        group=Group.OPERATIONS,
        role=Role.ADMIN,
        link=(owed, {"stage": "parked"}),
        kept=kept,
    )
