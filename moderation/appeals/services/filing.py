"""A member appeals against a decision about them, and takes that back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from config.db import insert_once
from config.errors import InvalidInput
from config.events import record
from config.roles import Viewer
from config.text import clean
from moderation.appeals.choices import State
from moderation.appeals.errors import AlreadyAppealed, DecisionNotFound, NothingToAppeal
from moderation.appeals.events import AppealFiled, AppealWithdrawn
from moderation.appeals.models import Appeal
from moderation.appeals.queries import appealed_among, own_appeal, own_appeals
from moderation.appeals.services.holding import check_open, held, keep
from moderation.cases.appealable import appealable_until
from moderation.cases.choices import Sort
from moderation.cases.queries import decisions_about
from moderation.cases.services import add_entry
from moderation.sanctions.queries import sanctions_of

if TYPE_CHECKING:
    from moderation.cases.models import Decision

MOST_OF_A_CASE = 20


@transaction.atomic
def file_appeal(*, actor: Viewer, text: str, decision_id: UUID | None = None, case_id: UUID | None = None) -> Appeal:
    """Appeal against a decision about the actor, in whatever state their account is; once, whatever came of it.

    Either the decision is named or its case: then it is the newest on that case that can be appealed against.

    There is nothing to appeal against where a decision did nothing to them, where all that it did was lifted or
    overturned, or where its time is over (`cases.appealable`).
    """
    if (decision_id is None) == (case_id is None):
        raise InvalidInput.of("case", "required", _("Name either the case or the decision."))
    rows = decisions_about(actor.pk).select_for_update(of=("self",), no_key=True).order_by("-id")
    rows = rows.filter(**({"pk": decision_id} if case_id is None else {"case_id": case_id}))
    decision = _appealable(list(rows[:MOST_OF_A_CASE]))
    row = Appeal(decision=decision, appellant_id=actor.pk, text=clean(text, lines=True))
    if not insert_once(row):
        raise AlreadyAppealed
    told = {"appeal": str(row.pk), "decision": str(decision.pk)}
    add_entry(case_id=decision.case_id, sort=Sort.APPEALED, actor_id=actor.pk, data=told)
    record(AppealFiled(actor_id=actor.pk, appeal_id=row.pk, decision_id=decision.pk))
    return row


def _appealable(decisions: list[Decision]) -> Decision:
    """The first of them that can be appealed against; what is wrong with the first of all where none can."""
    if not decisions:
        raise DecisionNotFound
    ids = [decision.pk for decision in decisions]
    appealed, imposed = appealed_among(ids), sanctions_of(ids)
    for decision in decisions:
        if decision.pk not in appealed and appealable_until(decision, imposed.get(decision.pk, [])) is not None:
            return decision
    raise AlreadyAppealed if decisions[0].pk in appealed else NothingToAppeal


@transaction.atomic
def withdraw_appeal(*, actor: Viewer, appeal_id: UUID) -> Appeal:
    """Take one's appeal back. The decision stands, and cannot be appealed against again."""
    row = held(own_appeals(actor.pk), own_appeal(actor.pk, appeal_id))
    check_open(row)
    row.state, row.decided_at = State.WITHDRAWN, clock.now()
    keep(row, ["state", "decided_at"])
    record(AppealWithdrawn(actor_id=actor.pk, appeal_id=row.pk))
    return row
