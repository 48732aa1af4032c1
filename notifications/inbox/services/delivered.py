"""By which channels a notification was delivered, as the queue tells it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from notifications.delivery.sources import Outcome
from notifications.delivery.states import State
from notifications.inbox.models import Notification
from notifications.types import Channel

_REACHED = frozenset({State.SENT, State.DELIVERED, State.OPENED, State.CLICKED})


def note_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Note the channels by which notifications reached their recipients; bears hearing it twice."""
    by_channel: dict[Channel, set[UUID]] = {}
    for each in outcomes:
        if each.state in _REACHED and each.source_id is not None:
            by_channel.setdefault(Channel(each.channel), set()).add(each.source_id)
    ids = {pk for found in by_channel.values() for pk in found}
    # In the order of their keys: batches of other workers may tell of the same ones.
    rows = {
        row.pk: row for row in Notification.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    }
    changed = []
    for pk, row in rows.items():
        reached = {channel.value for channel, found in by_channel.items() if pk in found}
        if not reached <= set(row.channels):
            row.channels = sorted({*row.channels, *reached})
            changed.append(row)
    if changed:
        Notification.objects.bulk_update(changed, ["channels"], batch_size=100)
