"""The entries as a CSV file: read in pieces by key, written as they come, and itself an act in the audit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from config import csvio
from config.audit import queries
from config.audit.models import AuditEntry
from config.audit.noting import note
from config.roles import Viewer

PIECE = 1_000
COLUMNS = (
    "id",
    "at",
    "action",
    "actor_id",
    "actor_name",
    "target_type",
    "target_id",
    "before",
    "after",
    "reason",
    "request_id",
    "address",
    "seal",
)


@transaction.atomic
def note_export(*, actor: Viewer, filters: Mapping[str, str]) -> None:
    """Write down that somebody takes entries along, and which."""
    note(action="audit.exported", actor=actor, target=("audit", "entries"), after={"filters": dict(filters)})


def lines(
    entries: QuerySet[AuditEntry], *, since: datetime | None = None, without: Sequence[str] = ()
) -> Iterator[bytes]:
    """The file, newest entry first and down to `since`, `without` the columns that its reader may not see."""
    columns = [column for column in COLUMNS if column not in without]
    return csvio.lines(columns, ([_cell(row, column) for column in columns] for row in _rows(entries, since)))


def _rows(entries: QuerySet[AuditEntry], since: datetime | None) -> Iterator[Any]:
    entries, before = entries.order_by("-pk"), None
    while piece := list((entries if before is None else entries.filter(pk__lt=before))[:PIECE]):
        before, piece = piece[-1].pk, [row for row in piece if since is None or row.at >= since]
        if not piece:
            return
        seals = queries.sequences(row.pk for row in piece)
        for row in piece:
            row.seal = seals.get(row.pk)  # type: ignore[attr-defined]
            yield row


def _cell(row: Any, column: str) -> Any:
    value = getattr(row, column)
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if column in {"before", "after"} else value
