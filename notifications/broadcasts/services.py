"""Announcing something to many, telling it piece by piece, and cancelling what is left of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.queries import ids_by_usernames
from config import clock
from config.audit import note
from config.errors import FieldError, Forbidden, InvalidInput
from config.events import record
from config.roles import Role, Viewer, at_least
from notifications.broadcasts.audience import members_of
from notifications.broadcasts.errors import BroadcastEnded, BroadcastNotFound
from notifications.broadcasts.events import AnnouncementMade
from notifications.broadcasts.models import Broadcast, State
from notifications.inbox.services import tell
from notifications.inbox.told import Told
from notifications.types.shipped import ANNOUNCED

PIECE = 500
"""So many members are told in one transaction."""


def count_recipients(*, actor: Viewer, audience: Mapping[str, Any]) -> int:
    """How many an audience is now."""
    _check(actor)
    return members_of(audience).count()


@transaction.atomic
def announce(
    *,
    actor: Viewer,
    title: Mapping[str, str],
    body: Mapping[str, str],
    audience: Mapping[str, Any],
    expires_at: datetime | None = None,
) -> Broadcast:
    """Announce something to an audience; a job tells it. Refused where it would expire before anybody reads it."""
    _check(actor)
    assert actor.pk is not None
    if expires_at is not None and expires_at <= clock.now():
        raise InvalidInput.of("expires_at", "in_the_past", _("This moment is over."))
    made = Broadcast(
        made_by_id=actor.pk, title=dict(title), body=dict(body), audience=dict(audience), expires_at=expires_at
    )
    made.total = members_of(audience, before=made.pk).count()
    made.cause_id = record(AnnouncementMade(actor_id=actor.pk, broadcast_id=made.pk)).pk
    made.save(force_insert=True)
    note(
        action="broadcast.made",
        actor=actor,
        target=("broadcast", made.pk),
        after={"recipients": made.total, "audience": _without_names(audience)},
    )
    return made


def people_named(usernames: Sequence[str]) -> list[str]:
    """The ids of these members; refused where one is nobody's name."""
    found = ids_by_usernames(usernames)
    unknown = [name for name in usernames if name.lower() not in found]
    if unknown:
        raise InvalidInput(errors=[FieldError("to.usernames", "not_found", _("Nobody is called %s.") % unknown[0])])
    return sorted(str(pk) for pk in found.values())


def _without_names(audience: Mapping[str, Any]) -> dict[str, Any]:
    return {name: len(value) if name == "people" else value for name, value in audience.items()}


def _check(actor: Viewer) -> None:
    if not at_least(actor, Role.MANAGER):
        raise Forbidden


def go_on(*, broadcast_id: UUID, piece: int = PIECE) -> int:
    """Tell piece after piece of what is left; how many were told. Two who do it at once take turns."""
    count = 0
    while True:
        told = _tell_piece(broadcast_id, piece)
        if told is None:
            return count
        count += told


@transaction.atomic
def _tell_piece(broadcast_id: UUID, piece: int) -> int | None:
    """Tell one piece; None where nothing is left. The place where it stopped moves in the same transaction."""
    held = Broadcast.objects.select_for_update(of=("self",), no_key=True).filter(pk=broadcast_id).first()
    if held is None or held.state != State.TELLING:
        return None
    rows = members_of(held.audience, before=held.pk)
    if held.after is not None:
        rows = rows.filter(pk__gt=held.after)
    ids = list(rows.values_list("pk", flat=True)[:piece])
    is_over = held.expires_at is not None and held.expires_at <= clock.now()
    if not ids or is_over:
        held.state, held.ended_at = State.DONE, clock.now()
        held.save(update_fields=["state", "ended_at"])
        return None
    told = tell(_told(held), ids)
    held.after, held.looked_at, held.told = ids[-1], held.looked_at + len(ids), held.told + told
    held.save(update_fields=["after", "looked_at", "told"])
    return told


def _told(row: Broadcast) -> Told:
    assert row.cause_id is not None
    return Told(
        type=ANNOUNCED,
        cause_id=row.cause_id,
        at=row.created_at,
        group=f"{ANNOUNCED.name}:{row.pk}",
        data={"broadcast_id": str(row.pk)},
        stays=True,
        expires_at=row.expires_at,
    )


@transaction.atomic
def cancel(*, actor: Viewer, broadcast_id: UUID) -> Broadcast:
    """Tell nobody more. Again is no error; `BroadcastEnded` where everybody was told."""
    _check(actor)
    held = Broadcast.objects.select_for_update(of=("self",), no_key=True).filter(pk=broadcast_id).first()
    if held is None:
        raise BroadcastNotFound
    if held.state == State.DONE:
        raise BroadcastEnded
    if held.state == State.TELLING:
        held.state, held.ended_at = State.CANCELLED, clock.now()
        held.save(update_fields=["state", "ended_at"])
        note(action="broadcast.cancelled", actor=actor, target=("broadcast", held.pk), after={"told": held.told})
    return held
