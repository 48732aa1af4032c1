"""What moderators do with what was flagged or held: let it stand, or hide it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.users.errors import RankTooLow
from config import clock
from config.audit import note
from config.errors import Forbidden
from config.events import record
from config.roles import Role, Viewer, at_least, outranks
from moderation.screening.choices import Outcome, Settled
from moderation.screening.errors import AlreadySettled, OwnContent
from moderation.screening.events import ContentSettled
from moderation.screening.models import Screening
from moderation.screening.queries import open_screening_of, screening_by_id
from moderation.screening.services.showing import hide_thing, hold_thing, show_thing


@transaction.atomic
def settle(*, actor: Viewer, screening_id: UUID, decision: str, reason: str = "") -> Screening:
    """Come to an end with what was flagged or held.

    `released`: it may stand, and what was held is shown. `hidden`: it goes out of sight, or stays so. Of two at once
    one is first; nobody settles what they wrote themselves, or what somebody of their own role or a higher one wrote.
    """
    if not at_least(actor, Role.MODERATOR) or decision not in {Settled.RELEASED, Settled.HIDDEN}:
        raise Forbidden
    seen = screening_by_id(actor, screening_id)
    _check_author(actor, seen.author_id)
    settled = _settle(actor, seen, decision, reason)
    if settled is None:
        raise AlreadySettled
    return settled


@transaction.atomic
def settle_for_case(*, actor: Viewer, kind: str, thing_id: UUID, decision: str, reason: str = "") -> Screening | None:
    """Settle what is open of a thing as a decision about it says; None where nothing is.

    It checks what `settle` checks. What a sanction keeps hidden stays so, whatever is released here.
    """
    if not at_least(actor, Role.MODERATOR) or decision not in {Settled.RELEASED, Settled.HIDDEN}:
        raise Forbidden
    seen = open_screening_of(kind, thing_id)
    if seen is None:
        return None
    _check_author(actor, seen.author_id)
    return _settle(actor, seen, decision, reason)


def _settle(actor: Viewer, seen: Screening, decision: str, reason: str) -> Screening | None:
    """Settle the row and carry that out; None where somebody else was first."""
    if seen.thing_id is not None:
        hold_thing(seen.kind, seen.thing_id)
    open_row = Screening.objects.filter(pk=seen.pk, settled_at__isnull=True)
    if not open_row.update(settled_at=clock.now(), settled_as=decision, settled_by_id=cast(UUID, actor.pk)):
        return None
    settled = screening_by_id(actor, seen.pk)  # an edit may have made it graver since it was seen
    _carry_out(settled, decision)
    target = (settled.kind, settled.thing_id or settled.pk)
    note(action=f"content.{decision}", actor=actor, target=target, before={"outcome": settled.outcome}, reason=reason)
    _tell(settled, decision, actor.pk)
    return settled


def _check_author(actor: Viewer, author_id: UUID | None) -> None:
    if author_id is None:
        return
    if author_id == actor.pk:
        raise OwnContent
    role = get_user_model()._default_manager.filter(pk=author_id).values_list("role", flat=True).first()
    if role and actor.role != Role.ADMIN and not outranks(actor, role):
        raise RankTooLow


def _carry_out(row: Screening, decision: str) -> None:
    if row.thing_id is None:
        return
    if decision == Settled.HIDDEN:
        hide_thing(row.kind, row.thing_id)
    elif row.outcome == Outcome.HOLD:
        show_thing(row.kind, row.thing_id)


def clear(row: Screening) -> None:
    """The analyser has looked after all, and has nothing to say: a flag that only said it had not is settled."""
    if Screening.objects.filter(pk=row.pk, settled_at__isnull=True).update(
        settled_at=clock.now(), settled_as=Settled.CLEARED
    ):
        _tell(row, Settled.CLEARED, None)


def _tell(row: Screening, decision: str, actor_id: UUID | None) -> None:
    record(
        ContentSettled(
            actor_id=actor_id, screening_id=row.pk, kind=row.kind, thing_id=row.thing_id, decision=str(decision)
        )
    )
