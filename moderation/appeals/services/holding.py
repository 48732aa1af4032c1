"""Holding an appeal while something happens to it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from config import clock
from moderation.appeals.choices import State
from moderation.appeals.errors import AppealClosed
from moderation.appeals.models import Appeal


def held(rows: QuerySet[Appeal], appeal: Appeal) -> Appeal:
    """The appeal's row out of `rows`, as it is now, locked until the transaction ends."""
    return rows.select_for_update(of=("self",), no_key=True).get(pk=appeal.pk)


def check_open(row: Appeal) -> None:
    """Refuse what has come to its end."""
    if row.state != State.OPEN:
        raise AppealClosed


def keep(row: Appeal, fields: Iterable[str] = ()) -> None:
    """Save these fields; everything that happens to an appeal makes another version of it."""
    row.updated_at = clock.now()
    row.version += 1
    row.save(update_fields=[*fields, "updated_at", "version"])
