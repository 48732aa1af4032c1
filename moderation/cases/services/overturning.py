"""A decision that was found wrong: what it did is undone, and everyone concerned learns of it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import transaction

from config import clock
from config.audit import note
from config.events import record
from config.roles import Viewer
from config.text import clean
from moderation.cases.choices import Sort
from moderation.cases.errors import CaseNotFound
from moderation.cases.events import DecisionOverturned
from moderation.cases.models import Decision
from moderation.cases.services.history import add_entry, hold, keep
from moderation.cases.services.may import check_part, check_role
from moderation.sanctions import services as sanctions
from moderation.sanctions.choices import Ended


@transaction.atomic
def overturn(*, decision_id: UUID, actor: Viewer, reason: str) -> Decision:
    """Lift all that a decision did, as overturned. Again is no error, and changes nothing.

    Whether `actor` is another than who decided is for whoever asks: an appeal.
    """
    case_id = Decision.objects.filter(pk=decision_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise CaseNotFound
    case = hold(actor, case_id)
    decision = Decision.objects.get(pk=decision_id)
    check_role(actor, case)
    check_part(actor, case)
    if decision.overturned_at is not None:
        return decision
    why = clean(reason, lines=True)
    sanctions.lift_all_of(decision_id=decision.pk, actor=actor, ended_as=Ended.OVERTURNED, reason=why)
    decision.overturned_at, decision.overturned_by_id = clock.now(), cast(UUID, actor.pk)
    decision.save(update_fields=["overturned_at", "overturned_by"])
    keep(case, [])
    told = {"decision": str(decision.pk), "overturned": True}
    add_entry(case_id=case.pk, sort=Sort.APPEAL_DECIDED, actor_id=actor.pk, text=why[:2_000], data=told)
    note(
        action="decision.overturned",
        actor=actor,
        target=("case", case.pk),
        before={"decision": str(decision.pk), "outcome": str(decision.outcome)},
        after={"overturned": True},
        reason=why,
    )
    record(DecisionOverturned(actor_id=actor.pk, case_id=case.pk, decision_id=decision.pk, owner_id=decision.owner_id))
    return decision
