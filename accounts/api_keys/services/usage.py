"""What keys used is written down: sums are added to sums, in one statement, on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from accounts.api_keys.counting import Cell, Place
from accounts.api_keys.latency import COLUMNS
from accounts.api_keys.models import ApiKey, ApiKeyUsage
from config import clock

_PLACE = ("key_id", "day", "method", "route")
_SUMS = ("count", "errors_4xx", "errors_5xx", "total_us", *COLUMNS)
_ROWS = 500
_LONGEST_ROUTE, _LONGEST_METHOD = 200, 7
ENDED_KEYS_KEPT_FOR = timedelta(days=400)


def add_usage(cells: Mapping[Place, Cell]) -> int:
    """Add the cells to what stands there; keys that are gone are passed over. Returns how many requests that were."""
    keys = {place[0] for place in cells}
    there = set(ApiKey.objects.filter(pk__in=keys).values_list("pk", flat=True))
    # In one order for all processes, so that no two wait for each other.
    rows = [(place, cells[place]) for place in sorted(cells) if place[0] in there]
    newest: dict[UUID, float] = {}
    for (key_id, *_rest), cell in rows:
        newest[key_id] = max(newest.get(key_id, 0.0), cell.last_at)
    with transaction.atomic():
        for start in range(0, len(rows), _ROWS):
            _add(rows[start : start + _ROWS])
        _note_last_use(newest)
    return sum(cell.count for _place, cell in rows)


def _add(rows: Sequence[tuple[Place, Cell]]) -> None:
    quoted = connection.ops.quote_name
    table = quoted(ApiKeyUsage._meta.db_table)
    sums = ", ".join(f"{quoted(name)} = {table}.{quoted(name)} + excluded.{quoted(name)}" for name in _SUMS)
    one = f"({', '.join(['%s'] * len((*_PLACE, *_SUMS)))})"
    statement = (
        f"INSERT INTO {table} ({', '.join(map(quoted, (*_PLACE, *_SUMS)))}) VALUES {', '.join([one] * len(rows))} "  # noqa: S608
        f"ON CONFLICT ({', '.join(map(quoted, _PLACE))}) DO UPDATE SET {sums}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for place, cell in rows for value in _values(place, cell)])


def _values(place: Place, cell: Cell) -> list[Any]:
    key_id, day, method, route = place
    return [
        _as_kept(key_id),
        connection.ops.adapt_datefield_value(date.fromordinal(day)),
        method[:_LONGEST_METHOD],
        route[:_LONGEST_ROUTE],
        *(cell.count, cell.errors_4xx, cell.errors_5xx, cell.total_us),
        *cell.histogram,
    ]


def _as_kept(key_id: UUID) -> Any:
    return ApiKey._meta.pk.get_db_prep_value(key_id, connection)


def _note_last_use(newest: Mapping[UUID, float]) -> None:
    if not newest:
        return
    quoted = connection.ops.quote_name
    column = quoted("last_used_at")
    statement = (
        f"UPDATE {quoted(ApiKey._meta.db_table)} SET {column} = %s "  # noqa: S608
        f"WHERE {quoted('id')} = %s AND ({column} IS NULL OR {column} < %s)"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_last_use(key_id, newest[key_id]) for key_id in sorted(newest)])


def _last_use(key_id: UUID, seconds: float) -> tuple[Any, Any, Any]:
    at = connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(seconds, UTC))
    return at, _as_kept(key_id), at


def prune() -> dict[str, int]:
    """Drop use that is older than is kept, and keys that ended long ago; returns how many of each."""
    now = clock.now()
    oldest = now.date() - timedelta(days=settings.API_KEY_USAGE_DAYS)
    usage, _rows = ApiKeyUsage.objects.filter(day__lt=oldest).delete()
    ended, _rows = ApiKey.objects.filter(expires_at__lt=now - ENDED_KEYS_KEPT_FOR).delete()
    return {"usage": usage, "keys": ended}
