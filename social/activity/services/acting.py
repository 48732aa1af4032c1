"""What becomes of items: taken off by their actors; hidden, shown and pinned by the staff, by flags and by moderation.

Each leaves an audit entry and an event, and doing it again leaves nothing.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from config import clock, context
from config.audit import note
from config.errors import NotSignedIn
from config.events import Event, record
from config.roles import Viewer
from moderation.cases.events import CaseDecided
from moderation.sanctions.queries import in_force_on
from social.activity.errors import ItemNotFound
from social.activity.events import (
    ActivityDeleted,
    ActivityHidden,
    ActivityPinned,
    ActivityRestored,
    ActivityUnpinned,
)
from social.activity.models import ActivityEvent


def hold(item_id: UUID) -> ActivityEvent:
    """The item, held until the transaction ends; `ItemNotFound` where it is gone."""
    rows = ActivityEvent.objects.select_for_update(no_key=True).filter(pk=item_id, deleted_at__isnull=True)
    found = rows.first()
    if found is None:
        raise ItemNotFound
    return found


def change(held: ActivityEvent, event: Event, *, actor: Viewer | None, reason: str = "", **values: Any) -> None:
    """Set columns of a held item, and tell and audit it."""
    before = {name: getattr(held, name) for name in values}
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=[*values])
    record(event)
    note(action=type(event).wire, actor=actor, target=("activity", held.pk), before=before, after=values, reason=reason)


def _actor_id(actor: Viewer | None) -> UUID | None:
    return context.current().actor_id if actor is None else actor.pk


@transaction.atomic
def delete_item(*, actor: Viewer, item_id: UUID) -> None:
    """Take an item of one's own off, for good; `ItemNotFound` for any other."""
    if actor.pk is None:
        raise NotSignedIn
    held = hold(item_id)
    if held.actor_id != actor.pk:
        raise ItemNotFound
    change(held, ActivityDeleted(actor_id=actor.pk, item_id=held.pk), actor=actor, deleted_at=clock.now())


@transaction.atomic
def hide_item(item_id: UUID, *, actor: Viewer | None = None, reason: str = "") -> None:
    """Hide an item from everyone."""
    held = hold(item_id)
    if held.hidden_at is None:
        told = ActivityHidden(actor_id=_actor_id(actor), item_id=held.pk)
        change(held, told, actor=actor, reason=reason, hidden_at=clock.now())


@transaction.atomic
def restore_item(item_id: UUID, *, actor: Viewer | None = None, reason: str = "") -> None:
    """Let an item stand: it is shown, and the flags so far count no more."""
    held = hold(item_id)
    if held.hidden_at is not None or held.flag_count:
        told = ActivityRestored(actor_id=_actor_id(actor), item_id=held.pk)
        change(held, told, actor=actor, reason=reason, hidden_at=None, flag_count=0)


@transaction.atomic
def pin_item(*, actor: Viewer | None, item_id: UUID, reason: str = "") -> None:
    """Have an item outlast its age."""
    held = hold(item_id)
    if not held.is_pinned:
        told = ActivityPinned(actor_id=_actor_id(actor), item_id=held.pk)
        change(held, told, actor=actor, reason=reason, is_pinned=True)


@transaction.atomic
def unpin_item(*, actor: Viewer | None, item_id: UUID, reason: str = "") -> None:
    """Make a pinned item like any other."""
    held = hold(item_id)
    if held.is_pinned:
        told = ActivityUnpinned(actor_id=_actor_id(actor), item_id=held.pk)
        change(held, told, actor=actor, reason=reason, is_pinned=False)


@transaction.atomic
def follow_decision(*, event: CaseDecided) -> bool:
    """Moderation has looked: what flags alone have hidden stands again, unless a sanction keeps it out of sight."""
    if event.kind != "activity" or in_force_on(event.kind, event.thing_id):
        return False
    try:
        restore_item(event.thing_id)
    except ItemNotFound:
        return False
    return True
