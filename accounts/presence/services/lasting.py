"""When members were last here is written down, many in a statement; who goes invisible leaves nothing behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from accounts.presence.models import Presence
from accounts.presence.noting import EVERY_SECONDS
from config import clock
from config.roles import SIGNED_IN_STATES

_ROWS = 500


def keep_last_active(times: Mapping[UUID, float]) -> int:
    """Keep when each of these members was last here, in seconds since 1970; returns how many rows that changed.

    A row that was written within the last minute, by whatever process, stays as it is; so does that of somebody
    invisible. No row is set back. Accounts that are gone or closed are passed over.
    """
    people = get_user_model()._default_manager.filter(pk__in=list(times), status__in=SIGNED_IN_STATES)
    # In one order for all processes, so that no two wait for each other; a transaction for each statement.
    standing = sorted(people.values_list("pk", flat=True))
    batches = (standing[start : start + _ROWS] for start in range(0, len(standing), _ROWS))
    return sum(_keep([(user_id, times[user_id]) for user_id in batch]) for batch in batches)


def _keep(rows: Sequence[tuple[UUID, float]]) -> int:
    quoted = connection.ops.quote_name
    table, column = quoted(Presence._meta.db_table), quoted("last_active_at")
    statement = (
        f"INSERT INTO {table} ({quoted('user_id')}, {column}) VALUES {', '.join(['(%s, %s)'] * len(rows))} "  # noqa: S608
        f"ON CONFLICT ({quoted('user_id')}) DO UPDATE SET {column} = excluded.{column} "
        f"WHERE {table}.{quoted('invisible_since')} IS NULL AND ({table}.{column} IS NULL "
        f"OR ({table}.{column} <= %s AND {table}.{column} < excluded.{column}))"
    )
    values: list[Any] = [value for user_id, seconds in rows for value in (_as_kept(user_id), _moment(seconds))]
    due = _moment(max(seconds for _user_id, seconds in rows) - EVERY_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, due])
        return int(cursor.rowcount)


def _as_kept(user_id: UUID) -> Any:
    return Presence._meta.pk.get_db_prep_value(user_id, connection)


def _moment(seconds: float) -> Any:
    return connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(int(seconds), UTC))


def go_invisible(*, user_id: UUID) -> None:
    """Forget when the member was last here, and keep nothing of it from now on; again changes nothing."""
    if not Presence.objects.filter(pk=user_id, invisible_since__isnull=False).exists():
        _set(Presence(user_id=user_id, last_active_at=None, invisible_since=clock.now()))


def become_visible(*, user_id: UUID) -> None:
    """Keep again when the member was last here, which is now."""
    _set(Presence(user_id=user_id, last_active_at=clock.now().replace(microsecond=0), invisible_since=None))


def _set(row: Presence) -> None:
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["user"], update_fields=["last_active_at", "invisible_since"]
    )


@transaction.atomic
def sweep() -> int:
    """Drop what says that somebody was last here long ago; returns how many that were. Who is invisible stays so."""
    oldest = clock.now() - timedelta(days=settings.PRESENCE_DAYS)
    gone, _rows = Presence.objects.filter(last_active_at__lt=oldest).delete()
    return gone
