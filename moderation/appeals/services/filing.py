"""A member appeals against a decision about them, and takes that back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import clock
from config.db import insert_once
from config.events import record
from config.roles import Viewer
from config.text import clean
from moderation.appeals.choices import State
from moderation.appeals.errors import AlreadyAppealed, DecisionNotFound, NothingToAppeal
from moderation.appeals.events import AppealFiled, AppealWithdrawn
from moderation.appeals.models import Appeal
from moderation.appeals.queries import own_appeal, own_appeals
from moderation.appeals.services.holding import check_open, held, keep
from moderation.cases.choices import Outcome, Sort
from moderation.cases.queries import appeal_time, decisions_about
from moderation.cases.services import add_entry
from moderation.sanctions.choices import Ended
from moderation.sanctions.queries import sanctions_of


@transaction.atomic
def file_appeal(*, actor: Viewer, decision_id: UUID, text: str) -> Appeal:
    """Appeal against a decision about the actor, in whatever state their account is; once, whatever came of it.

    There is nothing to appeal against where a decision did nothing to them, where all that it did was lifted or
    overturned, or where its time is over. What only ran out can be appealed against: its strike counts on.
    """
    decision = decisions_about(actor.pk).select_for_update(of=("self",), no_key=True).filter(pk=decision_id).first()
    if decision is None:
        raise DecisionNotFound
    if Appeal.objects.filter(decision=decision).exists():
        raise AlreadyAppealed
    if (
        decision.outcome != Outcome.ACTED
        or decision.overturned_at is not None
        or clock.now() >= decision.created_at + appeal_time()
        or not _is_anything_left(decision.pk)
    ):
        raise NothingToAppeal
    row = Appeal(decision=decision, appellant_id=actor.pk, text=clean(text, lines=True))
    if not insert_once(row):
        raise AlreadyAppealed
    told = {"appeal": str(row.pk), "decision": str(decision.pk)}
    add_entry(case_id=decision.case_id, sort=Sort.APPEALED, actor_id=actor.pk, data=told)
    record(AppealFiled(actor_id=actor.pk, appeal_id=row.pk, decision_id=decision.pk))
    return row


def _is_anything_left(decision_id: UUID) -> bool:
    undone = {Ended.LIFTED, Ended.OVERTURNED}
    return any(row.ended_as not in undone for row in sanctions_of([decision_id]).get(decision_id, []))


@transaction.atomic
def withdraw_appeal(*, actor: Viewer, appeal_id: UUID) -> Appeal:
    """Take one's appeal back. The decision stands, and cannot be appealed against again."""
    row = held(own_appeals(actor.pk), own_appeal(actor.pk, appeal_id))
    check_open(row)
    row.state, row.decided_at = State.WITHDRAWN, clock.now()
    keep(row, ["state", "decided_at"])
    record(AppealWithdrawn(actor_id=actor.pk, appeal_id=row.pk))
    return row
