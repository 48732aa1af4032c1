"""Coming to an end with what was flagged or held: as its case decides, or without where nothing is there."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.users.errors import RankTooLow
from config import clock, entities
from config.audit import note
from config.errors import Forbidden, StaleVersion
from config.events import record
from config.roles import Role, Viewer, at_least, outranks
from moderation.screening.choices import Outcome, Settled
from moderation.screening.errors import AlreadySettled, DecidedByItsCase, OwnContent
from moderation.screening.events import ContentSettled
from moderation.screening.models import Screening
from moderation.screening.queries import open_screening_of, screening_by_id
from moderation.screening.services.showing import hide_thing, hold_thing, show_thing


@transaction.atomic
def settle(*, actor: Viewer, screening_id: UUID, reason: str = "") -> Screening:
    """Come to an end with what was flagged or held of something that never came to be, or is gone.

    What is there is decided by its case (`DecidedByItsCase`). Of two at once one is first; nobody settles what they
    wrote themselves, or what somebody of their own role or a higher one wrote.
    """
    if not at_least(actor, Role.MODERATOR):
        raise Forbidden
    seen = screening_by_id(actor, screening_id)
    _check_author(actor, seen.author_id)
    if seen.thing_id is not None and is_there(seen.kind, seen.thing_id):
        raise DecidedByItsCase
    settled = _settle(actor, seen, Settled.RELEASED, reason)
    if settled is None:
        raise AlreadySettled
    return settled


def is_there(kind: str, thing_id: UUID) -> bool:
    """Whether there is something to decide: a thing that somebody owns, with its text where its kind has texts."""
    try:
        known = entities.kind(kind)
    except entities.UnknownKind:
        return False
    if known.owner_of(thing_id) is None:
        return False
    return known.written is None or thing_id in known.written([thing_id])


@transaction.atomic
def settle_for_case(*, actor: Viewer, kind: str, thing_id: UUID, decision: str, reason: str = "") -> Screening | None:
    """Settle what is open of a thing as a decision about it says; None where nothing is.

    `released`: it may stand, and what was held is shown, unless a sanction keeps it hidden. `hidden`: it goes out of
    sight, or stays so. `StaleVersion` where its author writes another text at this moment.
    """
    if not at_least(actor, Role.MODERATOR) or decision not in {Settled.RELEASED, Settled.HIDDEN}:
        raise Forbidden
    seen = open_screening_of(kind, thing_id)
    if seen is None:
        return None
    _check_author(actor, seen.author_id)
    return _settle(actor, seen, decision, reason)


def _settle(actor: Viewer, seen: Screening, decision: str, reason: str) -> Screening | None:
    """Carry that out and settle the row; None where somebody else was first.

    The thing's row is locked before the screening's, as by whoever writes it.
    """
    if seen.thing_id is not None:
        hold_thing(seen.kind, seen.thing_id)
    open_row = Screening.objects.filter(pk=seen.pk, settled_at__isnull=True)
    if not open_row.exists():
        return None
    _carry_out(seen, decision)
    as_seen = open_row.filter(text_digest=seen.text_digest, outcome=seen.outcome)
    if not as_seen.update(settled_at=clock.now(), settled_as=decision, settled_by_id=cast(UUID, actor.pk)):
        raise StaleVersion
    settled = screening_by_id(actor, seen.pk)
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
