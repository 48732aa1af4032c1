"""What waits for a digest: whose is due, and taking it into one, with the inboxes held that it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, QuerySet, UUIDField, Value, When

from config import clock
from notifications.inbox.models import InboxState, Notification
from notifications.types import Channel

LOOKED_AT = 500
"""So many due notifications are looked at to find whose they are."""


def hold_due(most: int) -> list[UUID]:
    """Members for whom something is due in a digest, their inboxes held; those that others hold are left to them."""
    due = Notification.objects.filter(collected_at__lte=clock.now()).order_by("collected_at", "recipient_id")
    found = list(dict.fromkeys(due.values_list("recipient_id", flat=True)[:LOOKED_AT]))[:most]
    free = InboxState.objects.filter(pk__in=found).select_for_update(no_key=True, skip_locked=True).order_by("pk")
    held = list(free.values_list("pk", flat=True))
    # Asked again now that they are held: whoever held them before may have taken it all.
    still = set(_waiting(held).filter(collected_at__lte=clock.now()).values_list("recipient_id", flat=True).distinct())
    return [pk for pk in held if pk in still]


def _waiting(member_ids: Sequence[UUID]) -> QuerySet[Notification]:
    return Notification.objects.filter(recipient_id__in=member_ids, collected_at__isnull=False)


def count_waiting(member_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many notifications wait for a digest for each of these members."""
    rows = _waiting(member_ids).order_by().values("recipient_id")
    return {row["recipient_id"]: row["n"] for row in rows.annotate(n=Count("*"))}


def take_into(digests: Mapping[UUID, UUID]) -> int:
    """Have all that waits for these members be in their digests, by member; their inboxes are held. How many.

    Also what is due later: whoever now wants digests more often gets one, and not another behind it.
    """
    if not digests:
        return 0
    whose = [When(recipient_id=member_id, then=Value(digest_id)) for member_id, digest_id in digests.items()]
    return _waiting(list(digests)).update(
        gathered_in=Case(*whose, output_field=UUIDField()), gathered_at=clock.now(), collected_at=None
    )


def put_off(member_id: UUID, until: datetime) -> int:
    """Have what is due for a member wait on; their inbox is held."""
    return _waiting([member_id]).filter(collected_at__lte=clock.now()).update(collected_at=until)


def told_again(digest_ids: Sequence[UUID]) -> int:
    """What these digests hold waits for no other: they are worded now, and say all of it. The inboxes are held."""
    return Notification.objects.filter(gathered_in__in=digest_ids, collected_at__isnull=False).update(collected_at=None)


def note_mailed(ids: Sequence[UUID]) -> None:
    """Note that a digest brought these to their recipients; bears hearing it twice."""
    rows = Notification.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    changed = [row for row in rows if Channel.EMAIL.value not in row.channels]
    for row in changed:
        row.channels = sorted({*row.channels, Channel.EMAIL.value})
    Notification.objects.bulk_update(changed, ["channels"], batch_size=100)
