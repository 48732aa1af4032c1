"""Items of what happened before there were items, or of what deliveries missed: the log is read again, in order.

What was made already falls on itself, what was taken back is taken back, so it may run beside everything else, be
stopped anywhere and begun again. An event that ends another may be delivered while the other's piece is not committed
yet; therefore what takes back is applied once more when its piece is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from django.db import transaction
from django.db.models import Max, Min

from config.events import DomainEvent, Event, event_classes
from social.activity.causes import concerns_feeds
from social.activity.services.keeping import keep_up, oldest_kept

PIECE = 2_000


@dataclass(frozen=True, slots=True)
class Progress:
    """The log was read up to the event `done`, of `last`; `changed` items came or went so far."""

    done: int
    last: int
    changed: int


def backfill(*, after: int = 0, piece: int = PIECE) -> Iterator[Progress]:
    """Read the log from the event behind `after` to its end, what is recorded meanwhile included."""
    done, changed = after, 0
    while True:
        ahead = DomainEvent.objects.filter(pk__gt=done).aggregate(first=Min("pk"), last=Max("pk"))
        if (last := ahead["last"]) is None:
            return
        done = ahead["first"] - 1
        while done < last:
            high = min(done + piece, last)
            changed += _read(done, high, all_of_them=True)
            changed += _read(done, high, all_of_them=False)
            done = high
            yield Progress(done, last, changed)


@transaction.atomic
def _read(low: int, high: int, *, all_of_them: bool) -> int:
    names = [cls.wire for cls in event_classes() if concerns_feeds(cls) and (all_of_them or cls.takes_back)]
    rows = DomainEvent.objects.filter(pk__gt=low, pk__lte=high, name__in=names, occurred_at__gte=oldest_kept())
    return sum(keep_up(event=event, cause=row) for row in rows.order_by("pk") if (event := _decoded(row)) is not None)


def _decoded(row: DomainEvent) -> Event | None:
    """The typed event; None where its payload is of a form that is read no more."""
    try:
        return row.decoded()
    except (LookupError, msgspec.ValidationError):
        return None
