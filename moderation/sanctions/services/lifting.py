"""Lifting sanctions: what they did is undone, as far as nothing else in force still holds it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.privacy import services as privacy
from accounts.users import services as users
from config import entities
from config.roles import Status, Viewer
from moderation.sanctions.asked import check_maker, check_staff
from moderation.sanctions.choices import ON_ACCOUNTS, ON_THINGS, STATE, Act, Ended
from moderation.sanctions.errors import ActNotPossible
from moderation.sanctions.models import Sanction
from moderation.sanctions.queries import in_force_on, sanction_by_id, sanctions_of
from moderation.sanctions.services.ending import close, overturn_past
from moderation.sanctions.services.things import show_what_may_be_seen, take_back
from moderation.screening.services import hold_thing


@transaction.atomic
def lift(*, sanction_id: UUID, actor: Viewer | None, ended_as: str = Ended.LIFTED, reason: str = "") -> Sanction:
    """End a sanction and undo what it did; `actor` is None for the clock and the operator.

    Nobody undoes what somebody of a higher role did. An account that was changed by hand meanwhile stays so. Again
    changes nothing, unless a sanction that has ended is overturned: then its strike counts no longer.
    """
    row, user = _held(sanction_by_id(sanction_id))
    check_staff(actor, row.member_id)
    check_maker(actor, row.made_by_id)
    if row.ended_at is not None:
        if ended_as == Ended.OVERTURNED and row.ended_as != Ended.OVERTURNED:
            overturn_past(row, actor=actor, reason=reason)
        return row
    close(row, ended_as=ended_as, actor=actor, reason=reason)
    if row.act in ON_THINGS:
        take_back(row)
    elif user is not None:
        _let_go(row, user, actor)
    return row


def _held(seen: Sanction) -> tuple[Sanction, Any]:
    """The sanction's row, locked after what it lies on; and the account that it holds, if it holds one."""
    user: Any = None
    if seen.act in ON_THINGS:
        hold_thing(seen.kind, seen.thing_id)
    elif seen.act in ON_ACCOUNTS and seen.member_id is not None:
        user = users.hold_standing(seen.member_id)
    return Sanction.objects.select_for_update(of=("self",)).get(pk=seen.pk), user


def _let_go(row: Sanction, user: Any, actor: Viewer | None) -> None:
    """Have the account go into what remains, where it is in the state that this sanction had put it into."""
    state = STATE[row.act]
    if user.status == Status.DEACTIVATED:
        privacy.forget_standing_before(user_id=user.pk, status=state, until=row.until)
    elif (user.status, user.status_until) == (state, row.until):
        users.fall_back(user_id=user.pk, actor=actor)


@transaction.atomic
def lift_all_of(*, decision_id: UUID, actor: Viewer | None, ended_as: str, reason: str = "") -> list[Sanction]:
    """End everything that a decision imposed, those on the account first and the mildest before the gravest.

    Returns what was imposed and is ended now, what had ended before left out.
    """
    rows = sanctions_of([decision_id]).get(decision_id, [])
    rows.sort(key=lambda row: (row.act in ON_THINGS, list(Act).index(Act(row.act)), row.pk))
    lifted = [(row.ended_at, lift(sanction_id=row.pk, actor=actor, ended_as=ended_as, reason=reason)) for row in rows]
    return [row for ended_before, row in lifted if ended_before is None]


@transaction.atomic
def restore_thing(*, kind: str, thing_id: UUID, actor: Viewer | None, reason: str = "") -> list[Sanction]:
    """End every label, hiding and removal on a thing, and show it; what screening still holds stays out of sight."""
    try:
        known = entities.kind(kind)
    except entities.UnknownKind:
        raise ActNotPossible from None
    check_staff(actor, known.owner_of(thing_id))
    hold_thing(kind, thing_id)
    lifted = [lift(sanction_id=row.pk, actor=actor, reason=reason) for row in in_force_on(kind, thing_id)]
    if known.owner_of(thing_id) is not None:
        show_what_may_be_seen(known, thing_id)
    return lifted
