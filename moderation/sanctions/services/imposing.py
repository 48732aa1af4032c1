"""Imposing a sanction, in the transaction of the decision that it follows from.

Order of locks: the account, then the thing, then its rows. Whoever imposes several at once begins with those on the
account.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.users import services as users
from accounts.users.queries import user_by_id
from accounts.users.unclaimed import DELETED
from config import clock
from config.audit import note as note_audit
from config.db import insert_once
from config.events import record
from config.roles import Status, Viewer
from moderation.sanctions.asked import check_maker, check_staff, checked_act
from moderation.sanctions.choices import ON_ACCOUNTS, ON_THINGS, POINTS, STATE, Act, Ended
from moderation.sanctions.errors import ActNotPossible
from moderation.sanctions.events import SanctionImposed
from moderation.sanctions.models import IN_FORCE, Sanction, Strike
from moderation.sanctions.queries import gravity, gravity_of
from moderation.sanctions.services.ending import close, target_of
from moderation.sanctions.services.things import able_kind, carry_out
from moderation.screening.services import hold_thing

ACT_OF = {state: act for act, state in STATE.items()}


@transaction.atomic
def impose(
    *,
    decision_id: UUID,
    actor: Viewer,
    kind: str,
    thing_id: UUID,
    member_id: UUID | None,
    act: str,
    reason: str = "",
    note: str = "",
    until: datetime | None = None,
    label: str = "",
    has_strike: bool = True,
) -> Sanction:
    """Do `act` to the thing, or to `member_id`, whose it is; returns the sanction, which a decision imposes once.

    Each decision has sanctions of its own: what two of them hid is shown when both are lifted. A label takes the place
    of the one before. With `has_strike=False` it counts against nobody. Refused: what cannot be done to this thing
    (`ActNotPossible`), on whom the actor may not act (`RankTooLow`), on the last admin (`LastAdmin`), and ends that are
    past or ten years away.
    """
    wanted = checked_act(act, until=until, label=label, reason=reason)
    check_staff(actor, member_id)
    row = Sanction(
        decision_id=decision_id,
        act=wanted,
        kind=kind,
        thing_id=thing_id,
        member_id=member_id,
        label=label,
        reason=reason,
        note=note,
        until=until,
        made_by_id=actor.pk,
    )
    if wanted in ON_THINGS:
        standing = _put_on_thing(row, actor)
        if standing is not None:
            return standing
    else:
        _put_on_member(row, actor)
    if has_strike:
        _strike(row)
    _tell(row, actor)
    return row


def _put_on_thing(row: Sanction, actor: Viewer) -> Sanction | None:
    """Carry the act out on the thing; where this decision has done so already, that sanction and nothing new."""
    hold_thing(row.kind, row.thing_id)
    able_kind(row.kind, row.act, row.thing_id)
    if row.act == Act.LABEL:
        _end_label(row, actor)
    if not insert_once(row):
        return Sanction.objects.get(IN_FORCE, decision_id=row.decision_id, act=row.act)
    carry_out(row)
    return None


def _end_label(row: Sanction, actor: Viewer) -> None:
    """End the label that another decision has put on the thing: it shows one."""
    labels = Sanction.objects.filter(IN_FORCE, kind=row.kind, thing_id=row.thing_id, act=Act.LABEL)
    for held in labels.exclude(decision_id=row.decision_id).select_for_update(of=("self",)):
        check_maker(actor, held.made_by_id)
        close(held, ended_as=Ended.LIFTED, actor=actor, reason=row.reason)


def _put_on_member(row: Sanction, actor: Viewer) -> None:
    """Keep the sanction and put the account into its state, unless what holds it is as grave or its owner has left."""
    if row.member_id is None or _is_of_the_deleted(row.member_id):
        raise ActNotPossible
    if row.act not in ON_ACCOUNTS:
        row.save(force_insert=True)
        return
    user: Any = users.hold_standing(row.member_id)
    users.check_rank(actor, on=user)
    row.save(force_insert=True)
    # A deactivated account is closed already; it goes into what holds it when its owner comes back.
    held_by = ACT_OF.get(user.status)
    is_graver = held_by is None or gravity_of(row) > gravity(held_by, user.status_until)
    if is_graver and user.status != Status.DEACTIVATED:
        users.set_status(user_id=user.pk, status=STATE[row.act], actor=actor, reason=row.reason, until=row.until)


def _is_of_the_deleted(member_id: UUID) -> bool:
    """Whether it is the account that stands for members who are gone: there is nobody to warn or to keep out."""
    user = user_by_id(member_id)
    return user is None or user.username == DELETED


def _strike(row: Sanction) -> None:
    points = POINTS.get(row.act)
    if points is None or row.member_id is None or _is_of_the_deleted(row.member_id):
        return
    Strike.objects.create(
        sanction=row,
        member_id=row.member_id,
        points=points,
        expires_at=clock.now() + settings.MODERATION_STRIKE_LIFETIME,
    )


def _tell(row: Sanction, actor: Viewer) -> None:
    note_audit(action="sanction.imposed", actor=actor, target=target_of(row), after=_told(row), reason=row.reason)
    record(
        SanctionImposed(
            actor_id=actor.pk,
            sanction_id=row.pk,
            decision_id=row.decision_id,
            member_id=row.member_id,
            act=str(row.act),
            kind=row.kind,
            thing_id=row.thing_id,
            until=row.until,
        )
    )


def _told(row: Sanction) -> dict[str, Any]:
    told: dict[str, Any] = {"sanction": row.pk, "act": str(row.act), "kind": row.kind, "thing": row.thing_id}
    if row.act == Act.LABEL:
        told["label"] = row.label
    return told | ({"until": row.until.isoformat()} if row.until else {})
