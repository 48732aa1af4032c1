"""Members flag what does not belong into feeds: moderation gets a report, and a few flags hide it until it looked."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction

from config import clock
from config.audit import note
from config.db import insert_once
from config.errors import NotSignedIn
from config.events import record
from config.roles import Viewer
from moderation.reports.services import file_report
from social.activity.errors import ItemNotFound, OwnItem
from social.activity.events import ActivityFlagged, ActivityHidden
from social.activity.models import ActivityFlag
from social.activity.seeing import items_visible_to
from social.activity.services.acting import change, hold


@transaction.atomic
def flag(*, member: Viewer, item_id: UUID, category: str, text: str = "") -> bool:
    """Flag an item that the member sees and that is not theirs, once; False where they did already.

    The report comes before the item is held: whoever decides about a case holds the case first, and then the item.
    """
    if member.pk is None:
        raise NotSignedIn
    item = items_visible_to(member).filter(pk=item_id).first()
    if item is None:
        raise ItemNotFound
    if item.actor_id == member.pk:
        raise OwnItem.of("id", "own_activity", OwnItem.detail)
    if not insert_once(ActivityFlag(item_id=item.pk, member_id=member.pk)):
        return False
    file_report(reporter=member, kind="activity", thing_id=item.pk, category=category, text=text)
    note(action=ActivityFlagged.wire, actor=member, target=("activity", item.pk), after={"category": category})
    record(ActivityFlagged(actor_id=member.pk, item_id=item.pk))
    _count(item_id)
    return True


def _count(item_id: UUID) -> None:
    """Count the flag, and hide the item with the last that it takes."""
    held = hold(item_id)
    held.flag_count += 1
    held.save(update_fields=["flag_count"])
    if held.hidden_at is None and held.flag_count >= settings.ACTIVITY_FLAGS_TO_HIDE:
        told = ActivityHidden(actor_id=None, item_id=held.pk)
        change(held, told, actor=None, reason=f"{held.flag_count} flags", hidden_at=clock.now())
