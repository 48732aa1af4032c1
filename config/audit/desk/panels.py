"""What staff did to a row, on the row's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.audit import queries
from config.audit.models import AuditEntry
from config.desk import access, links
from config.desk.inputs import told
from config.desk.panels import ANY, MOST_ROWS, Panel, register_panel


def _rows(page: Any, row: Any) -> list[Sequence[Any]] | None:
    if not page.audit_target:
        return None
    about = queries.visible_to(access.viewer()).filter(target_type=page.audit_target, target_id=page.audit_id(row))
    return [
        (
            told(entry.at),
            links.to_row(entry, entry.action),
            links.to_key("accounts.User", entry.actor_id, entry.actor_name) if entry.actor_id else links.NONE,
            entry.reason,
        )
        for entry in about.order_by("-id")[: MOST_ROWS + 1]
    ]


def _of_request(event_id: int) -> list[Sequence[Any]]:
    from config.events.models import DomainEvent

    request_id = DomainEvent.objects.values_list("request_id", flat=True).get(pk=event_id)
    if not request_id:
        return []
    entries = queries.visible_to(access.viewer()).filter(request_id=request_id).order_by("-id")[: MOST_ROWS + 1]
    return [(told(entry.at), links.to_row(entry, entry.action), entry.actor_name, entry.reason) for entry in entries]


def register() -> None:
    """Put the panels in their places; called when the app is ready."""
    columns = [_("When"), _("Action"), _("Actor"), _("Reason")]
    name = AuditEntry._meta.label
    register_panel(
        ANY,
        Panel(
            "audit",
            _("Audit"),
            columns=columns,
            rows=_rows,
            model=name,
            more=lambda page, row: {"target_type__exact": page.audit_target, "target_id__exact": page.audit_id(row)},
            place=90,
        ),
    )
    register_panel(
        "events.DomainEvent",
        Panel("request", _("Audit of the same request"), columns=columns, rows=_of_request, model=name, place=20),
    )
