"""Writing an item: one statement, which looks into the log whether it was taken back meanwhile.

So the item stands or does not, in whatever order deliveries come and however often: its key is made of its event, so a
second one falls on the first; and what a later event ended is not made. It is raw, because it runs once an event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection

from config.db import is_postgres
from config.events import DomainEvent
from social.activity.causes import Ending
from social.activity.models import ActivityEvent

_COLUMNS = (
    "id", "actor_id", "verb", "kind", "thing_id", "target_kind", "target_id", "metadata", "visibility", "community_id",
    "occurred_at", "is_pinned", "flag_count",
)  # fmt: skip


def put_unless_ended(item: ActivityEvent, cause_id: int, endings: Iterable[Ending]) -> bool:
    """Insert the item; False where it stands already, its actor is gone, or a later event has ended it."""
    table = ActivityEvent._meta.db_table
    values = [_plain(getattr(item, name)) for name in _COLUMNS]
    marks = ", ".join(["%s"] * len(_COLUMNS))
    later, parameters = _later(item, cause_id, list(endings))
    sql = (
        f"INSERT INTO {table} ({', '.join(_COLUMNS)})"  # noqa: S608 - names of ours
        f" SELECT {_typed(marks)} FROM {get_user_model()._meta.db_table} AS actor WHERE actor.id = %s{later}"
        " ON CONFLICT (id) DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, _plain(item.actor_id), *parameters])
        return cursor.rowcount > 0


def _typed(marks: str) -> str:
    """PostgreSQL takes a literal in a SELECT for a text, so the columns' types are said."""
    if not is_postgres():
        return marks
    types = {"id": "uuid", "actor_id": "uuid", "thing_id": "uuid", "target_id": "uuid", "community_id": "uuid",
             "metadata": "jsonb", "occurred_at": "timestamptz"}  # fmt: skip
    return ", ".join(f"%s::{types[name]}" if name in types else "%s" for name in _COLUMNS)


def _later(item: ActivityEvent, cause_id: int, endings: list[Ending]) -> tuple[str, list[Any]]:
    """The condition that no later event ends the item."""
    if not endings:
        return "", []
    ways: list[str] = []
    parameters: list[Any] = [cause_id]
    actor, thing = item.actor_id, item.thing_id
    said = "log.payload ->> %s" if is_postgres() else "json_extract(log.payload, %s)"
    for ending in endings:
        field = ending.field if is_postgres() else f"$.{ending.field}"
        for by, of in ending.back.sides(actor, thing):
            ways.append(f"(log.name = %s AND log.actor_id = %s AND {said} = %s)")
            parameters += [ending.wire, _plain(by), field, str(of)]
    log = DomainEvent._meta.db_table
    ended = f"SELECT 1 FROM {log} AS log WHERE log.id > %s AND ({' OR '.join(ways)})"  # noqa: S608 - names of ours
    return f" AND NOT EXISTS ({ended})", parameters


def _plain(value: Any) -> Any:
    """The value as the driver of this database takes it."""
    if isinstance(value, UUID):
        return value if is_postgres() else value.hex
    if isinstance(value, dict):
        return json.dumps(value)
    if hasattr(value, "tzinfo"):
        return connection.ops.adapt_datetimefield_value(value)
    return value.value if hasattr(value, "value") else value
