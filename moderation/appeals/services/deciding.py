"""Somebody else than who decided looks again: the decision stands, or all that it did is undone."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import transaction

from accounts.users.errors import RankTooLow
from config import clock
from config.audit import note
from config.errors import StaleVersion
from config.events import record
from config.roles import Viewer
from config.text import clean
from moderation.appeals.choices import State
from moderation.appeals.errors import OwnDecision
from moderation.appeals.events import AppealDecided
from moderation.appeals.models import Appeal
from moderation.appeals.queries import (
    appeals_visible_to,
    is_part_of,
    reported_cases,
    stands_above_appellant,
    stands_high_enough,
    visible_appeal,
)
from moderation.appeals.services.holding import check_open, held, keep
from moderation.cases import services as cases
from moderation.cases.choices import Sort
from moderation.cases.errors import NeedsHigherRole


@transaction.atomic
def decide_appeal(
    *, actor: Viewer, appeal_id: UUID, overturn: bool, reason: str, expected_version: int | None = None
) -> Appeal:
    """Come to an end with an appeal, where it is named in the version that was seen; `reason` is told to the member.

    Not by whoever made the decision, whom it is about or who reported the thing, nor by a role below the one that
    decided, nor about an account of one's own role or a higher one.
    """
    row = held(appeals_visible_to(actor), visible_appeal(actor, appeal_id))
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion
    check_open(row)
    if is_part_of(actor, row, reported_cases(actor, [row])):
        raise OwnDecision
    if not stands_high_enough(actor, row):
        raise NeedsHigherRole
    if not stands_above_appellant(actor, row):
        raise RankTooLow
    row.state = State.OVERTURNED if overturn else State.UPHELD
    row.reason = clean(reason, lines=True)
    row.decided_at, row.decided_by_id = clock.now(), cast(UUID, actor.pk)
    if overturn:
        cases.overturn(decision_id=row.decision_id, actor=actor, reason=row.reason)
    else:
        told = {"appeal": str(row.pk), "decision": str(row.decision_id), "overturned": False}
        add = cases.add_entry
        add(case_id=row.decision.case_id, sort=Sort.APPEAL_DECIDED, actor_id=actor.pk, text=row.reason, data=told)
    keep(row, ["state", "reason", "decided_at", "decided_by"])
    note(
        action="appeal.decided",
        actor=actor,
        target=("appeal", row.pk),
        before={"state": State.OPEN.value},
        after={"state": str(row.state), "decision": str(row.decision_id)},
        reason=row.reason,
    )
    record(
        AppealDecided(
            actor_id=actor.pk,
            appeal_id=row.pk,
            decision_id=row.decision_id,
            appellant_id=row.appellant_id,
            state=str(row.state),
        )
    )
    return row
