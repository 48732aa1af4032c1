"""A moderator decides: a round of a case ends, and what is asked for happens with it, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.db import transaction

from config import clock
from config.audit import note as note_audit
from config.errors import Forbidden, StaleVersion
from config.events import record
from config.roles import Role, Viewer, at_least
from config.text import clean
from moderation.cases.asked import Action, check_asked, outcome_of
from moderation.cases.choices import ALONE, Outcome, Sort, State
from moderation.cases.events import CaseDecided
from moderation.cases.models import Case, Decision
from moderation.cases.services.history import add_entry, hold, keep
from moderation.cases.services.may import check_claim, check_open, check_part, check_role
from moderation.cases.texts import Quoted, quoted
from moderation.sanctions import services as sanctions
from moderation.sanctions.choices import ON_ACCOUNTS, ON_THINGS, Act
from moderation.screening import services as screening
from moderation.screening.choices import Outcome as Screened
from moderation.screening.choices import Settled
from moderation.screening.queries import open_screening_of

HIDING = {Act.HIDE, Act.REMOVE}
_CLOSED = ["state", "category", "first_act_at", "decided_at", "assignee", "claimed_at", "fine_digest"]


@transaction.atomic
def decide(
    *,
    actor: Viewer,
    case_id: UUID,
    expected_version: int,
    actions: Sequence[Action],
    category: str | None = None,
    reason: str = "",
    note: str = "",
    seen_digest: str | None = None,
) -> Decision:
    """End a round of a case that was seen in `expected_version`.

    To `dismiss` says that nothing is wrong: what screening held is shown, and reports of the same text are answered at
    once. To `restore` lifts what lies on the thing. Whatever else is asked for is done, all of it or nothing; what
    screening held and nothing of it lets stand is hidden, as a sanction without a strike of its own. The owner is told
    `reason`; `note` stays with the staff. With `seen_digest`, what is let stand is the text that was looked at; to hide
    it or to keep its author out, it may be another by now.
    """
    if not at_least(actor, Role.MODERATOR):
        raise Forbidden
    check_asked(actions=actions, category=category, reason=reason, now=clock.now())
    case = _held_to_decide(actor, case_id, expected_version)
    thing = quoted(case.kind, case.thing_id)
    if seen_digest is not None and seen_digest != thing.digest and _lets_stand(actions):
        raise StaleVersion
    before = {"state": str(case.state), "category": str(case.category), "round": case.round}
    case.category = category or case.category
    decision = make_decision(
        case,
        thing,
        outcome=outcome_of(actions),
        actor_id=cast(UUID, actor.pk),
        reason=clean(reason),
        note=_note(note, actions),
    )
    sanctioning = [asked for asked in actions if asked.kind not in ALONE]
    done = [asked.kind for asked in sanctioning]
    if _carry_out(actor, case, decision, sanctioning):
        done.append(Act.HIDE)
    close(case, decision, thing, told={"actions": done})
    note_audit(
        action="case.decided",
        actor=actor,
        target=("case", case.pk),
        before=before,
        after=_told(decision, done),
        reason=decision.reason,
    )
    return decision


def _held_to_decide(actor: Viewer, case_id: UUID, expected_version: int) -> Case:
    """The case, locked, if it is the one that was looked at and the actor may decide it."""
    case = hold(actor, case_id)
    if expected_version != case.version:
        raise StaleVersion
    check_open(case)
    check_role(actor, case)
    check_part(actor, case)
    check_claim(actor, case)
    return case


def _lets_stand(actions: Sequence[Action]) -> bool:
    """Whether the text stays in sight and nobody is kept from writing another one."""
    return not any(asked.kind in HIDING or asked.kind in ON_ACCOUNTS for asked in actions)


def _note(note: str, actions: Sequence[Action]) -> str:
    """What the staff is told of the whole; a note on dismissing or restoring is one on the whole."""
    said = [note, *(asked.note for asked in actions if asked.kind in ALONE)]
    return "\n".join(filter(None, (clean(each, lines=True) for each in said)))


def _told(decision: Decision, done: Sequence[str]) -> dict[str, object]:
    told = {"decision": decision.pk, "outcome": decision.outcome, "category": decision.category}
    return {name: str(value) for name, value in told.items()} | {"actions": list(done)}


def make_decision(
    case: Case, thing: Quoted, *, outcome: str, actor_id: UUID | None, reason: str = "", note: str = ""
) -> Decision:
    """Write what ends the present round of a held case, with the thing as it is now."""
    return Decision.objects.create(
        case=case,
        round=case.round,
        outcome=outcome,
        category=case.category,
        owner_id=case.owner_id,
        made_by_id=actor_id,
        reason=reason,
        note=note,
        title=thing.title,
        excerpt=thing.excerpt,
        created_at=clock.now(),
    )


def close(case: Case, decision: Decision, thing: Quoted, *, told: dict[str, object]) -> None:
    """Bring a held case to its end by that decision, and tell of it."""
    now = clock.now()
    case.state, case.decided_at, case.first_act_at = State.DECIDED, now, case.first_act_at or now
    case.assignee_id, case.claimed_at = None, None
    case.fine_digest = thing.digest if decision.outcome == Outcome.DISMISSED else ""
    keep(case, _CLOSED)
    data = {"decision": str(decision.pk), "outcome": str(decision.outcome), **told}
    add_entry(case_id=case.pk, sort=Sort.DECIDED, actor_id=decision.made_by_id, data=data)
    record(
        CaseDecided(
            actor_id=decision.made_by_id,
            case_id=case.pk,
            decision_id=decision.pk,
            owner_id=case.owner_id,
            kind=case.kind,
            thing_id=case.thing_id,
            outcome=str(decision.outcome),
        )
    )


def _carry_out(actor: Viewer, case: Case, decision: Decision, actions: Sequence[Action]) -> bool:
    """Do what was decided; whether the thing was hidden beyond that, since screening held it and it was not let stand.

    The account comes first, then the thing: whoever locks both locks them in this order.
    """
    for asked in actions:
        if asked.kind not in ON_THINGS:
            _impose(actor, case, decision, asked)
    is_kept = _settle(actor, case, {asked.kind for asked in actions})
    if decision.outcome == Outcome.RESTORED:
        sanctions.restore_thing(kind=case.kind, thing_id=case.thing_id, actor=actor, reason=decision.reason)
    for asked in actions:
        if asked.kind in ON_THINGS:
            _impose(actor, case, decision, asked)
    if is_kept:
        _impose(actor, case, decision, Action(Act.HIDE.value), has_strike=False)
    return is_kept


def _impose(actor: Viewer, case: Case, decision: Decision, asked: Action, *, has_strike: bool = True) -> None:
    sanctions.impose(
        decision_id=decision.pk,
        actor=actor,
        kind=case.kind,
        thing_id=case.thing_id,
        member_id=case.owner_id,
        act=asked.kind,
        reason=decision.reason,
        note=clean(asked.note, lines=True),
        until=asked.end(clock.now()),
        label=asked.label,
        has_strike=has_strike,
    )


def _settle(actor: Viewer, case: Case, kinds: set[str]) -> bool:
    """Come to an end with what screening flagged or held; whether that is neither let stand nor hidden by an act."""
    waits = open_screening_of(case.kind, case.thing_id)
    if waits is None:
        return False
    is_hidden = bool(kinds & HIDING)
    is_kept = waits.outcome == Screened.HOLD and bool(kinds) and not is_hidden and Act.LABEL not in kinds
    decision = Settled.HIDDEN if is_hidden or is_kept else Settled.RELEASED
    screening.settle_for_case(actor=actor, kind=case.kind, thing_id=case.thing_id, decision=decision)
    return is_kept
